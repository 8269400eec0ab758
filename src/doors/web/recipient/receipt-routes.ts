import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { hasReceipt } from '../../../delivery/acknowledgements/open-receipt.ts';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { findReceipt, makeReceipt, type ReceiptOwner } from '../../../delivery/make-receipt.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession } from '../cookies.ts';
import { formatOf, sendBundle, sendPdf, wantsFile } from '../evidence/send-proof.ts';
import type { WebOptions } from '../options.ts';
import { languageOf, param, sendPage } from '../page.ts';
import { smallForm } from '../small-form.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';
import { postReceipt, showReceiptCode } from './receipt-codes.ts';
import { headDelivery } from './show.ts';

/** What a recipient takes away as proof of their own delivery. */
export function receiptRoutes(options: WebOptions): Router {
  const router = express.Router();
  router.head('/:token/receipt', headDelivery(options));
  router.get('/:token/receipt', getReceipt(options));
  router.post('/:token/receipt', smallForm('16kb', 20), postReceipt(options));
  return router;
}

/**
 * `GET /m/<token>/receipt`: with an open session a page that leads to the files; with `?format=json` or `?format=pdf`, and
 * for a program, the file itself. Without a session, the way to one; where the delivery has ended,
 * that, or the way to the receipt of whoever had signed.
 */
const getReceipt =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const session = await recipientSession(ctx, request);
    const owner = session && (await findReceipt(ctx, param(request, 'token'), session));
    if (!owner) return withoutSession(options, request, response);
    const format = formatOf(request.query.format) ?? (wantsFile(request) ? 'json' : undefined);
    if (!format) return showPage(options, request, response, owner, { error: null, status: 200 });
    try {
      if (format === 'json') {
        await sendBundle(response, 'receipt', owner.delivery, await makeReceipt(ctx, owner, format));
      } else {
        const summary = await makeReceipt(ctx, owner, format);
        const language = languageOf(ctx, request, response, owner.language);
        await sendPdf(options, response, language, 'receipt', owner.delivery, summary);
      }
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      showPage(options, request, response, owner, problem);
    }
  };

type Problem = { readonly error: 'waiting' | 'too_many' | null; readonly status: number };

function problemOf(error: unknown): Problem | undefined {
  if (!(error instanceof Refusal)) return undefined;
  if (error.code === 'not_logged_yet') return { error: 'waiting', status: 409 };
  if (error.code === 'budget_spent') return { error: 'too_many', status: 429 };
  return undefined;
}

function showPage(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  { unit, reference, expiresAt, stands, signed, language }: ReceiptOwner,
  { error, status }: Problem,
): void {
  const base = basePath(request);
  const model = { base, unit, reference, expiresAt, stands, signed, error };
  sendPage(ctx, request, response, 'receipt', model, { status, language, path: `${base}/receipt` });
}

async function withoutSession({ ctx }: WebOptions, request: Request, response: Response): Promise<void> {
  const delivery = await linkedDelivery(ctx, request, response);
  if (!delivery) return;
  if (endingOf(delivery) && !wantsFile(request) && (await hasReceipt(ctx.db, delivery.id))) {
    return showReceiptCode(ctx, request, response, delivery);
  }
  if (endingOf(delivery) || wantsFile(request)) {
    const status = endingOf(delivery) ? 410 : 401;
    return showLanding(ctx, request, response, delivery, { status });
  }
  response.redirect(303, basePath(request));
}
