import type { Request, RequestHandler, Response } from 'express';
import type { LookPage } from '../../../../views/models/looks.ts';
import { findUnseen, lookAtMessage, lookMinutes, reasonLength } from '../../../delivery/look-at-message.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { personOf, signedIn, viewerOf } from './signed-in.ts';

/**
 * Asks somebody why they want to see what another wrote. Whoever could give a reason if they had proved a second factor
 * is led to where they do. Refuses not_found.
 */
export async function askForReason(
  options: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  id: string,
): Promise<void> {
  const { db } = options.ctx;
  const held = await findUnseen(db, { ...viewerOf(staff), grants: staff.held }, id);
  const counting = await findUnseen(db, viewerOf(staff), id).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  if (!counting) {
    response.redirect(303, `/desk/second-factor?next=${encodeURIComponent(`/desk/messages/${id}`)}`);
    return;
  }
  sendLook(options, request, response, staff, id, held, { kind: '', reason: '', error: null });
}

export const postLook = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const id = param(request, 'id');
    const viewer = viewerOf(staff);
    const given = { kind: field(request, 'kind'), reason: field(request, 'reason') };
    try {
      await lookAtMessage(options.ctx, viewer, id, given);
      response.redirect(303, `/desk/messages/${id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
      const unseen = await findUnseen(options.ctx.db, viewer, id);
      const state = { ...given, error: error.facts.field === 'kind' ? 'kind' : 'reason' } as const;
      sendLook(options, request, response, staff, id, unseen, state);
    }
  });

function sendLook(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  id: string,
  { unit, sentAt }: Pick<LookPage, 'unit' | 'sentAt'>,
  state: Pick<LookPage, 'kind' | 'reason' | 'error'>,
): void {
  const model = {
    person: personOf(staff),
    id,
    unit,
    sentAt,
    minutes: lookMinutes,
    ...reasonLength,
    ...state,
  };
  const status = state.error ? 422 : 200;
  sendPage(ctx, request, response, 'desk-look', model, { status, path: `/desk/messages/${id}` });
}
