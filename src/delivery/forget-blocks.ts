import type { Queryable } from '../evidence/ports.ts';
import { blockPatternsFor } from '../guard/block-pattern.ts';
import type { Mentioned } from './mentions.ts';

/**
 * Forgets blocks of these people's addresses that were lifted, and what their events disclose, where nothing else is kept
 * under the address. A block that stands stays with its address: else they would be written to again.
 */
export async function forgetBlocks(tx: Queryable, people: readonly Mentioned[]): Promise<void> {
  const addresses = people.flatMap(({ email }) => blockPatternsFor(email).slice(0, 1));
  if (addresses.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    `delete from blocks b where b.pattern = any ($1::text[]) and b.lifted_at is not null
        and not exists (select from deliveries d where lower(d.email) = b.pattern)
        and not exists (select from blocks s where s.pattern = b.pattern and s.lifted_at is null)
      returning b.id`,
    [addresses],
  );
  if (rows.length === 0) return;
  await tx.query(
    `delete from event_fields f using events e
      where e.id = f.event and e.message is null and e.type in ('block.made', 'block.lifted')
        and e.details ->> 'subject' = any ($1::text[])`,
    [rows.map(({ id }) => id)],
  );
}
