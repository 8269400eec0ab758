import type { Queryable } from '../evidence/ports.ts';
import type { MisdeliveryReason } from '../message/misdeliveries.ts';

/** What somebody with the link said last: why the message is not for them. `undefined`: nothing. */
export async function lastReport(db: Queryable, delivery: string): Promise<MisdeliveryReason | undefined> {
  const { rows } = await db.query<{ reason: MisdeliveryReason }>(
    'select reason from misdeliveries where delivery_id = $1 order by reported_at desc limit 1',
    [delivery],
  );
  return rows[0]?.reason;
}
