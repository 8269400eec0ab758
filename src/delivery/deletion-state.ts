import type { Queryable } from '../evidence/ports.ts';
import { deletionAsked } from './code-purposes.ts';
import { limits } from './limits.ts';

/**
 * How far it has come that a recipient deletes what they had opened before it was recalled. `exhausted`: too many wrong
 * codes, so that no answer can be given on the page any more; `undefined`: nobody has asked.
 */
export type DeletionState = 'asked' | 'exhausted' | 'confirmed';

export async function deletionState(db: Queryable, delivery: string): Promise<DeletionState | undefined> {
  const { rows } = await db.query<{ confirmed: boolean; exhausted: boolean }>({
    name: 'deletion-state',
    text: `select exists (select from events e where e.delivery = d.id and e.type = 'delivery.deletion_confirmed') as confirmed,
        d.wrong_tries >= ${limits.triesBeforeLock} * (d.unlocks + 1) as exhausted
      from deliveries d where d.id = $1 and ${deletionAsked}`,
    values: [delivery],
  });
  const row = rows[0];
  if (!row) return undefined;
  if (row.confirmed) return 'confirmed';
  return row.exhausted ? 'exhausted' : 'asked';
}
