import type { Queryable } from '../evidence/ports.ts';
import { blockPatternsFor } from '../guard/block-pattern.ts';

/** Of these addresses those to which a unit sends nothing, because it or the whole organisation has blocked them. */
export async function blockedAmong(
  db: Queryable,
  unit: string,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const patterns = new Map(addresses.map((address) => [address, blockPatternsFor(address)]));
  const asked = [...new Set([...patterns.values()].flat())];
  if (asked.length === 0) return new Set();
  const { rows } = await db.query<{ pattern: string }>({
    name: 'find-blocks',
    text: `select pattern from blocks
      where pattern = any ($1) and lifted_at is null and (unit_id = $2 or unit_id is null)`,
    values: [asked, unit],
  });
  if (rows.length === 0) return new Set();
  const standing = new Set(rows.map(({ pattern }) => pattern));
  return new Set(addresses.filter((address) => patterns.get(address)!.some((each) => standing.has(each))));
}
