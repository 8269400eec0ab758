import type { Request, RequestHandler, Response } from 'express';
import { codePurposes, type Purpose } from '../../../delivery/code-purposes.ts';
import type { Context } from '../../../delivery/context.ts';
import { deletionState } from '../../../delivery/deletion-state.ts';
import { endingOf, type LinkedDelivery } from '../../../delivery/find-delivery.ts';
import { requestCode } from '../../../delivery/request-code.ts';
import { isUuid } from '../../../message/ids.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field } from '../page.ts';
import { postSigningCode } from './acknowledgements.ts';
import { codeProblem, statusOf } from './code-problem.ts';
import { showDeletion } from './deletion-page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';
import { postReceiptCode } from './receipt-codes.ts';
import { whereAsked } from './signing-access.ts';

/** `POST /m/<token>/codes` with `via` and `for`: sends a code and leads back to the page that takes it. */
export const postCode =
  (options: WebOptions): RequestHandler =>
  async (request, response, next) => {
    const { ctx } = options;
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    const via = field(request, 'via') || 'sms';
    const given = field(request, 'for') || 'opening';
    const purpose = codePurposes.find((each) => each === given);
    if ((via !== 'sms' && via !== 'call') || !purpose) {
      throw new Refusal(
        'invalid',
        'A code goes by sms or call, for opening, acknowledgement, deletion or receipt.',
      );
    }
    if (purpose === 'acknowledgement') {
      return whereAsked(options, postSigningCode(options, via))(request, response, next);
    }
    if (purpose === 'receipt') return postReceiptCode(ctx, request, response, delivery, via);
    const member = field(request, 'member') || null;
    if (member !== null && !isUuid(member)) throw new Refusal('invalid');
    try {
      await requestCode(ctx, delivery, via, purpose, clientOf(request), member);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showProblem(ctx, request, response, delivery, purpose, error);
    }
    response.redirect(303, basePath(request));
  };

async function showProblem(
  ctx: Context,
  request: Request,
  response: Response,
  delivery: LinkedDelivery,
  purpose: Purpose,
  refusal: Refusal,
): Promise<void> {
  const problem = codeProblem(refusal);
  const status = statusOf(problem);
  if (problem?.kind === 'budget') response.set('Retry-After', String(problem.minutes * 60));
  if (purpose === 'deletion') {
    const state = await deletionState(ctx.db, delivery.id);
    // Never asked, though the message is there: nothing of this page is meant for it.
    if (!state && !endingOf(delivery)) throw refusal;
    if (!state) return showLanding(ctx, request, response, delivery);
    const again = problem || refusal.code === 'no_phone' ? { error: problem, status } : {};
    return showDeletion(ctx, request, response, delivery, state, again);
  }
  if (problem) return showLanding(ctx, request, response, delivery, { status, error: problem });
  if (refusal.code === 'no_phone') return showLanding(ctx, request, response, delivery, { status });
  if (refusal.code === 'gone') return showLanding(ctx, request, response, delivery);
  throw refusal;
}
