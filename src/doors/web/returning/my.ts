import type { Request, RequestHandler, Response } from 'express';
import type { MyError, MySignInError } from '../../../../views/models/returning.ts';
import { openOwnDelivery } from '../../../delivery/returning/open-own-delivery.ts';
import { mostOwnDeliveries, ownDeliveries } from '../../../delivery/returning/own-deliveries.ts';
import { offerComing, signInWithoutLink } from '../../../delivery/returning/sign-in-without-link.ts';
import { signOut } from '../../../delivery/sign-out.ts';
import { Refusal, refusalCodes } from '../../../message/refusals.ts';
import { clearRecipientSession, recipientSession, setRecipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, sendPage } from '../page.ts';
import { assertionAnswer, credentialIn } from '../passkey-answers.ts';
import { noteCopy } from '../passkey-errors.ts';

/** `GET /my`: the messages of whoever has a session, else how to get one without a link. */
export const getMy =
  (options: WebOptions): RequestHandler =>
  (request, response) =>
    showMy(options, request, response);

/** `POST /my/challenges`: what the browser's own dialogue is opened with. */
export const postMyChallenge =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    response.set('Cache-Control', 'no-store').json(await offerComing(ctx, clientOf(request)));
  };

/** `POST /my/sign-ins` with `credential`. */
export const postMySignIn =
  ({ ctx, log }: WebOptions): RequestHandler =>
  async (request, response) => {
    try {
      const given = await recipientSession(ctx, request);
      const session = await signInWithoutLink(ctx, credentialIn(request, assertionAnswer), given);
      await setRecipientSession(ctx, response, session);
      response.redirect(303, '/my');
    } catch (error) {
      const code = error instanceof Refusal ? error.code : undefined;
      if (code !== 'passkey_invalid' && code !== 'changed_meanwhile') throw error;
      noteCopy(log, request, error);
      showSignIn(ctx, request, response, code, 422);
    }
  };

/** `POST /my/openings` with `delivery`: on to a link of its own. */
export const postMyOpening =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const session = await recipientSession(ctx, request);
    if (!session) return showSignIn(ctx, request, response, 'unauthenticated', 401);
    try {
      const token = await openOwnDelivery(ctx, field(request, 'delivery'), session, clientOf(request));
      response.redirect(303, `/m/${token}`);
    } catch (error) {
      const code = error instanceof Refusal ? error.code : undefined;
      if (code !== 'gone' && code !== 'not_found') throw error;
      await showMy(options, request, response, code);
    }
  };

/** `POST /my/sign-out`: ends the session, and with it every message that is open on this device. */
export const postMySignOut =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const session = await recipientSession(ctx, request);
    if (session) await signOut(ctx, session);
    clearRecipientSession(response);
    response.redirect(303, '/my');
  };

async function showMy(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  error?: MyError,
): Promise<void> {
  const session = await recipientSession(ctx, request);
  const messages = session && (await ownDeliveries(ctx.db, session));
  if (!messages) {
    return error
      ? showSignIn(ctx, request, response, 'unauthenticated', 401)
      : showSignIn(ctx, request, response, null, 200);
  }
  const model = { messages, more: messages.length === mostOwnDeliveries, error: error ?? null };
  const status = error ? refusalCodes[error].http : 200;
  sendPage(ctx, request, response, 'my-messages', model, { status, path: '/my' });
}

function showSignIn(
  ctx: WebOptions['ctx'],
  request: Request,
  response: Response,
  error: MySignInError | null,
  status: number,
): void {
  sendPage(ctx, request, response, 'my-sign-in', { error }, { status, path: '/my' });
}
