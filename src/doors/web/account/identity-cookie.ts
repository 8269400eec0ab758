import type { Request, Response } from 'express';
import { errandMinutes } from '../../../desk/account/identity-errand.ts';
import { readCookie } from '../cookies.ts';

const name = '__Host-segl-identity';
/** Lax: the browser comes back by a link of the provider's, on which it sends no strict cookie. */
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

/** What the browser keeps, sealed, of the sign-in for which it went to the identity provider. */
export const errandCookie = (request: Request): string | undefined => readCookie(request, name);

export const setErrandCookie = (response: Response, sealed: string): void => {
  response.cookie(name, sealed, { ...attributes, maxAge: errandMinutes * 60 * 1000 });
};

export const clearErrandCookie = (response: Response): void => {
  response.clearCookie(name, attributes);
};
