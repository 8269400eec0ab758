import type { Request, Response } from 'express';
import type { LandingError } from '../../../../views/models/recipient.ts';
import { isLandline, maskPhone } from '../../../delivery/addresses.ts';
import { callFirst } from '../../../delivery/call-first.ts';
import { codeState } from '../../../delivery/code-state.ts';
import type { Context } from '../../../delivery/context.ts';
import { endedAt } from '../../../delivery/ended-at.ts';
import { endingOf, findDelivery, type LinkedDelivery } from '../../../delivery/find-delivery.ts';
import { param, sendPage } from '../page.ts';

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
  const { unit, reference, language, sentAt, expiresAt, phone } = delivery;
  const page = { language, path: base };
  if (ending) {
    const at = (await endedAt(ctx.db, delivery.id, ending)) ?? (ending === 'expired' ? expiresAt : null);
    sendPage(ctx, request, response, 'gone', { kind: ending, unit, at, reference }, { ...page, status: 410 });
    return;
  }
  const [state, prefersCall] = await Promise.all([
    codeState(ctx.db, delivery.id),
    callFirst(ctx.db, delivery.id),
  ]);
  const maskedPhone = phone && maskPhone(phone);
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
      maskedPhone,
      smsPossible: phone !== null && !isLandline(phone),
      callPossible: phone !== null,
      callFirst: prefersCall,
      code: state && maskedPhone ? { ...state, maskedPhone } : null,
      error,
    },
    { ...page, status },
  );
}
