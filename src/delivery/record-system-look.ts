import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { Refusal } from '../message/refusals.ts';
import type { Context } from './context.ts';
import { oneLine, reasonLength } from './look-at-message.ts';

/**
 * Records that a system reads a message that is not its own: once an hour, so that one that asks again and again does
 * not flood the evidence, however many of its requests come at once. `reason`: what it gave, if anything.
 * Refuses invalid (a reason too long).
 */
export async function recordSystemLook(
  { db }: Context,
  system: string,
  message: string,
  reason: string | undefined,
): Promise<void> {
  const because = oneLine(reason ?? '');
  if ([...because].length > reasonLength.most) {
    const sentence = `The header Segl-Reason holds at most ${reasonLength.most} characters.`;
    throw new Refusal('invalid', sentence, { field: 'Segl-Reason' });
  }
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`look ${system} ${message}`]);
    const { rows } = await tx.query(
      `select from events where message = $1 and at > now() - interval '1 hour'
        and type = 'message.looked_at' and actor_id = $2 limit 1`,
      [message, system],
    );
    if (rows.length > 0) return;
    await recordPlainEvent(tx, {
      type: 'message.looked_at',
      actor: { kind: 'system', id: system },
      message,
      details: { kind: 'system' },
      personal: { reason: because || null },
    });
  });
}
