import type { Queryable } from '../evidence/ports.ts';
import type { Ending } from './find-delivery.ts';

/** When a delivery ended in this way, from its events; `undefined`: no event says so (yet). */
export async function endedAt(db: Queryable, delivery: string, ending: Ending): Promise<string | undefined> {
  const { rows } = await db.query<{ at: string }>(
    'select at from events where delivery = $1 and type = $2 order by seq desc limit 1',
    [delivery, `delivery.${ending}`],
  );
  return rows[0]?.at;
}
