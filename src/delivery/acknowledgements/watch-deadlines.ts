import type { Queryable } from '../../evidence/ports.ts';
import { recordEvents } from '../../evidence/record-events.ts';
import type { IfMissed } from '../../message/acknowledgements.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { segl } from '../actors.ts';
import { again } from '../again.ts';
import type { Context } from '../context.ts';
import type { Handler } from '../job-types.ts';
import { recallDeliveries } from '../recall-deliveries.ts';
import { recordFailure } from '../record-failure.ts';
import { lives } from '../standing.ts';

const batch = 100;

/** Each minute: notes once who has neither signed nor declined by the sender's deadline, tells the sender, and recalls where they asked for it. */
export const watchDeadlines =
  (ctx: Context): Handler =>
  async () => {
    for (;;) {
      const { rows } = await ctx.db.query<{ message: string }>(
        `select message_id as message from message_terms
          where due_at <= now() and missed_at is null order by due_at limit ${batch}`,
      );
      for (const { message } of rows) await again(() => noteMissed(ctx, message));
      if (rows.length > 0) ctx.wake();
      if (rows.length < batch) return;
    }
  };

const noteMissed = (ctx: Context, message: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    // As a recall: one after the other with whatever adds a recipient.
    await tx.query('select from messages where id = $1 for share', [message]);
    const { rows: terms } = await tx.query<{ asks: boolean; ifMissed: IfMissed }>(
      `update message_terms set missed_at = clock_timestamp() where message_id = $1 and missed_at is null
        returning moment is not null as asks, if_missed as "ifMissed"`,
      [message],
    );
    if (!terms[0]?.asks) return;
    const waiting = await lockWaiting(tx, message);
    const ids = waiting.map(({ id }) => id);
    const actor = segl(ctx);
    await recordEvents(tx, {
      type: 'delivery.signature_missed',
      actor,
      deliveries: ids.map((id) => ({ id, details: { then: terms[0]!.ifMissed } })),
    });
    if (terms[0].ifMissed === 'recall' && ids.length > 0) {
      await recallDeliveries(ctx, tx, message, waiting, {
        actor,
        name: null,
        reason: 'not_signed',
        words: '',
      });
    }
    // After the recall, which would otherwise seem to have put it right.
    for (const id of ids) await recordFailure(tx, id, 'signature_missed');
  });

/** Those who are asked to sign, and could still answer. */
async function lockWaiting(
  tx: Queryable,
  message: string,
): Promise<readonly { id: string; status: DeliveryStatus }[]> {
  const { rows } = await tx.query<{ id: string; status: DeliveryStatus }>(
    `select d.id, d.status from deliveries d
      where d.message_id = $1 and ${lives} and d.expires_at > now() and d.parted is distinct from 'reader'
      order by d.position for no key update`,
    [message],
  );
  return rows;
}
