import type { Queryable } from '../../evidence/ports.ts';
import { recordEvent } from '../../evidence/record-event.ts';
import { segl } from '../actors.ts';
import type { Context } from '../context.ts';
import { destroyWraps } from '../destroy-wraps.ts';

/** Has a delivery that was answered lose its seal when its time is over, in the transaction of the answer. */
export const planExpiry = (tx: Queryable, delivery: string) =>
  tx.query(
    `insert into answered_expiries (delivery_id, expires_at) select id, expires_at from deliveries where id = $1
      on conflict (delivery_id) do nothing`,
    [delivery],
  );

/** Ends the reading of answered deliveries whose time is over; that they were answered stays. Gives how many there were. */
export const expireAnswered = (ctx: Context, batch: number): Promise<number> =>
  ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; message: string; status: string }>(
      `select d.id, d.message_id as message, d.status from answered_expiries x join deliveries d on d.id = x.delivery_id
        where x.expires_at <= now() order by x.expires_at limit ${batch} for no key update of d skip locked`,
    );
    for (const { id, message, status } of rows) {
      // What was locked, recalled or erased meanwhile has its own end.
      if (status === 'acknowledged' || status === 'declined') {
        await recordEvent(tx, id, { type: 'delivery.expired', actor: segl(ctx) });
        await destroyWraps(tx, message, [id], 'expired');
        await tx.query('delete from session_deliveries where delivery_id = $1', [id]);
      }
      await tx.query('delete from answered_expiries where delivery_id = $1', [id]);
    }
    return rows.length;
  });
