import type { Context } from '../../delivery/context.ts';
import type { InboxKind } from '../../message/failures.ts';
import { earlierDays, hasGrown, recentDays, staleDays } from '../../message/failure-growth.ts';
import type { Units } from '../../message/rights.ts';
import { type FailureTerms, periodSql, termsSql } from './failure-terms.ts';

export const groupings = ['cause', 'system', 'domain', 'rule'] as const;
/** What failures are grouped by. `cause`: their kind and reason. */
export type Grouping = (typeof groupings)[number];

/** Open failures that have something in common. Of what they are not grouped by there is undefined. */
export interface FailureGroup {
  readonly kind?: InboxKind;
  readonly reason?: string | null;
  readonly system?: { readonly id: string; readonly name: string } | null;
  readonly domain?: string | null;
  readonly rule?: string | null;
  readonly open: number;
  /** When the first and the last of the open ones happened. */
  readonly first: string;
  readonly last: string;
  /** All that happened, closed or not, in the last 7 days, and in the 30 before. */
  readonly recent: number;
  readonly earlier: number;
  /** By the day (UTC), the oldest first: the 30 and the 7. */
  readonly days: readonly number[];
  readonly grew: boolean;
  /** Something has been open for more than seven days. */
  readonly stale: boolean;
}

const columns: Readonly<Record<Grouping, readonly string[]>> = {
  cause: ['about', 'reason'],
  system: ['system_id'],
  domain: ['domain'],
  rule: ['rule'],
};

/** Groups that one page shows. */
export const mostGroups = 200;

interface Row {
  readonly key: readonly (string | null)[];
  readonly name: string | null;
  readonly open: number;
  readonly first: string;
  readonly last: string;
  readonly stale: boolean;
}

/**
 * The open failures of some units by what they have in common: what has grown first, then the largest. Open ones are
 * counted as they stand; those of the weeks before come from the counts, so that a long history costs nothing.
 */
export async function groupFailures(
  { db, settings }: Context,
  units: Units,
  terms: FailureTerms,
  by: Grouping,
): Promise<readonly FailureGroup[]> {
  const key = `array[${columns[by].map((name) => `f.${name}::text`).join(', ')}]`;
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const { rows } = await db.query<Row>(
    `select g.*, s.name from (
        select ${key} as key, count(*)::int as open, min(f.at) as first, max(f.at) as last,
          min(f.at) < now() - interval '${staleDays} days' as stale
        from failures f where f.closed_at is null and ${termsSql('f', units, terms, bind)}
          and ${periodSql('f', terms, settings.timeZone, values)}
        group by 1 order by 2 desc, 1 limit ${mostGroups}) g
      ${by === 'system' ? 'left join systems s on s.id = g.key[1]::uuid' : 'cross join (select null as name) s'}`,
    values,
  );
  const days = await countDays(
    db,
    units,
    terms,
    by,
    rows.map((row) => row.key[0] ?? ''),
  );
  const groups = rows.map((row) => groupOf(by, row, days.get(JSON.stringify(row.key)) ?? []));
  return groups.sort((a, b) => Number(b.grew) - Number(a.grew) || b.open - a.open);
}

const span = recentDays + earlierDays;

/** How many there were on each of the last days, by the key of their group. `shown`: the domains, where it is by these. */
async function countDays(
  db: Context['db'],
  units: Units,
  terms: FailureTerms,
  by: Grouping,
  shown: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const { domain, ...others } = terms;
  const domains = by === 'domain' ? shown : domain === undefined ? null : [domain ?? ''];
  const where = [
    `c.day > (now() at time zone 'UTC')::date - ${span}`,
    termsSql('c', units, others, bind),
    ...(domains ? [`c.domain = any (${bind(domains)}::text[])`] : []),
  ];
  const key = columns[by].map((name) => (name === 'domain' ? `nullif(c.domain, '')` : `c.${name}::text`));
  const { rows } = await db.query<{ key: string[]; ago: number; count: number }>(
    `select array[${key.join(', ')}] as key, (now() at time zone 'UTC')::date - c.day as ago, sum(c.count)::int as count
      from ${domains ? 'failure_domains' : 'failure_counts'} c where ${where.join(' and ')} group by 1, 2`,
    values,
  );
  const found = new Map<string, number[]>();
  for (const { key, ago, count } of rows) {
    const name = JSON.stringify(key);
    const days = found.get(name) ?? new Array<number>(span).fill(0);
    found.set(name, days);
    if (ago >= 0) days[span - 1 - ago] = count;
  }
  return found;
}

function groupOf(by: Grouping, row: Row, counted: readonly number[]): FailureGroup {
  const days = counted.length > 0 ? counted : new Array<number>(span).fill(0);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
  const recent = sum(days.slice(earlierDays));
  const earlier = sum(days.slice(0, earlierDays));
  const [first = null, second = null] = row.key;
  const { open, first: begun, last, stale } = row;
  const facts = { open, first: begun, last, stale, recent, earlier, days, grew: hasGrown(recent, earlier) };
  switch (by) {
    case 'cause':
      return { kind: first as InboxKind, reason: second, ...facts };
    case 'system':
      return { system: first === null ? null : { id: first, name: row.name ?? '' }, ...facts };
    case 'domain':
      return { domain: first, ...facts };
    case 'rule':
      return { rule: first, ...facts };
  }
}
