import type { Request, Response } from 'express';
import type { DeletionError } from '../../../../views/models/misdeliveries.ts';
import { hasReceipt } from '../../../delivery/acknowledgements/open-receipt.ts';
import type { Context } from '../../../delivery/context.ts';
import type { DeletionState } from '../../../delivery/deletion-state.ts';
import { endedAt } from '../../../delivery/ended-at.ts';
import type { LinkedDelivery } from '../../../delivery/find-delivery.ts';
import { waysIn } from '../../../delivery/ways-in.ts';
import type { PassedOn } from '../../../message/misdeliveries.ts';
import { param, sendPage } from '../page.ts';
import { phoneModel } from './phone-model.ts';

interface Answer {
  readonly error?: DeletionError | undefined;
  /** Of a form that came back; absent: 410, for the message itself is gone. */
  readonly status?: number;
  readonly typed?: string;
  readonly passedOn?: PassedOn | null;
}

/** What the link of a recalled message leads to whoever had opened it: the request to delete it, and the form to say so. */
export async function showDeletion(
  ctx: Context,
  request: Request,
  response: Response,
  delivery: LinkedDelivery,
  state: DeletionState,
  { error, status = 410, typed = '', passedOn = null }: Answer = {},
): Promise<void> {
  const base = `/m/${param(request, 'token')}`;
  const { unit, reference, language } = delivery;
  const at = (await endedAt(ctx.db, delivery.id, 'recalled')) ?? null;
  const phone = await phoneModel(ctx, delivery, 'deletion');
  const { members } = await waysIn(ctx.db, delivery.id);
  const receipt = (await hasReceipt(ctx.db, delivery.id)) ? `${base}/receipt` : null;
  const model = {
    base,
    unit,
    reference,
    state,
    at,
    ...phone,
    members,
    typed,
    passedOn,
    error: error ?? null,
    receipt,
  };
  sendPage(ctx, request, response, 'deletion', model, { status, language, path: base });
}
