import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { isUuid } from '../message/ids.ts';
import { Refusal } from '../message/refusals.ts';
import type { Units } from '../message/rights.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { segl } from './actors.ts';
import { again } from './again.ts';
import type { Context } from './context.ts';
import { dropRaw } from './drop-raw.ts';
import { enqueueJob } from './enqueue-job.ts';
import { type ErasureGrounds, readGrounds } from './erasure-grounds.ts';
import { forgetBlocks } from './forget-blocks.ts';
import { forgetContent } from './forget-content.ts';
import { forgetExports } from './forget-exports.ts';
import { forgetInMessage, forgetSearches } from './forget-mentions.ts';
import { forgetRecipients } from './forget-recipients.ts';
import { familyOf } from './readers/family.ts';
import { type Mentioned, mentionsOf } from './mentions.ts';
import type { Actor } from './message-access.ts';

/** Somebody who may erase, in the units whose messages they may erase. */
export interface Eraser {
  readonly actor: Actor;
  readonly name: string;
  readonly units: Units;
}

export interface ErasureDraft {
  readonly message: string;
  /** Ids of deliveries whose recipients are forgotten, while the others keep the message; absent: the whole message. */
  readonly deliveries?: readonly string[] | undefined;
  readonly reason: string;
  /** In one's own words; needed where the reason is `other`. They stay, so they name nobody. */
  readonly words?: string | undefined;
}

/** What became of what was asked for. Times are ISO 8601 UTC with microseconds. */
export interface Erasure {
  readonly id: string;
  /** When the content was erased for everybody; null: it was not. */
  readonly erasedAt: string | null;
  readonly deliveries: readonly {
    readonly id: string;
    readonly status: DeliveryStatus;
    readonly erasedAt: string | null;
  }[];
}

/**
 * Erases a message, or what is kept about some of its recipients: keys, content, openings of commitments, addresses, and
 * everything on its way. The events stay, and one more for each. What is erased already stays so: the answer is the same.
 * A running download ends within a second; blobs go by a job. With a recipient go those whom they let read it, or passed it on to.
 * Refuses: not_found, invalid (with the `field` to blame).
 */
export async function eraseMessage(ctx: Context, eraser: Eraser, draft: ErasureDraft): Promise<Erasure> {
  const { message, deliveries } = draft;
  if (!isUuid(message) || deliveries?.some((id) => !isUuid(id))) throw new Refusal('not_found');
  const grounds = readGrounds(draft);
  await again(() => ctx.db.transaction((tx) => erase(tx, eraser, message, deliveries, grounds)));
  ctx.wake();
  return readErasure(ctx.db, message, deliveries && (await familyOf(ctx.db, message, deliveries)));
}

/**
 * Erases again, in the caller's transaction, what a restored backup has brought back. `chosen`: deliveries of the message that
 * are there; absent: all of it.
 */
export const eraseAgain = (
  ctx: Context,
  tx: Queryable,
  message: string,
  chosen: readonly string[] | undefined,
): Promise<void> =>
  erase(tx, { actor: segl(ctx), name: ctx.settings.organisation, units: null }, message, chosen, {
    reason: 'other',
    words: 'It had been erased before a backup was restored.',
  });

async function erase(
  tx: Queryable,
  eraser: Eraser,
  message: string,
  chosen: readonly string[] | undefined,
  { reason, words }: ErasureGrounds,
): Promise<void> {
  await lockMessage(tx, eraser, message);
  const recipients = await lockRecipients(tx, message, chosen);
  const whole = chosen === undefined && !(await isErased(tx, message));
  if (words && mentionsOf(recipients)(words)) {
    throw new Refusal('invalid', 'Say it without naming the recipient: these words are kept.', {
      field: 'words',
    });
  }
  const fresh = recipients.filter(({ status }) => status !== 'erased');
  const ids = fresh.map(({ id }) => id);
  if (ids.length === 0 && !whole) return;
  await forgetRecipients(tx, message, ids);
  if (whole) await forgetContent(tx, message);
  else await forgetInMessage(tx, message, fresh);
  await forgetSearches(tx, fresh);
  await forgetBlocks(tx, fresh);
  const event = {
    actor: eraser.actor,
    details: { reason },
    personal: { name: eraser.name, ...(words ? { words } : {}) },
  };
  // On their way together: one after the other, two thousand would hold the locks for seconds.
  await Promise.all(ids.map((id) => recordEvent(tx, id, { ...event, type: 'delivery.erased' })));
  if (whole) await recordPlainEvent(tx, { ...event, type: 'message.erased', message });
  else await dropRaw(tx, message);
  await forgetExports(tx, message);
  await enqueueJob(tx, { kind: 'erase_leftovers', payload: { message } });
}

/** One erasure of a message at a time. */
async function lockMessage(tx: Queryable, { units }: Eraser, message: string): Promise<void> {
  const { rows } = await tx.query(
    `select from messages where id = $1 and ($2::uuid[] is null or unit_id = any ($2)) for no key update`,
    [message, units],
  );
  if (rows.length === 0) throw new Refusal('not_found');
}

interface Row extends Mentioned {
  readonly id: string;
  readonly status: DeliveryStatus;
}

async function lockRecipients(
  tx: Queryable,
  message: string,
  chosen: readonly string[] | undefined,
): Promise<Row[]> {
  const reached = chosen && (await familyOf(tx, message, chosen));
  if (chosen?.some((id) => !reached!.includes(id.toLowerCase()))) throw new Refusal('not_found');
  const { rows } = await tx.query<Row>(
    `select id, status, email, name, phone from deliveries
      where message_id = $1 and ($2::uuid[] is null or id = any ($2)) order by position for no key update`,
    [message, reached ?? null],
  );
  return rows;
}

async function isErased(tx: Queryable, message: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select from events where message = $1 and type = 'message.erased' limit 1`,
    [message],
  );
  return rows.length > 0;
}

async function readErasure(
  db: Queryable,
  message: string,
  chosen: readonly string[] | undefined,
): Promise<Erasure> {
  const { rows } = await db.query<{ at: string }>(
    `select at from events where message = $1 and type = 'message.erased'`,
    [message],
  );
  const { rows: stamps } = await db.query<Erasure['deliveries'][number]>(
    `select d.id, d.status, (select e.at from events e
        where e.delivery = d.id and e.type = 'delivery.erased') as "erasedAt"
      from deliveries d where d.message_id = $1 and ($2::uuid[] is null or d.id = any ($2)) order by d.position`,
    [message, chosen ?? null],
  );
  return { id: message, erasedAt: rows[0]?.at ?? null, deliveries: stamps };
}
