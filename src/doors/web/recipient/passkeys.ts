import type { Request, RequestHandler, Response } from 'express';
import { passkeysDone, type OwnPasskeysError } from '../../../../views/models/returning.ts';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { addPasskey, mostPasskeys } from '../../../delivery/returning/add-passkey.ts';
import { listOwnPasskeys } from '../../../delivery/returning/own-passkeys.ts';
import { findOpenedHere } from '../../../delivery/returning/proven.ts';
import { removePasskey } from '../../../delivery/returning/remove-passkey.ts';
import { renamePasskey } from '../../../delivery/returning/rename-passkey.ts';
import { Refusal, refusalCodes } from '../../../message/refusals.ts';
import { deviceNameOf } from '../account/device-name.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, param, sendPage } from '../page.ts';
import { credentialIn, registrationAnswer } from '../passkey-answers.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** `GET /m/<token>/passkeys`: those of the address and number, and how to add one. */
export const getOwnPasskeys =
  (options: WebOptions): RequestHandler =>
  (request, response) =>
    showPasskeys(options, request, response);

/** `POST /m/<token>/passkeys` with `credential` and `name`: an empty name is that of the device. */
export const postOwnPasskey = (options: WebOptions): RequestHandler =>
  changing(options, 'added', async (request, token, session) => {
    const client = clientOf(request);
    const name = field(request, 'name').trim() || deviceNameOf(client.userAgent);
    const answer = credentialIn(request, registrationAnswer);
    await addPasskey(options.ctx, token, session, { answer, name }, client);
  });

export const postPasskeyRenaming = (options: WebOptions): RequestHandler =>
  changing(options, 'renamed', (request, token, session) =>
    renamePasskey(options.ctx, token, session, param(request, 'id'), field(request, 'name')),
  );

export const postPasskeyRemoval = (options: WebOptions): RequestHandler =>
  changing(options, 'removed', (request, token, session) =>
    removePasskey(options.ctx, token, session, param(request, 'id'), clientOf(request)),
  );

/** Does something with passkeys in an open session, and leads back to them; a refusal is told there. */
const changing =
  (
    options: WebOptions,
    done: (typeof passkeysDone)[number],
    change: (request: Request, token: string, session: string) => Promise<void>,
  ): RequestHandler =>
  async (request, response) => {
    const session = await recipientSession(options.ctx, request);
    if (!session) return withoutSession(options, request, response);
    try {
      await change(request, param(request, 'token'), session);
      response.redirect(303, `${basePath(request)}/passkeys?done=${done}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'unauthenticated' || error.code === 'gone') {
        return withoutSession(options, request, response);
      }
      await showPasskeys(options, request, response, error);
    }
  };

async function showPasskeys(
  options: WebOptions,
  request: Request,
  response: Response,
  refusal?: Refusal,
): Promise<void> {
  const { ctx } = options;
  const session = await recipientSession(ctx, request);
  const here = session && (await findOpenedHere(ctx.db, param(request, 'token'), session));
  if (!here) return withoutSession(options, request, response);
  const passkeys = here.proven ? await listOwnPasskeys(ctx.db, here.delivery) : [];
  const base = basePath(request);
  const model = {
    base,
    proven: here.proven,
    full: passkeys.length >= mostPasskeys,
    passkeys,
    typed: refusal ? field(request, 'name') : '',
    error: refusal ? errorOf(refusal, request) : null,
    done: refusal ? null : (passkeysDone.find((each) => each === request.query.done) ?? null),
  };
  const status = refusal ? refusalCodes[refusal.code].http : 200;
  const path = `${base}/passkeys`;
  sendPage(ctx, request, response, 'own-passkeys', model, { status, language: here.language, path });
}

const errorOf = ({ code }: Refusal, request: Request): OwnPasskeysError => ({
  code,
  passkey: param(request, 'id') || null,
});

async function withoutSession({ ctx }: WebOptions, request: Request, response: Response): Promise<void> {
  const delivery = await linkedDelivery(ctx, request, response);
  if (!delivery) return;
  if (endingOf(delivery)) return showLanding(ctx, request, response, delivery);
  const { language } = delivery;
  const path = basePath(request);
  sendPage(ctx, request, response, 'session-ended', { base: path }, { status: 401, language, path });
}
