import type { Request, Response } from 'express';
import type { MailboxPage } from '../../../../views/models/mailboxes.ts';
import { findMailbox } from '../../../desk/mailboxes/find-mailbox.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal, type RefusalCode } from '../../../message/refusals.ts';
import { keeperOf, statusOf } from '../administration/contact-places.ts';
import { historyModel } from '../administration/history.ts';
import { personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';

interface State {
  readonly done?: MailboxPage['done'];
  readonly error?: RefusalCode;
  /** Which form came back: `owners`, `name`, `new`, or a member's id. */
  readonly about?: string;
  readonly name?: string;
  readonly member?: MailboxPage['adding'];
}

/** The page of a mailbox, with what was typed in the form that came back. */
export async function sendMailbox(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { done = null, error, about, name, member }: State,
): Promise<void> {
  const mailbox = await findMailbox(ctx.db, keeperOf(staff), param(request, 'id'));
  const { id, address, version, unitName } = mailbox;
  const model: MailboxPage = {
    person: personOf(staff),
    id,
    version,
    address,
    name: mailbox.name,
    typedName: name ?? mailbox.name,
    unit: unitName,
    members: mailbox.members.map((each) => ({
      id: each.id,
      shownName: each.name,
      ...(about === each.id && member
        ? member
        : { name: each.name, phone: each.phone, language: each.language ?? '' }),
    })),
    adding: about === 'new' && member ? member : { name: '', phone: '', language: '' },
    owners: mailbox.owners.map(({ id: member, seenAt }) => ({
      id: member,
      name: mailbox.members.find((each) => each.id === member)!.name,
      seenAt,
    })),
    invitation: mailbox.invitation,
    about: about ?? null,
    done,
    error: error ?? null,
    history: await historyModel(ctx, id),
  };
  const status = error ? statusOf(error) : 200;
  sendPage(ctx, request, response, 'desk-mailbox', model, { status, path: `/desk/mailboxes/${id}` });
}

/** What the page can tell; a mailbox or a member that is gone, or was never the reader's, has no page. */
export function toldCode(error: unknown): RefusalCode {
  if (!(error instanceof Refusal) || error.code === 'not_found') throw error;
  return error.code;
}
