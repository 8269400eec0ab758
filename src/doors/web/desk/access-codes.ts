import type { Request, RequestHandler, Response } from 'express';
import type { AccessCodesPage } from '../../../../views/models/compose.ts';
import { makeAccessCode } from '../../../delivery/access-codes/make-access-code.ts';
import type { Context } from '../../../delivery/context.ts';
import { messageOf } from '../../../delivery/message-access.ts';
import { showMessage } from '../../../delivery/show-message.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { addressOf } from './actions.ts';
import { personOf, signedIn, viewerOf } from './signed-in.ts';
import { Refusal } from '../../../message/refusals.ts';

/** Shows codes that were just made: they are kept nowhere, so this answer is the only one that has them. */
export function showAccessCodes(
  ctx: Context,
  request: Request,
  response: Response,
  staff: StaffMember,
  shown: Omit<AccessCodesPage, 'person'>,
): void {
  const path = `/desk/messages/${shown.message}`;
  sendPage(ctx, request, response, 'desk-access-codes', { person: personOf(staff), ...shown }, { path });
}

/** `POST /desk/deliveries/<id>/access-codes`: makes one, in place of the one before. */
export const postAccessCode = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const id = param(request, 'id');
    const viewer = viewerOf(staff);
    let message = '';
    try {
      message = await messageOf(ctx, viewer, id);
      const code = await makeAccessCode(ctx, viewer, id);
      const { deliveries } = await showMessage(ctx, viewer, message);
      const { name, email } = deliveries.find((delivery) => delivery.id === id)!;
      showAccessCodes(ctx, request, response, staff, {
        message,
        sent: false,
        codes: [{ name, email, code }],
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
      response.redirect(303, addressOf(message || String(error.facts.message), error));
    }
  });
