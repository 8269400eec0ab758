import type { Context } from '../../delivery/context.ts';
import type { Sums } from './count-evidence.ts';

/** What a count found. Times are ISO 8601 UTC with microseconds. */
export interface Reconciliation extends Sums {
  readonly id: string;
  readonly madeAt: string;
}

/** A count that somebody asked for, or that is due, and that has not come to its end. */
export interface CountUnderWay {
  readonly id: string;
  readonly askedAt: string;
  readonly counted: number;
  readonly total: number;
}

export interface Reconciliations {
  /** Null: nothing was ever counted. */
  readonly newest: Reconciliation | null;
  readonly underWay: CountUnderWay | null;
  /** The last ones, the newest first. */
  readonly earlier: readonly Pick<Reconciliation, 'id' | 'madeAt' | 'deliveries' | 'differences'>[];
}

const shown = 14;

export async function readReconciliations({ db }: Pick<Context, 'db'>): Promise<Reconciliations> {
  const [made, underWay] = await Promise.all([
    db.query<Reconciliation>(
      `select id, made_at as "madeAt", messages, deliveries, states, differences, findings
        from reconciliations where made_at is not null order by made_at desc limit ${shown}`,
    ),
    // Its job is still there; a count that was given up has none.
    db.query<CountUnderWay>(
      `select id, asked_at as "askedAt", counted, total from reconciliations
        where made_at is null and asked_at > now() - interval '1 day'
          and exists (select from jobs where kind = 'reconcile' and dead_at is null)
        order by asked_at desc limit 1`,
    ),
  ]);
  const [newest] = made.rows;
  return { newest: newest ?? null, underWay: underWay.rows[0] ?? null, earlier: made.rows };
}
