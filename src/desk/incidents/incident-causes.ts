import type { Context } from '../../delivery/context.ts';
import type { IncidentCause, IncidentOrigin } from '../../message/incidents.ts';
import { checkPeriod, fromSql, type Period, toSql } from '../evidence/period.ts';
import { type IncidentKeeper, keptSql } from './keeper.ts';

/** Incidents of one month, cause and origin. */
export interface CauseCount {
  /** Of the awareness, in the organisation's own time: `2026-11`. */
  readonly month: string;
  /** Null: not yet known. */
  readonly cause: IncidentCause | null;
  readonly origin: IncidentOrigin;
  readonly count: number;
}

/** What went wrong, month by month. `from` and `to` are days. Refuses invalid. */
export async function incidentCauses(
  { db, settings }: Context,
  { units }: IncidentKeeper,
  period: Period,
): Promise<CauseCount[]> {
  checkPeriod(period);
  const { rows } = await db.query<CauseCount>(
    `select to_char(i.aware_at at time zone $2, 'YYYY-MM') as month, i.cause, i.origin, count(*) as count
      from incidents i where ${keptSql('i.unit_id', 1)}
        and ($3::text is null or i.aware_at >= ${fromSql(3, '$2')})
        and ($4::text is null or i.aware_at < ${toSql(4, '$2')})
      group by 1, 2, 3 order by 1, 2 nulls last, 3`,
    [units, settings.timeZone, period.from ?? null, period.to ?? null],
  );
  return rows;
}
