import { randomUUID } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordMailboxChange } from './change-mailbox.ts';
import { lockMailbox } from './find-mailbox.ts';
import { memberOf, type MemberDraft, mostMembers } from './mailbox.ts';
import type { MailboxKeeper } from './mailbox-keeper.ts';

/**
 * Lets somebody open what is written to a shared mailbox, and gives their id. Refuses: not_found, invalid, phone_invalid,
 * already_exists (a member has that phone), too_large.
 */
export async function addMember(
  ctx: Context,
  keeper: MailboxKeeper,
  mailbox: string,
  draft: MemberDraft,
): Promise<string> {
  const member = memberOf(draft, ctx.settings.country);
  const { name, phone, language } = member;
  const id = randomUUID();
  await ctx.db.transaction(async (tx) => {
    const { members } = await lockMailbox(tx, keeper, mailbox);
    if (members.some((each) => each.phone === phone)) throw phoneTaken();
    if (members.length >= mostMembers) {
      throw new Refusal('too_large', `A shared mailbox has at most ${mostMembers} members.`);
    }
    await tx.query(
      'insert into mailbox_members (id, mailbox_id, name, phone, language) values ($1, $2, $3, $4, $5)',
      [id, mailbox, name, phone, language],
    );
    await recordMailboxChange(tx, keeper, mailbox, { member: id, before: null, after: member });
  });
  return id;
}

export const phoneTaken = (): Refusal =>
  new Refusal('already_exists', 'A member of this mailbox has that phone number already.');
