import type { RequestHandler } from 'express';
import { shortestPassword } from '../../../desk/account/password.ts';
import { signOutStaff } from '../../../desk/account/sessions.ts';
import { signIn } from '../../../desk/account/sign-in.ts';
import { acceptWelcome, findWelcome } from '../../../desk/account/welcome.ts';
import { Refusal } from '../../../message/refusals.ts';
import { clearStaffSession, knownDevice, staffSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, param, sendPage } from '../page.ts';
import { enterDesk } from './enter-desk.ts';

export const showSignIn =
  ({ ctx, identity }: WebOptions): RequestHandler =>
  (request, response) =>
    sendPage(ctx, request, response, 'desk-sign-in', {
      email: '',
      error: null,
      link: null,
      identity: identity !== undefined,
    });

export const postSignIn =
  ({ ctx, identity }: WebOptions): RequestHandler =>
  async (request, response) => {
    const email = field(request, 'email');
    try {
      const device = await knownDevice(ctx, request);
      const secret = await signIn(ctx, email, field(request, 'password'), clientOf(request), device);
      response.redirect(303, await enterDesk(ctx, request, response, secret));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const tooMany = error.code === 'budget_spent';
      const wrong = tooMany ? ('too_many' as const) : ('wrong' as const);
      const model = { email, error: wrong, link: null, identity: identity !== undefined };
      sendPage(ctx, request, response, 'desk-sign-in', model, {
        status: tooMany ? 429 : 401,
        path: '/desk/sign-in',
      });
    }
  };

export const postSignOut =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const secret = await staffSession(ctx, request);
    if (secret) await signOutStaff(ctx, secret);
    clearStaffSession(response);
    response.redirect(303, '/desk/sign-in');
  };

const welcomePath = (token: string): string => `/desk/welcome/${token}`;

export const showWelcome =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const token = param(request, 'token');
    const welcome = await findWelcome(ctx, token);
    const model = {
      path: welcomePath(token),
      name: welcome?.name ?? '',
      email: '',
      asksWho: welcome?.person === null,
      error: welcome ? null : ('link_used' as const),
      minLength: shortestPassword,
    };
    sendPage(ctx, request, response, 'desk-welcome', model, { status: welcome ? 200 : 410 });
  };

export const postWelcome =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const token = param(request, 'token');
    const [password, name, email] = ['password', 'name', 'email'].map((each) => field(request, each));
    try {
      if (password !== field(request, 'again')) throw new Refusal('invalid', 'The two passwords differ.');
      const chosen = { password: password!, name, email };
      const secret = await acceptWelcome(ctx, token, chosen, clientOf(request));
      response.redirect(303, await enterDesk(ctx, request, response, secret));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const welcome = await findWelcome(ctx, token);
      const problem = !welcome ? 'link_used' : problems[error.code];
      const model = {
        path: welcomePath(token),
        name: welcome?.name ?? name ?? '',
        email: email ?? '',
        asksWho: welcome?.person === null,
        error: problem ?? ('differs' as const),
        minLength: shortestPassword,
      };
      sendPage(ctx, request, response, 'desk-welcome', model, {
        status: welcome ? 422 : 410,
        path: welcomePath(token),
      });
    }
  };

const problems: Partial<Record<Refusal['code'], 'password_weak' | 'email_invalid' | 'link_used'>> = {
  password_weak: 'password_weak',
  email_invalid: 'email_invalid',
  already_exists: 'email_invalid',
  gone: 'link_used',
};
