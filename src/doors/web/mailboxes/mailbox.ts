import type { RequestHandler } from 'express';
import { mailboxDone } from '../../../../views/models/mailboxes.ts';
import { deleteMailbox } from '../../../desk/mailboxes/delete-mailbox.ts';
import { renameMailbox } from '../../../desk/mailboxes/change-mailbox.ts';
import { keeperOf } from '../administration/contact-places.ts';
import { onDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import { sendMailbox, toldCode } from './mailbox-page.ts';

export const showMailbox = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', (request, response, staff) => {
    const done = mailboxDone.find((each) => each === request.query.done) ?? null;
    return sendMailbox(options, request, response, staff, { done });
  });

export const postRenaming = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const id = param(request, 'id');
    const name = field(request, 'name').slice(0, 300).toWellFormed();
    try {
      const change = { name, version: Number(field(request, 'version')) };
      await renameMailbox(options.ctx, keeperOf(staff), id, change);
    } catch (error) {
      return sendMailbox(options, request, response, staff, { name, about: 'name', error: toldCode(error) });
    }
    response.redirect(303, `/desk/mailboxes/${id}?done=changed`);
  });

export const postDeletion = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    try {
      const version = Number(field(request, 'version'));
      await deleteMailbox(options.ctx, keeperOf(staff), param(request, 'id'), version);
    } catch (error) {
      return sendMailbox(options, request, response, staff, { about: 'name', error: toldCode(error) });
    }
    response.redirect(303, '/desk/mailboxes?done=deleted');
  });
