import type { PersonalFields } from '../evidence/commitment.ts';
import type { Queryable } from '../evidence/ports.ts';
import { type Details, recordEvent } from '../evidence/record-event.ts';
import { segl } from './actors.ts';
import { deletionAwaited } from './code-purposes.ts';
import type { Context } from './context.ts';
import { recordFailure } from './record-failure.ts';
import { lives } from './standing.ts';

interface LostNotice {
  readonly delivery: string;
  /** Of a later notice than the first: it undoes nothing, for the first was taken. */
  readonly reminder: boolean;
  /** `undeliverable`: no server took it in all its tries. */
  readonly reason: 'refused' | 'undeliverable';
  readonly details: Details;
  readonly personal: PersonalFields;
}

/**
 * Records that a notice reached nobody, and notes it for a mail to the sender: while the delivery waits to be opened, or for
 * the word of a wrong recipient that it is deleted, and once in 24 hours, since servers repeat themselves and a refused hand-over may be followed by a report of it.
 */
export async function recordLostNotice(
  ctx: Context,
  tx: Queryable,
  { delivery, reminder, reason, details, personal }: LostNotice,
): Promise<void> {
  const { rows } = await tx.query<{ waits: boolean }>(
    `select ${lives} and d.opened_seq is null or ${deletionAwaited} as waits from deliveries d where d.id = $1 for no key update`,
    [delivery],
  );
  if (!rows[0]) return;
  await recordEvent(tx, delivery, {
    type: 'delivery.notice_failed',
    actor: segl(ctx),
    details,
    reason,
    ...(reminder ? { status: null } : {}),
    personal,
  });
  if (!rows[0].waits) return;
  const told = await tx.query(
    `select from failures f join deliveries d on d.message_id = f.message_id
      where d.id = $1 and f.delivery_id = d.id and f.about in ('bounced', 'notice_dead')
        and f.at > clock_timestamp() - interval '24 hours' limit 1`,
    [delivery],
  );
  if (told.rows.length === 0)
    await recordFailure(tx, delivery, reason === 'refused' ? 'bounced' : 'notice_dead', reason);
}
