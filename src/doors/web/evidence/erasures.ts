import type { Request, RequestHandler, Response } from 'express';
import type { ErasurePage } from '../../../../views/models/erasures.ts';
import { type Eraser, eraseMessage } from '../../../delivery/erase-message.ts';
import { groundsLength } from '../../../delivery/erasure-grounds.ts';
import { findErasable } from '../../../delivery/find-erasable.ts';
import type { MessageOverview } from '../../../delivery/show-message.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { isLive } from '../../../message/statuses.ts';
import { personOf, proven, staffActor, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';

type Form = Pick<ErasurePage, 'what' | 'chosen' | 'reason' | 'words'>;

const eraserOf = (staff: StaffMember): Eraser => ({
  actor: staffActor(staff),
  name: staff.name,
  units: unitsForDuty(staff.grants, 'erasure'),
});

export const showErasure = (options: WebOptions): RequestHandler =>
  proven(options, 'erasure', (request, response, staff) =>
    show(options, request, response, staff, { what: '', chosen: [], reason: '', words: '' }, null),
  );

export const postErasure = (options: WebOptions): RequestHandler =>
  proven(options, 'erasure', async (request, response, staff) => {
    const message = param(request, 'id');
    const form = formOf(request);
    const missing = missingIn(request, form);
    if (missing) return show(options, request, response, staff, form, missing);
    const { what, chosen, reason, words } = form;
    try {
      const deliveries = what === 'recipients' ? chosen : undefined;
      await eraseMessage(options.ctx, eraserOf(staff), { message, deliveries, reason, words });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
      const blamed = error.facts.field === 'reason' ? 'reason' : 'words';
      return show(options, request, response, staff, form, blamed);
    }
    response.redirect(303, `/desk/messages/${message}?done=erased`);
  });

/** A tick is named by the delivery that it stands at. */
function formOf(request: Request): Form {
  const what = field(request, 'what');
  return {
    what: what === 'message' || what === 'recipients' ? what : '',
    chosen: Object.keys((request.body ?? {}) as object).flatMap((name) =>
      name.startsWith('delivery-') ? name.slice('delivery-'.length) : [],
    ),
    reason: field(request, 'reason'),
    words: field(request, 'words'),
  };
}

function missingIn(request: Request, { what, chosen }: Form): ErasurePage['error'] {
  if (what === '') return 'what';
  if (what === 'recipients' && chosen.length === 0) return 'recipients';
  return field(request, 'sure') === '' ? 'sure' : null;
}

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  form: Form,
  error: ErasurePage['error'],
): Promise<void> {
  const id = param(request, 'id');
  let message: MessageOverview;
  try {
    message = await findErasable(ctx, viewerOf(staff), eraserOf(staff), id);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.code !== 'reason_needed') throw refusal;
    // The message's page asks for it.
    return response.redirect(303, `/desk/messages/${id}`);
  }
  const model: ErasurePage = {
    person: personOf(staff),
    id,
    from: message.from,
    sentAt: message.sentAt,
    erased: message.erased !== null,
    recipients: message.deliveries.map(({ id, email, name, status, expiresAt, erased }) => ({
      id,
      email,
      name,
      status,
      live: isLive(status) && Date.parse(expiresAt) > Date.now(),
      erased: erased !== null,
    })),
    most: groundsLength,
    ...form,
    error,
  };
  const options = { status: error ? 422 : 200, path: `/desk/messages/${id}/erasures` };
  sendPage(ctx, request, response, 'desk-erasure', model, options);
}
