import { v7 as uuidv7 } from 'uuid';
import { unwrapDataKey, type Wrap, wrapDataKey } from '../../envelope/index.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { type EventDraft, recordEvent } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import { addDelivery } from '../add-delivery.ts';
import { again } from '../again.ts';
import { type Budget, spend } from '../budgets.ts';
import type { Context } from '../context.ts';
import { lockStanding } from '../admit-recipient.ts';
import { lockSession } from '../lock-session.ts';
import type { RecipientDraft } from '../recipients.ts';
import { checkRoom } from './check-room.ts';
import type { Parting } from './find-parting.ts';
import { judgeRecipient } from './judge-recipient.ts';

export interface PartDraft {
  readonly for: 'reader' | 'passed';
  readonly to: RecipientDraft & { readonly phone: string };
  /** ISO 8601, not after the parent's own. */
  readonly expiresAt: string;
  readonly budget: Budget;
  /** Asked under the locks of the message and of the parent; where it throws, nothing is kept. */
  readonly check: (tx: Queryable) => Promise<void>;
  /** The parent's own event. */
  readonly event: (added: string) => EventDraft;
}

/**
 * Adds a delivery of the same message that its recipient asks for, with a seal made from their own, while their session is open.
 * Resolves to its id. Refuses: same_address, email_invalid, phone_invalid, no_phone, blocked_address, already_exists,
 * too_many_recipients, budget_spent, gone.
 */
export async function partDelivery(ctx: Context, from: Parting, draft: PartDraft): Promise<string> {
  const { delivery, message } = from;
  const { to } = draft;
  if (!to.phone.trim()) throw new Refusal('no_phone', 'Give the phone number to which codes are to go.');
  const added = await judgeRecipient(ctx, from.unitId, to);
  const email = added.email.toLowerCase();
  if (email === from.email.toLowerCase()) throw new Refusal('same_address');
  // Whoever wrote it has it; the answer is the same as for other recipients, whom nobody need know of.
  if (email === from.sender.toLowerCase()) throw taken();
  const id = uuidv7();
  const wrap = await wrapFor(ctx, from, id);
  await again(() =>
    ctx.db.transaction(async (tx) => {
      // One at a time with whatever else adds a recipient, with a recall and with an erasure.
      await tx.query('select from messages where id = $1 for no key update', [message]);
      await lockStanding(tx, delivery);
      await lockSession(tx, from);
      await draft.check(tx);
      // Before the answer tells whether an address has it already: nobody tries addresses that cost them nothing.
      await spend(tx, [draft.budget]);
      await checkRoom(tx, message, added.email);
      await recordEvent(tx, delivery, draft.event(id));
      await addDelivery(ctx, tx, {
        id,
        message,
        recipient: added,
        wrap,
        actor: recipient(delivery),
        details: draft.for === 'reader' ? { readerOf: delivery } : { passedFrom: delivery },
        expiresAt: draft.expiresAt,
        parted: { from: delivery, for: draft.for },
      });
    }),
  );
  ctx.wake();
  return id;
}

const taken = (): Refusal =>
  new Refusal('already_exists', 'This message went to that address already.', { field: 'email' });

/** The data key goes from the recipient's own seal into the new one, and is forgotten. */
async function wrapFor(ctx: Context, { message, delivery, jwe }: Parting, added: string): Promise<Wrap> {
  const dataKey = await unwrapDataKey(ctx.keys, jwe, { message, delivery });
  try {
    return await wrapDataKey(ctx.keys, dataKey, { message, delivery: added });
  } finally {
    dataKey.fill(0);
  }
}
