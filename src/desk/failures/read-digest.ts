import type { Context } from '../../delivery/context.ts';
import type { InboxKind } from '../../message/failures.ts';
import type { DigestFacts } from '../../message/mail-facts.ts';
import { type FailureGroup, groupFailures } from './group-failures.ts';

/** What other parts add to the daily mail. */
export interface DigestParts {
  /** Addresses and domains of which nothing is ever opened, as a line may name them. */
  readonly silent?: (ctx: Context) => Promise<DigestFacts['silent']>;
  /** The last count of everything; null: none was made. */
  readonly sums?: (ctx: Context) => Promise<DigestFacts['sums']>;
}

/** Groups that a mail names. */
const named = 10;

type Read = Pick<
  DigestFacts,
  'open' | 'fresh' | 'closed' | 'oldest' | 'kinds' | 'grown' | 'stale' | 'silent' | 'sums'
>;

/** How the inbox of the whole organisation stands, without an address of anybody. */
export async function readDigest(ctx: Context, { silent, sums }: DigestParts): Promise<Read> {
  const { rows } = await ctx.db.query<{
    kind: InboxKind;
    open: number;
    fresh: number;
    oldest: string | null;
  }>(
    `select about as kind, sum(open)::int as open, sum(fresh)::int as fresh, min(oldest) as oldest from (
        select about, count(*) as open, 0 as fresh, min(at) as oldest from failures where closed_at is null group by 1
        union all
        select about, 0, count(*), null from failures where at > now() - interval '24 hours' group by 1) each
      group by 1 order by 2 desc, 3 desc, 1`,
  );
  const { rows: ended } = await ctx.db.query<{ closed: number }>(
    `select count(*)::int as closed from failures where closed_at > now() - interval '24 hours'`,
  );
  const groups = await groupFailures(ctx, null, {}, 'cause');
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
  return {
    open: sum(rows.map(({ open }) => open)),
    fresh: sum(rows.map(({ fresh }) => fresh)),
    closed: ended[0]!.closed,
    oldest: rows.flatMap(({ oldest }) => oldest ?? []).sort()[0] ?? null,
    kinds: rows.map(({ kind, open, fresh }) => ({ kind, open, fresh })),
    grown: groups
      .filter(({ grew }) => grew)
      .slice(0, named)
      .map(groupOf),
    stale: groups
      .filter(({ stale }) => stale)
      .slice(0, named)
      .map(groupOf),
    silent: (await silent?.(ctx)) ?? [],
    sums: (await sums?.(ctx)) ?? null,
  };
}

const groupOf = ({ kind, reason, open, recent, earlier }: FailureGroup) => ({
  kind: kind!,
  reason: reason ?? null,
  open,
  recent,
  earlier,
});
