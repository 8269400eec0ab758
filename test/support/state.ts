import type { TestDatabase } from './database.ts';
import { until } from './process.ts';

/** What every request leaves behind, whoever sends it: the time of last use, counts of tries, work for later. */
const passing = ['last_seen_at', 'last_used_at', 'counted', 'batch'];
const restless = ['budgets', 'jobs', 'job_slots'];
/**
 * The log follows the events by itself, a moment later, as counts follow failures, batches tombstones, and the ladder notices;
 * whether there are new ones is seen in their own tables.
 */
const following = [
  'pending_events',
  'logs',
  'log_keys',
  'log_entries',
  'log_nodes',
  'failure_counts',
  'failure_domains',
  'failure_hours',
  'tombstone_batches',
  'ladder',
  'ladder_progress',
];

/** A digest of each table, by its name, so that a test can say which tables something has changed. */
export async function stateOf({ owner }: TestDatabase): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> all ($1) order by 1",
    [[...restless, ...following]],
  );
  const digests = tables.map(
    ({ name }) => `select '${name}' as name, md5(coalesce(string_agg(row, ' ' order by row), '')) as digest
      from (select (to_jsonb(t) - array['${passing.join("','")}'])::text as row from ${name} t) r`,
  );
  const { rows } = await owner.transaction(async (tx) => {
    // PostgreSQL 18 would start processes for it, which takes ten times as long as the digests do.
    await tx.query('set local max_parallel_workers_per_gather = 0');
    return tx.query<{ name: string; digest: string }>(digests.join(' union all '));
  });
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}

/** The tables in which two states differ. */
export const changedTables = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] => [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);

/** Until the work behind the doors has nothing to do that could change anything. Only where somebody works. */
export const idle = ({ owner }: TestDatabase): Promise<void> =>
  until('idle', 15, async () => {
    const { count } = await owner.query(
      'select from jobs where dead_at is null and (run_at <= now() or leased_until > now())',
    );
    return count === 0;
  });
