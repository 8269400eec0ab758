import type { Context } from '../../delivery/context.ts';
import type { Closing, InboxKind } from '../../message/failures.ts';
import { isUuid } from '../../message/ids.ts';
import type { Units } from '../../message/rights.ts';
import { type FailureTerms, periodSql, termsSql } from './failure-terms.ts';

/** One bad outcome. Times are ISO 8601 UTC with microseconds. */
export interface Failure {
  readonly id: string;
  readonly kind: InboxKind;
  /** A code of ours, of a server or of a provider; of given-up work its kind. */
  readonly reason: string | null;
  readonly at: string;
  /** Null: there is none, or the mail was refused whole. */
  readonly message: string | null;
  readonly delivery: string | null;
  readonly recipient: string | null;
  readonly domain: string | null;
  readonly rule: string | null;
  readonly system: { readonly id: string; readonly name: string } | null;
  /** Name of the unit; null: the whole organisation's. */
  readonly unit: string | null;
  /** Of given-up work: what it failed with, and whether it can be tried again. */
  readonly error: string | null;
  readonly repeatable: boolean;
  /** Null: it is open. */
  readonly closed: Closed | null;
}

export interface Closed {
  readonly at: string;
  readonly how: Closing;
  readonly word: string | null;
  /** Who closed it; null: nobody, it was put right. */
  readonly by: string | null;
}

export interface FailurePage {
  /** Newest first; of closed ones those that were closed last. */
  readonly rows: readonly Failure[];
  /** Where to go on; absent: there is no more. */
  readonly next?: string;
}

type Row = Omit<Failure, 'system' | 'closed'> & {
  readonly systemId: string | null;
  readonly systemName: string | null;
  readonly closedAt: string | null;
  readonly closing: Closing;
  readonly word: string | null;
  readonly by: string | null;
};

/** A page of the failures of some units, open or closed. `after`: the `next` of the page before; any other text is none. */
export async function listFailures(
  { db, settings }: Context,
  units: Units,
  terms: FailureTerms,
  { open, after, limit }: { open: boolean; after?: string | undefined; limit: number },
): Promise<FailurePage> {
  const values: unknown[] = [limit + 1];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const order = open ? 'at' : 'closed_at';
  const where = [
    `f.closed_at is ${open ? '' : 'not '}null`,
    termsSql('f', units, terms, bind),
    periodSql('f', terms, settings.timeZone, values),
  ];
  const [, at, id] = after?.match(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f-]{36})$/) ?? [];
  if (at && id && isUuid(id)) {
    where.push(`(f.${order}, f.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`);
  }
  const { rows } = await db.query<Row>(
    `select f.id, f.about as kind, f.reason, f.at, m.id as message, f.delivery_id as delivery, f.recipient, f.domain, f.rule,
        s.id as "systemId", s.name as "systemName", u.name as unit, f.error, f.repeatable,
        f.closed_at as "closedAt", f.closing, f.word, coalesce(p.name, c.name) as by
      from (select * from failures f where ${where.join(' and ')} order by f.${order} desc, f.id desc limit $1) f
        left join messages m on m.id = f.message_id
        left join systems s on s.id = f.system_id
        left join units u on u.id = f.unit_id
        left join people p on p.id = f.closed_by
        left join systems c on c.id = f.closed_by
      order by f.${order} desc, f.id desc`,
    values,
  );
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit).map(failureOf),
    ...(rows.length > limit && last ? { next: `${open ? last.at : last.closedAt}_${last.id}` } : {}),
  };
}

const failureOf = ({ systemId, systemName, closedAt, closing, word, by, ...row }: Row): Failure => ({
  ...row,
  system: systemId === null ? null : { id: systemId, name: systemName! },
  closed: closedAt === null ? null : { at: closedAt, how: closing, word, by },
});
