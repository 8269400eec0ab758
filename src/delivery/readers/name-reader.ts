import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import type { RecipientDraft } from '../recipients.ts';
import { ended } from './check-room.ts';
import { mayName, type Parting } from './find-parting.ts';
import { partDelivery } from './part-delivery.ts';

export interface ReaderDraft {
  readonly to: RecipientDraft & { readonly phone: string };
  /** ISO 8601; absent: thirty days from now, and never after the recipient's own expiry. */
  readonly until?: string | undefined;
}

const day = 24 * 60 * 60 * 1000;
export const readerDays = 30;

/** Notices that one recipient may have sent to readers in a day: each is mail to an address of their choice. */
const perDay = 5;

/**
 * Lets one other person read the message, with the sender's leave: a delivery, a notice and codes of their own, which end with
 * the recipient's. Resolves to its id. Refuses: not_permitted, expiry_invalid, already_exists (with the `field` `email`: the
 * address has it; without: somebody else reads it already), and what `partDelivery` refuses.
 */
export async function nameReader(
  ctx: Context,
  from: Parting,
  { to, until }: ReaderDraft,
  client: Client,
): Promise<string> {
  if (!mayName(from)) throw new Refusal('not_permitted');
  const expiresAt = untilOf(until, from.expiresAt);
  return partDelivery(ctx, from, {
    for: 'reader',
    to,
    expiresAt,
    budget: { scope: 'reader/delivery/day', subject: from.delivery, limit: perDay, windowMinutes: 24 * 60 },
    check: (tx) => checkAlone(tx, from.delivery),
    event: (reader) => ({
      type: 'delivery.reader_named',
      actor: recipient(from.delivery),
      details: { reader, until: expiresAt, ...(from.member ? { member: from.member } : {}) },
      personal: { ...client },
    }),
  });
}

/** Refuses expiry_invalid: past, within the next minute, or after the recipient's own. */
function untilOf(given: string | undefined, own: string): string {
  const last = Date.parse(own);
  const at = given === undefined ? Math.min(Date.now() + readerDays * day, last) : Date.parse(given);
  if (!(at > Date.now() + 60_000 && at <= last)) {
    throw new Refusal('expiry_invalid', 'Choose a time before the message itself can no longer be read.');
  }
  return new Date(at).toISOString();
}

/** Refuses already_exists. */
async function checkAlone(tx: Queryable, delivery: string): Promise<void> {
  const { count } = await tx.query(
    `select from deliveries d where d.parent_id = $1 and d.parted = 'reader' and d.status <> all ($2::text[])
      and d.expires_at > now()`,
    [delivery, ended],
  );
  if (count > 0) throw new Refusal('already_exists', 'Somebody else reads this message with you already.');
}
