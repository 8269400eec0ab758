import type { Request, RequestHandler, Response } from 'express';
import type { ReceiptCodePage } from '../../../../views/models/acknowledgements.ts';
import { hasReceipt, openReceipt } from '../../../delivery/acknowledgements/open-receipt.ts';
import type { Context } from '../../../delivery/context.ts';
import type { LinkedDelivery } from '../../../delivery/find-delivery.ts';
import { requestCode, type Via } from '../../../delivery/request-code.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession, setRecipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, sendPage } from '../page.ts';
import { type CodeProblem, codeProblem, statusOf } from './code-problem.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';
import { phoneModel } from './phone-model.ts';

/** `POST /m/<token>/receipt` with `code`, where the delivery has ended: right, a session for the receipt alone. */
export const postReceipt =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    try {
      const given = await recipientSession(ctx, request);
      const session = await openReceipt(ctx, delivery, field(request, 'code'), given, clientOf(request));
      await setRecipientSession(ctx, response, session);
    } catch (error) {
      return showProblem(ctx, request, response, delivery, error);
    }
    response.redirect(303, `${basePath(request)}/receipt`);
  };

/** `POST /m/<token>/codes` with `for=receipt`: a code for the receipt of what was signed and has ended. */
export async function postReceiptCode(
  ctx: Context,
  request: Request,
  response: Response,
  delivery: LinkedDelivery,
  via: Via,
): Promise<void> {
  if (!(await hasReceipt(ctx.db, delivery.id))) {
    throw new Refusal('not_asked', 'Open the message: its receipt is on its page while it can be read.');
  }
  try {
    await requestCode(ctx, delivery, via, 'receipt', clientOf(request));
  } catch (error) {
    return showProblem(ctx, request, response, delivery, error);
  }
  response.redirect(303, `${basePath(request)}/receipt`);
}

async function showProblem(
  ctx: Context,
  request: Request,
  response: Response,
  delivery: LinkedDelivery,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Refusal)) throw error;
  if (error.code === 'gone') return showLanding(ctx, request, response, delivery);
  const problem = codeProblem(error);
  if (!problem && error.code !== 'no_phone') throw error;
  if (problem?.kind === 'budget') response.set('Retry-After', String(problem.minutes * 60));
  return showReceiptCode(ctx, request, response, delivery, problem);
}

/** The way to the receipt of what can be read no more. */
export async function showReceiptCode(
  ctx: Context,
  request: Request,
  response: Response,
  delivery: LinkedDelivery,
  error?: CodeProblem,
): Promise<void> {
  const base = basePath(request);
  const { unit, reference, language } = delivery;
  const phone = await phoneModel(ctx, delivery, 'receipt');
  const model: ReceiptCodePage = { base, unit, reference, ...phone, error: error ?? null };
  const status = error ? statusOf(error) : 200;
  sendPage(ctx, request, response, 'receipt-code', model, { status, language, path: `${base}/receipt` });
}
