import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Keeper } from '../contacts/keeper.ts';
import { recordMailboxChange } from './change-mailbox.ts';
import { endAccess } from './end-access.ts';
import { lockMailbox, mailboxOfMember } from './find-mailbox.ts';

/** Lets somebody open nothing more as a member: their codes and sessions end at once. Refuses not_found. */
export async function endMember(ctx: Context, keeper: Keeper, id: string): Promise<void> {
  const mailbox = await mailboxOfMember(ctx.db, id);
  await ctx.db.transaction(async (tx) => {
    const { members } = await lockMailbox(tx, keeper, mailbox);
    const found = members.find((each) => each.id === id.toLowerCase());
    if (!found) throw new Refusal('not_found');
    await tx.query('update mailbox_members set ended_at = clock_timestamp() where id = $1', [id]);
    await endAccess(tx, [id]);
    const { id: member, ...before } = found;
    await recordMailboxChange(tx, keeper, mailbox, { member, before: { ...before }, after: null });
  });
}
