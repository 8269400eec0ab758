import type { Context } from '../../delivery/context.ts';
import { type IncidentKeeper, keptSql } from './keeper.ts';

/** The years that have numbers, newest first. */
export async function incidentYears({ db }: Context, { units }: IncidentKeeper): Promise<number[]> {
  const { rows } = await db.query<{ year: number }>(
    `select distinct i.year from incidents i where ${keptSql('i.unit_id', 1)} order by i.year desc`,
    [units],
  );
  return rows.map(({ year }) => year);
}
