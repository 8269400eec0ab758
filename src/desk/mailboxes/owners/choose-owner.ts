import type { Context } from '../../../delivery/context.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { Keeper } from '../../contacts/keeper.ts';
import { recordMailboxChange } from '../change-mailbox.ts';
import { endUnownedLink } from '../end-access.ts';
import { lockMailbox, mailboxOfMember } from '../find-mailbox.ts';

/**
 * Lets a member keep the list of members too, by the link of an invitation, or no more: then what they have open for that is
 * closed at once, and without any owner the link ends. Refuses not_found.
 */
export async function chooseOwner(
  ctx: Context,
  keeper: Keeper,
  member: string,
  isOwner: boolean,
): Promise<void> {
  const mailbox = await mailboxOfMember(ctx.db, member);
  await ctx.db.transaction(async (tx) => {
    const { members, owners } = await lockMailbox(tx, keeper, mailbox);
    const found = members.find((each) => each.id === member.toLowerCase());
    if (!found) throw new Refusal('not_found');
    const was = owners.some(({ id }) => id === found.id);
    if (was === isOwner) return;
    await tx.query('update mailbox_members set is_owner = $2 where id = $1', [found.id, isOwner]);
    if (!isOwner) {
      await tx.query('delete from mailbox_sessions where member_id = $1', [found.id]);
      await tx.query('delete from mailbox_codes where member_id = $1', [found.id]);
      await endUnownedLink(tx, mailbox);
    }
    await recordMailboxChange(tx, keeper, mailbox, {
      member: found.id,
      before: { keeps: was },
      after: { keeps: isOwner },
    });
  });
}
