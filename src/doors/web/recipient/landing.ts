import type { Request, Response } from 'express';
import type { LandingError } from '../../../../views/models/recipient.ts';
import { hasReceipt } from '../../../delivery/acknowledgements/open-receipt.ts';
import type { Context } from '../../../delivery/context.ts';
import { deletionState } from '../../../delivery/deletion-state.ts';
import { endedAt } from '../../../delivery/ended-at.ts';
import { waysIn } from '../../../delivery/ways-in.ts';
import { endingOf, findDelivery, type LinkedDelivery } from '../../../delivery/find-delivery.ts';
import { param, sendPage } from '../page.ts';
import { showDeletion } from './deletion-page.ts';
import { phoneModel } from './phone-model.ts';

/** Finds the delivery of the link, or answers that there is none. */
export async function linkedDelivery(
  ctx: Context,
  request: Request,
  response: Response,
): Promise<LinkedDelivery | undefined> {
  const delivery = await findDelivery(ctx.db, param(request, 'token'));
  if (!delivery) sendPage(ctx, request, response, 'link-not-found', {}, { status: 404 });
  return delivery;
}

export const basePath = (request: Request): string => `/m/${param(request, 'token')}`;

/** The page before a code: who wrote, and how to open. Where the delivery has ended: what happened and what to do. */
export async function showLanding(
  ctx: Context,
  request: Request,
  response: Response,
  delivery: LinkedDelivery,
  { error = null, status = 200 }: { error?: LandingError | null; status?: number } = {},
): Promise<void> {
  const ending = endingOf(delivery);
  const base = basePath(request);
  const { unit, reference, language, sentAt, expiresAt } = delivery;
  const page = { language, path: base };
  if (ending) {
    const deletion = ending === 'recalled' ? await deletionState(ctx.db, delivery.id) : undefined;
    if (deletion) return showDeletion(ctx, request, response, delivery, deletion);
    const at = (await endedAt(ctx.db, delivery.id, ending)) ?? (ending === 'expired' ? expiresAt : null);
    const notForMe = ending === 'expired' || ending === 'locked' ? `${base}/misdeliveries` : null;
    const receipt = (await hasReceipt(ctx.db, delivery.id)) ? `${base}/receipt` : null;
    const model = { kind: ending, unit, at, reference, unopened: !delivery.opened, notForMe, receipt };
    sendPage(ctx, request, response, 'gone', model, { ...page, status: 410 });
    return;
  }
  const [phone, { passkey, identity, accessCode, members }] = await Promise.all([
    phoneModel(ctx, delivery, 'opening'),
    waysIn(ctx.db, delivery.id),
  ]);
  const ways = { passkey, accessCode, eid: identity ? (ctx.settings.eid ?? null) : null, members };
  const reported = delivery.status === 'reported';
  sendPage(
    ctx,
    request,
    response,
    'landing',
    {
      base,
      unit,
      sentAt,
      expiresAt,
      reference,
      ...phone,
      ways,
      reported,
      error,
    },
    { ...page, status },
  );
}
