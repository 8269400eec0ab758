import type { Request, RequestHandler, Response } from 'express';
import type { Context } from '../../../delivery/context.ts';
import { endingOf, type LinkedDelivery } from '../../../delivery/find-delivery.ts';
import { lastReport } from '../../../delivery/last-report.ts';
import { reportMisdelivery } from '../../../delivery/report-misdelivery.ts';
import { isMisdeliveryReason } from '../../../message/misdeliveries.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, sendPage } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** `GET /m/<token>/misdeliveries`: the choices; with `done`, thanks to whoever made one. Changes nothing. */
export const getMisdelivery =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await reportable(ctx, request, response);
    if (!delivery) return;
    const reason = request.query.done === undefined ? undefined : await lastReport(ctx.db, delivery.id);
    if (!reason) return showForm(ctx, request, response, delivery, { error: false, status: 200 });
    const { unit, reference, language } = delivery;
    const base = basePath(request);
    const stands = endingOf(delivery) === undefined;
    const model = { base, unit, reference, reason, stands };
    const path = `${base}/misdeliveries?done=1`;
    sendPage(ctx, request, response, 'misdelivery-thanks', model, { language, path });
  };

/** `POST /m/<token>/misdeliveries` with `reason`: 303 to thanks; without a choice that there is, 422. */
export const postMisdelivery =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await reportable(ctx, request, response);
    if (!delivery) return;
    const reason = field(request, 'reason');
    if (!isMisdeliveryReason(reason)) {
      return showForm(ctx, request, response, delivery, { error: true, status: 422 });
    }
    await reportMisdelivery(ctx, delivery, reason, clientOf(request));
    response.redirect(303, `${basePath(request)}/misdeliveries?done=1`);
  };

/** The delivery of the link, where it could have reached somebody; else what became of it is shown instead. */
async function reportable(
  ctx: Context,
  request: Request,
  response: Response,
): Promise<LinkedDelivery | undefined> {
  const delivery = await linkedDelivery(ctx, request, response);
  const ending = delivery && endingOf(delivery);
  if (ending !== 'recalled' && ending !== 'refused' && ending !== 'reading_ended') return delivery;
  await showLanding(ctx, request, response, delivery!);
  return undefined;
}

function showForm(
  ctx: Context,
  request: Request,
  response: Response,
  { unit, reference, sentAt, language }: LinkedDelivery,
  { error, status }: { error: boolean; status: number },
): void {
  const base = basePath(request);
  const model = { base, unit, reference, sentAt, error };
  sendPage(ctx, request, response, 'misdelivery', model, { status, language, path: `${base}/misdeliveries` });
}
