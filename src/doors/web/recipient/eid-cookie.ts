import type { Request, Response } from 'express';
import { errandMinutes } from '../../../delivery/eid/errand.ts';
import { readCookie } from '../cookies.ts';

const name = '__Host-segl-eid';
/** Lax: the browser comes back by a link of the provider's, on which it sends no strict cookie. */
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

/** What the browser keeps, sealed, of what it went to the eID provider for. */
export const eidCookie = (request: Request): string | undefined => readCookie(request, name);

export const setEidCookie = (response: Response, sealed: string): void => {
  response.cookie(name, sealed, { ...attributes, maxAge: errandMinutes * 60 * 1000 });
};

export const clearEidCookie = (response: Response): void => {
  response.clearCookie(name, attributes);
};
