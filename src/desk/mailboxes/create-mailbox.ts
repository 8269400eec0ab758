import { randomUUID } from 'node:crypto';
import { parseEmailAddress } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import { checkKeeps, type Keeper } from '../contacts/keeper.ts';
import { recordChange } from '../record-change.ts';
import { nameOf } from './mailbox.ts';

export interface MailboxDraft {
  readonly address: string;
  readonly name: string;
  /** Id of its unit; null: the whole organisation. */
  readonly unit: string | null;
}

/**
 * Adds a shared mailbox, still without members, and gives its id. Refuses: forbidden, email_invalid, invalid, already_exists.
 */
export async function createMailbox(ctx: Context, keeper: Keeper, draft: MailboxDraft): Promise<string> {
  const address = parseEmailAddress(draft.address.trim());
  if (!address) throw new Refusal('email_invalid');
  const name = nameOf(draft.name);
  const { unit } = draft;
  checkKeeps(keeper, unit);
  const id = randomUUID();
  await ctx.db.transaction(async (tx) => {
    const { count } = await tx.query(
      `insert into mailboxes (id, unit_id, address, name) values ($1, $2, $3, $4)
        on conflict (lower(address), unit_id) where deleted_at is null do nothing`,
      [id, unit, address, name],
    );
    if (count === 0)
      throw new Refusal('already_exists', 'There is a shared mailbox with this address already.');
    await recordChange(tx, {
      type: 'mailbox.created',
      actor: keeper.actor,
      kind: 'mailbox',
      subject: id,
      before: null,
      after: { email: address, name, unit },
    });
  });
  return id;
}
