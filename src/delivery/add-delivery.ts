import { v7 as uuidv7 } from 'uuid';
import type { Wrap } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import { type Details, recordEvent } from '../evidence/record-event.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { expiryOf } from './check-draft.ts';
import type { Context } from './context.ts';
import type { Actor } from './message-access.ts';
import type { Recipient } from './recipients.ts';
import { recordFailure } from './record-failure.ts';
import { newReference } from './reference.ts';
import { sendNotice } from './send-notice.ts';

export interface NewDelivery {
  readonly id: string;
  readonly message: string;
  readonly recipient: Recipient;
  /** The message's data key, sealed for this delivery. */
  readonly wrap: Wrap;
  readonly actor: Actor;
  /** Said with `delivery.available`. */
  readonly details: Details;
  /** ISO 8601; taken where it leaves an hour at least. Of a delivery that is parted it is taken as it is. */
  readonly expiresAt: string;
  /** The recipient of which delivery made it, and for whom; absent: the sender adds it. */
  readonly parted?: { readonly from: string; readonly for: 'reader' | 'passed' };
}

export interface AddedDelivery {
  readonly id: string;
  readonly email: string;
  readonly status: DeliveryStatus;
  readonly reason?: string;
}

/**
 * Adds a recipient to a message that was accepted before, with the evidence and the job of the notice, in the caller's
 * transaction, which has locked the message: the positions of its deliveries are given one after the other.
 */
export async function addDelivery(ctx: Context, tx: Queryable, added: NewDelivery): Promise<AddedDelivery> {
  const { id, message, recipient, wrap, actor, details, parted } = added;
  const { email, name, phone, language, status, reason } = recipient;
  await tx.query(
    `insert into deliveries (message_id, position, id, email, name, phone, language, reference, status, expires_at, parent_id,
        parted, awaits_signature)
      select $1, coalesce(max(d.position), 0) + 1, $2, $3, $4, $5, $6, $7, 'sent', $8, $9, $10::text,
          $10::text is distinct from 'reader'
            and exists (select from message_terms t where t.message_id = $1 and t.moment = 'before')
        from deliveries d where d.message_id = $1`,
    [
      message,
      id,
      email,
      name,
      phone,
      language,
      newReference(),
      parted ? added.expiresAt : laterOf(added.expiresAt),
      parted?.from ?? null,
      parted?.for ?? null,
    ],
  );
  await tx.query('insert into wraps (id, message_id, delivery_id, kid, jwe) values ($1, $2, $3, $4, $5)', [
    uuidv7(),
    message,
    id,
    wrap.kid,
    wrap.jwe,
  ]);
  await recordEvent(tx, id, {
    type: 'delivery.available',
    actor,
    details,
    personal: { email, name, phone },
  });
  if (status === 'held' && reason) {
    await recordEvent(tx, id, { type: 'delivery.held', actor, details: { reason }, reason });
    await recordFailure(tx, id, 'no_phone', reason);
    // Whoever adds it is told in the answer; the inbox keeps it.
    await tx.query('update failures set sender_notice = gen_random_uuid() where delivery_id = $1', [id]);
  } else {
    await sendNotice(ctx, tx, id, false);
  }
  return { id, email, status, ...(reason ? { reason } : {}) };
}

const hour = 60 * 60 * 1000;

/** What ends within the hour, or has ended, gives no time to read: then it is as for a new message. */
const laterOf = (expiresAt: string): string =>
  Date.parse(expiresAt) > Date.now() + hour ? expiresAt : expiryOf(undefined);
