import type { Request, Response } from 'express';
import type { Pages } from '../../../views/models.ts';
import type { Context } from '../../delivery/context.ts';
import { isLanguage, type Language, languageOfCountry, languages } from '../../message/languages.ts';
import { chosenLanguage } from './cookies.ts';
import { renderPage } from './render.ts';

/** The language of a page: what the reader chose, else whom the page is for, else the browser, else the country. */
export function languageOf(
  ctx: Context,
  request: Request,
  response: Response,
  preferred?: Language,
): Language {
  const offered = request.acceptsLanguages([...languages]);
  return (
    chosenLanguage(request, response) ??
    preferred ??
    (isLanguage(offered) ? offered : languageOfCountry(ctx.settings.country))
  );
}

/** Sends a page that nobody keeps. `path` is where a GET shows it again, for the language links. */
export function sendPage<Name extends keyof Pages>(
  ctx: Context,
  request: Request,
  response: Response,
  name: Name,
  model: Pages[Name],
  { status = 200, language, path }: { status?: number; language?: Language | undefined; path?: string } = {},
): void {
  const html = renderPage(
    name,
    {
      language: languageOf(ctx, request, response, language),
      path: path ?? request.originalUrl,
      organisation: ctx.settings.organisation,
      timeZone: ctx.settings.timeZone,
    },
    model,
  );
  const bytes = Buffer.from(html);
  response.status(status).set({ 'Cache-Control': 'no-store', 'Content-Length': String(bytes.length) });
  response.type('html').end(bytes);
}

/** Where a request came from, as the trusted proxies say. */
export const clientOf = (request: Request) => ({
  ip: request.ip ?? 'unknown',
  userAgent: (request.get('User-Agent') ?? '').slice(0, 300),
});

/** A field of a posted form, without NULs, which no database keeps; a repeated or missing one is the empty text. */
export function field(request: Request, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value.replaceAll('\0', '') : '';
}

/** A part of the path that the route demands. */
export const param = (request: Request, name: string): string => {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
};
