import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Keeper } from '../contacts/keeper.ts';
import { recordChange } from '../record-change.ts';
import { endAccess, endUnownedLink } from './end-access.ts';
import { lockMailbox } from './find-mailbox.ts';

/**
 * Removes a mailbox: nobody opens as a member of it any more. `version` is the one that was looked at; absent: whichever it is.
 * Refuses: not_found, changed_meanwhile.
 */
export async function deleteMailbox(
  ctx: Context,
  keeper: Keeper,
  id: string,
  version: number | undefined,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const stands = await lockMailbox(tx, keeper, id);
    if (version !== undefined && stands.version !== version) throw new Refusal('changed_meanwhile');
    const members = stands.members.map((member) => member.id);
    await tx.query('update mailboxes set deleted_at = clock_timestamp() where id = $1', [id]);
    await tx.query('update mailbox_members set ended_at = clock_timestamp() where id = any ($1::uuid[])', [
      members,
    ]);
    await endAccess(tx, members);
    await endUnownedLink(tx, id);
    await recordChange(tx, {
      type: 'mailbox.deleted',
      actor: keeper.actor,
      kind: 'mailbox',
      subject: id,
      details: { members: members.length },
      before: { email: stands.address, name: stands.name, unit: stands.unit },
      after: null,
    });
  });
}
