import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { differenceOf } from '../record-change.ts';
import { phoneTaken } from './add-member.ts';
import { recordMailboxChange } from './change-mailbox.ts';
import { endAccess } from './end-access.ts';
import { checkVersion, lockMailbox, mailboxOfMember } from './find-mailbox.ts';
import { memberOf, type MemberDraft } from './mailbox.ts';
import type { MailboxKeeper } from './mailbox-keeper.ts';

/**
 * Puts other values in the place of a member's. With another phone their codes and sessions end: it is another factor.
 * `version` is the one of the mailbox that was looked at; absent: whichever it is. Refuses: not_found, changed_meanwhile, invalid,
 * phone_invalid, already_exists.
 */
export async function changeMember(
  ctx: Context,
  keeper: MailboxKeeper,
  id: string,
  draft: MemberDraft,
  version?: number,
): Promise<void> {
  const mailbox = await mailboxOfMember(ctx.db, id);
  const member = memberOf(draft, ctx.settings.country);
  await ctx.db.transaction(async (tx) => {
    const stands = await lockMailbox(tx, keeper, mailbox);
    checkVersion(stands, version);
    const { members } = stands;
    const found = members.find((each) => each.id === id.toLowerCase());
    if (!found) throw new Refusal('not_found');
    if (members.some((each) => each !== found && each.phone === member.phone)) throw phoneTaken();
    const { id: _, ...before } = found;
    const difference = differenceOf({ ...before }, { ...member });
    if (!difference) return;
    const { name, phone, language } = member;
    await tx.query('update mailbox_members set name = $2, phone = $3, language = $4 where id = $1', [
      id,
      name,
      phone,
      language,
    ]);
    if (phone !== found.phone) await endAccess(tx, [id]);
    await recordMailboxChange(tx, keeper, mailbox, { member: found.id, ...difference });
  });
}
