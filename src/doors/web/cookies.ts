import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Context } from '../../delivery/context.ts';
import { openSecret, sealSecret } from '../../delivery/secrets.ts';
import type { KnownDevice } from '../../desk/account/tries.ts';
import { isLanguage, type Language } from '../../message/languages.ts';
import { openCookie } from './opened-cookies.ts';

const recipientCookie = '__Host-segl';
const staffCookie = '__Host-segl-desk';
const mailboxCookie = '__Host-segl-mailbox';
const deviceCookie = '__Host-segl-device';
const languageCookie = '__Host-segl-language';

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;
const yearMs = 365 * 24 * 60 * 60 * 1000;

/** The value of a cookie as sent; `undefined`: not sent, or sent twice (which no browser of ours does). */
export function readCookie(request: Request, name: string): string | undefined {
  const sent = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const values = sent
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/** The secret of the recipient's session, as the sealed cookie holds it; `undefined`: none, or not one of ours. */
export async function recipientSession(ctx: Context, request: Request): Promise<string | undefined> {
  const sealed = readCookie(request, recipientCookie);
  return sealed ? openCookie(ctx, 'recipient', sealed) : undefined;
}

export async function setRecipientSession(ctx: Context, response: Response, secret: string): Promise<void> {
  response.cookie(recipientCookie, await sealSecret(ctx.keys, 'cookie', 'recipient', secret), attributes);
}

export const clearRecipientSession = (response: Response): void => {
  response.clearCookie(recipientCookie, attributes);
};

export async function staffSession(ctx: Context, request: Request): Promise<string | undefined> {
  const sealed = readCookie(request, staffCookie);
  return sealed ? openCookie(ctx, 'staff', sealed) : undefined;
}

export async function setStaffSession(ctx: Context, response: Response, secret: string): Promise<void> {
  response.cookie(staffCookie, await sealSecret(ctx.keys, 'cookie', 'staff', secret), attributes);
}

export const clearStaffSession = (response: Response): void => {
  response.clearCookie(staffCookie, attributes);
};

/** The secret of the session in which somebody keeps the members of a shared mailbox. */
export async function mailboxSession(ctx: Context, request: Request): Promise<string | undefined> {
  const sealed = readCookie(request, mailboxCookie);
  return sealed ? openCookie(ctx, 'mailbox', sealed) : undefined;
}

export async function setMailboxSession(ctx: Context, response: Response, secret: string): Promise<void> {
  response.cookie(mailboxCookie, await sealSecret(ctx.keys, 'cookie', 'mailbox', secret), attributes);
}

export const clearMailboxSession = (response: Response): void => {
  response.clearCookie(mailboxCookie, attributes);
};

/** So many people of one browser are remembered: a shared desk has a few. */
const mostPeople = 5;

/** The browser, where members of staff have signed in from it before. */
export async function knownDevice(ctx: Context, request: Request): Promise<KnownDevice | undefined> {
  const sealed = readCookie(request, deviceCookie);
  const opened = sealed && (await openSecret(ctx.keys, 'cookie', 'device', sealed));
  if (!opened) return undefined;
  const [id = '', ...people] = opened.split(' ');
  return { id, people };
}

/** Remembers, after a complete sign-in, that somebody signed in from this browser. Whoever has the cookie has proved nothing. */
export async function rememberDevice(
  ctx: Context,
  request: Request,
  response: Response,
  person: string,
): Promise<void> {
  const known = await knownDevice(ctx, request);
  const id = known?.id ?? randomBytes(16).toString('base64url');
  const people = [person, ...(known?.people ?? []).filter((each) => each !== person)].slice(0, mostPeople);
  const sealed = await sealSecret(ctx.keys, 'cookie', 'device', [id, ...people].join(' '));
  response.cookie(deviceCookie, sealed, { ...attributes, maxAge: yearMs });
}

/** The language that was chosen on a page: by `?lang=` now, or earlier. */
export function chosenLanguage(request: Request, response: Response): Language | undefined {
  const asked = request.query.lang;
  if (isLanguage(asked)) {
    response.cookie(languageCookie, asked, { ...attributes, maxAge: yearMs });
    return asked;
  }
  const kept = readCookie(request, languageCookie);
  return isLanguage(kept) ? kept : undefined;
}
