import type { Request, RequestHandler, Response } from 'express';
import { signInLinkHours as hours } from '../../../delivery/sign-in-link.ts';
import { askForSignInLink, findSignInLink, useSignInLink } from '../../../desk/account/sign-in-links.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, languageOf, param, sendPage } from '../page.ts';
import { enterDesk } from './enter-desk.ts';
import { home } from './own-path.ts';

const pathOf = (token: string): string => `/desk/links/${token}`;

/** Shows whose link it is. Mail scanners fetch links, so only the form uses one up. */
export const showLink =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const token = param(request, 'token');
    const link = await findSignInLink(ctx, token);
    if (!link) return gone(options, request, response, token);
    sendPage(ctx, request, response, 'desk-link', { path: pathOf(token), email: link.email });
  };

export const postLink =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const token = param(request, 'token');
    try {
      const { secret, message } = await useSignInLink(ctx, token, clientOf(request));
      const next = message ? `/desk/messages/${message}` : home;
      response.redirect(303, await enterDesk(ctx, request, response, secret, next));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'gone') throw error;
      gone(options, request, response, token);
    }
  };

function gone({ ctx }: WebOptions, request: Request, response: Response, token: string): void {
  sendPage(ctx, request, response, 'desk-link-gone', { hours }, { status: 410, path: pathOf(token) });
}

/** Mails a link, where there is somebody to mail it to; the answer does not tell. */
export const postLinks =
  ({ ctx, identity }: WebOptions): RequestHandler =>
  async (request, response) => {
    const email = field(request, 'email').trim();
    try {
      const language = languageOf(ctx, request, response);
      await askForSignInLink(ctx, email, clientOf(request).ip, language);
      sendPage(ctx, request, response, 'desk-link-asked', { email, hours }, { path: '/desk/links' });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const tooMany = error.code === 'budget_spent';
      const problem = tooMany ? ('too_many' as const) : ('email_invalid' as const);
      const model = {
        email: '',
        error: null,
        link: { email, error: problem },
        identity: identity !== undefined,
      };
      sendPage(ctx, request, response, 'desk-sign-in', model, {
        status: tooMany ? 429 : 422,
        path: '/desk/sign-in',
      });
    }
  };

/** What follows upon asking, in another language. */
export const showLinkAsked =
  ({ ctx }: WebOptions): RequestHandler =>
  (request, response) =>
    sendPage(ctx, request, response, 'desk-link-asked', { email: null, hours });
