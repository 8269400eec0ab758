import type { PersonalFields } from '../../evidence/commitment.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import { lockMailbox } from './find-mailbox.ts';
import { nameOf } from './mailbox.ts';
import type { Keeper } from '../contacts/keeper.ts';

/** Calls it something else. `version` is the one that was looked at. Refuses: not_found, changed_meanwhile, invalid. */
export async function renameMailbox(
  ctx: Context,
  keeper: Keeper,
  id: string,
  { name: given, version }: { readonly name: string; readonly version: number },
): Promise<void> {
  const name = nameOf(given);
  await ctx.db.transaction(async (tx) => {
    const stands = await lockMailbox(tx, keeper, id);
    if (stands.version !== version) throw new Refusal('changed_meanwhile');
    if (stands.name === name) return;
    await tx.query('update mailboxes set name = $2 where id = $1', [id, name]);
    await recordMailboxChange(tx, keeper, id, { before: { name: stands.name }, after: { name } });
  });
}

/** Counts its version up, and records what was done about it or about its `member`. */
export async function recordMailboxChange(
  tx: Queryable,
  { actor }: Pick<Keeper, 'actor'>,
  id: string,
  change: {
    before?: PersonalFields | null;
    after?: PersonalFields | null;
    member?: string;
    /** What became of the link of its owners. */
    link?: 'invited' | 'withdrawn' | 'wrong_codes' | 'refused';
  },
): Promise<void> {
  const { member, link, ...states } = change;
  await tx.query('update mailboxes set version = version + 1 where id = $1', [id]);
  await recordChange(tx, {
    type: 'mailbox.changed',
    actor,
    kind: 'mailbox',
    subject: id,
    ...(member || link ? { details: { ...(member ? { member } : {}), ...(link ? { link } : {}) } } : {}),
    ...states,
  });
}
