import type { RequestHandler } from 'express';
import type { LandingError } from '../../../../views/models/recipient.ts';
import { findDelivery } from '../../../delivery/find-delivery.ts';
import { openDelivery } from '../../../delivery/open-delivery.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession, setRecipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, param } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** `POST /m/<token>/openings` with `code`: right, a session and on to the message; wrong, 422 with the tries left. */
export const postOpening =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    try {
      const given = await recipientSession(ctx, request);
      const session = await openDelivery(ctx, delivery, field(request, 'code'), given, clientOf(request));
      await setRecipientSession(ctx, response, session);
      response.redirect(303, basePath(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const problem = problemOf(error);
      if (!problem && error.code !== 'gone') throw error;
      const now = (await findDelivery(ctx.db, param(request, 'token'))) ?? delivery;
      const status = problem?.kind === 'budget' ? 429 : 422;
      await showLanding(ctx, request, response, now, { status, error: problem ?? null });
    }
  };

function problemOf(refusal: Refusal): LandingError | undefined {
  switch (refusal.code) {
    case 'wrong_code':
      return { kind: 'wrong_code', triesLeft: Number(refusal.facts.triesLeft) };
    case 'no_live_code':
      return { kind: 'no_live_code' };
    case 'invalid':
      return { kind: 'code_format' };
    case 'budget_spent':
      return { kind: 'budget', minutes: Number(refusal.facts.minutes) };
    default:
      return undefined;
  }
}
