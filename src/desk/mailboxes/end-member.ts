import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordMailboxChange } from './change-mailbox.ts';
import { endAccess, endUnownedLink } from './end-access.ts';
import { checkVersion, lockMailbox, mailboxOfMember } from './find-mailbox.ts';
import type { MailboxKeeper } from './mailbox-keeper.ts';

/**
 * Lets somebody open nothing more as a member: their codes and sessions end at once. `version` is the one of the mailbox that was
 * looked at; absent: whichever it is. Refuses: not_found, changed_meanwhile, not_permitted (an owner who would leave it without one).
 */
export async function endMember(
  ctx: Context,
  keeper: MailboxKeeper,
  id: string,
  version?: number,
): Promise<void> {
  const mailbox = await mailboxOfMember(ctx.db, id);
  await ctx.db.transaction(async (tx) => {
    const stands = await lockMailbox(tx, keeper, mailbox);
    checkVersion(stands, version);
    const { members, owners } = stands;
    const found = members.find((each) => each.id === id.toLowerCase());
    if (!found) throw new Refusal('not_found');
    if (keeper.owner?.member === found.id && owners.length === 1) {
      throw new Refusal('not_permitted', 'Nobody else keeps this mailbox: you cannot remove yourself.');
    }
    await tx.query('update mailbox_members set ended_at = clock_timestamp() where id = $1', [id]);
    await endAccess(tx, [id]);
    await endUnownedLink(tx, mailbox);
    const { id: member, ...before } = found;
    await recordMailboxChange(tx, keeper, mailbox, { member, before: { ...before }, after: null });
  });
}
