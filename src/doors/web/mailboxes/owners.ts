import type { RequestHandler } from 'express';
import { chooseOwner } from '../../../desk/mailboxes/owners/choose-owner.ts';
import { inviteOwners, withdrawInvitation } from '../../../desk/mailboxes/owners/invite-owners.ts';
import { keeperOf } from '../administration/contact-places.ts';
import { onDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import { sendMailbox, toldCode } from './mailbox-page.ts';

export const postOwner = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const keeps = field(request, 'keeps') === 'yes';
    await chooseOwner(options.ctx, keeperOf(staff), param(request, 'member'), keeps);
    response.redirect(
      303,
      `/desk/mailboxes/${param(request, 'id')}?done=${keeps ? 'owner_chosen' : 'owner_ended'}`,
    );
  });

export const postInvitation = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const id = param(request, 'id');
    try {
      await inviteOwners(options.ctx, keeperOf(staff), id);
    } catch (error) {
      return sendMailbox(options, request, response, staff, { about: 'owners', error: toldCode(error) });
    }
    response.redirect(303, `/desk/mailboxes/${id}?done=invited`);
  });

export const postInvitationEnd = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const id = param(request, 'id');
    await withdrawInvitation(options.ctx, keeperOf(staff), id);
    response.redirect(303, `/desk/mailboxes/${id}?done=withdrawn`);
  });
