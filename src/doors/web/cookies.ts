import type { Request, Response } from 'express';
import type { Context } from '../../delivery/context.ts';
import { sealSecret } from '../../delivery/secrets.ts';
import { isLanguage, type Language } from '../../message/languages.ts';
import { openCookie } from './opened-cookies.ts';

const recipientCookie = '__Host-segl';
const staffCookie = '__Host-segl-desk';
const languageCookie = '__Host-segl-language';

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

/** The value of a cookie as sent; `undefined`: not sent, or sent twice (which no browser of ours does). */
function read(request: Request, name: string): string | undefined {
  const sent = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const values = sent
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/** The secret of the recipient's session, as the sealed cookie holds it; `undefined`: none, or not one of ours. */
export async function recipientSession(ctx: Context, request: Request): Promise<string | undefined> {
  const sealed = read(request, recipientCookie);
  return sealed ? openCookie(ctx, 'recipient', sealed) : undefined;
}

export async function setRecipientSession(ctx: Context, response: Response, secret: string): Promise<void> {
  response.cookie(recipientCookie, await sealSecret(ctx.keys, 'cookie', 'recipient', secret), attributes);
}

export const clearRecipientSession = (response: Response): void => {
  response.clearCookie(recipientCookie, attributes);
};

export async function staffSession(ctx: Context, request: Request): Promise<string | undefined> {
  const sealed = read(request, staffCookie);
  return sealed ? openCookie(ctx, 'staff', sealed) : undefined;
}

export async function setStaffSession(ctx: Context, response: Response, secret: string): Promise<void> {
  response.cookie(staffCookie, await sealSecret(ctx.keys, 'cookie', 'staff', secret), attributes);
}

export const clearStaffSession = (response: Response): void => {
  response.clearCookie(staffCookie, attributes);
};

/** The language that was chosen on a page: by `?lang=` now, or earlier. */
export function chosenLanguage(request: Request, response: Response): Language | undefined {
  const asked = request.query.lang;
  if (isLanguage(asked)) {
    response.cookie(languageCookie, asked, { ...attributes, maxAge: 365 * 24 * 60 * 60 * 1000 });
    return asked;
  }
  const kept = read(request, languageCookie);
  return isLanguage(kept) ? kept : undefined;
}
