import type { Request, RequestHandler } from 'express';
import { addMember } from '../../../desk/mailboxes/add-member.ts';
import { changeMember } from '../../../desk/mailboxes/change-member.ts';
import { endMember } from '../../../desk/mailboxes/end-member.ts';
import { isLanguage } from '../../../message/languages.ts';
import { keeperOf } from '../administration/contact-places.ts';
import { onDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import { sendMailbox, toldCode } from './mailbox-page.ts';

export const postMember = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const id = param(request, 'id');
    const member = memberIn(request);
    try {
      await addMember(options.ctx, keeperOf(staff), id, member);
    } catch (error) {
      return sendMailbox(options, request, response, staff, { member, about: 'new', error: toldCode(error) });
    }
    response.redirect(303, `/desk/mailboxes/${id}?done=member_added`);
  });

export const postMemberChange = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    const [id, about] = [param(request, 'id'), param(request, 'member')];
    const member = memberIn(request);
    try {
      await changeMember(options.ctx, keeperOf(staff), about, member);
    } catch (error) {
      return sendMailbox(options, request, response, staff, { member, about, error: toldCode(error) });
    }
    response.redirect(303, `/desk/mailboxes/${id}?done=member_changed`);
  });

export const postMemberEnd = (options: WebOptions): RequestHandler =>
  onDuty(options, 'contacts', async (request, response, staff) => {
    await endMember(options.ctx, keeperOf(staff), param(request, 'member'));
    response.redirect(303, `/desk/mailboxes/${param(request, 'id')}?done=member_ended`);
  });

/** The form of a member as it was typed. */
export function memberIn(request: Request) {
  const language = field(request, 'language');
  return {
    name: field(request, 'name').slice(0, 300).toWellFormed(),
    phone: field(request, 'phone').slice(0, 100).toWellFormed(),
    language: isLanguage(language) ? language : ('' as const),
  };
}
