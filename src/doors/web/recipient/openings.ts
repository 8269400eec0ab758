import type { RequestHandler } from 'express';
import { findDelivery } from '../../../delivery/find-delivery.ts';
import { openDelivery } from '../../../delivery/open-delivery.ts';
import { openByPasskey } from '../../../delivery/returning/open-by-passkey.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession, setRecipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, param } from '../page.ts';
import { assertionAnswer, credentialIn } from '../passkey-answers.ts';
import { noteCopy } from '../passkey-errors.ts';
import { openingProblem, statusOf } from './code-problem.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/**
 * `POST /m/<token>/openings` with `code`, or with `method=passkey` and `credential`: right, a session and on to the message; wrong,
 * 422, with the tries left of a code.
 */
export const postOpening =
  ({ ctx, log }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    try {
      const given = await recipientSession(ctx, request);
      const client = clientOf(request);
      const session =
        field(request, 'method') === 'passkey'
          ? await openByPasskey(ctx, delivery, credentialIn(request, assertionAnswer), given, client)
          : await openDelivery(ctx, delivery, field(request, 'code'), given, client);
      await setRecipientSession(ctx, response, session);
      response.redirect(303, basePath(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      noteCopy(log, request, error);
      const problem = openingProblem(error);
      if (!problem && error.code !== 'gone') throw error;
      const now = (await findDelivery(ctx.db, param(request, 'token'))) ?? delivery;
      await showLanding(ctx, request, response, now, { status: statusOf(problem), error: problem ?? null });
    }
  };
