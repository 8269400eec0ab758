import type { CausesView } from '../../../../views/models/incidents.ts';
import type { CauseCount } from '../../../desk/incidents/incident-causes.ts';
import { type IncidentCause, incidentCauses } from '../../../message/incidents.ts';

/** Both axes of a drawing are so long. */
const axis = 1000;

/** Days, both included. */
export interface CausesPeriod {
  readonly from: string;
  readonly to: string;
}

/** A year, or the twelve months up to this one. */
export function causesPeriod(year: string, today: string): CausesPeriod {
  if (year !== '') return { from: `${year}-01-01`, to: `${year}-12-31` };
  const [now, month] = today.split('-').map(Number) as [number, number];
  const first = month === 12 ? `${now}-01` : `${now - 1}-${String(month + 1).padStart(2, '0')}`;
  return { from: `${first}-01`, to: today };
}

/** Counts with the bars that show them, a row for each cause that there was. */
export function causesView(period: CausesPeriod, counts: readonly CauseCount[]): CausesView {
  const months = monthsOf(period);
  const causes: readonly (IncidentCause | null)[] = [...incidentCauses, null];
  const rows = causes
    .map((cause) => ({
      cause,
      counts: months.map((month) =>
        sum(counts.filter((each) => each.cause === cause && each.month === month)),
      ),
    }))
    .filter((row) => row.counts.some((count) => count > 0));
  const highest = Math.max(0, ...rows.flatMap((row) => row.counts));
  const place = axis / months.length;
  return {
    months,
    rows: rows.map((row) => ({
      ...row,
      total: row.counts.reduce((all, count) => all + count, 0),
      bars: row.counts.map((count, at) => ({
        x: rounded(at * place + place / 20),
        y: rounded(axis - (count / highest) * axis),
        width: rounded(place * 0.9),
        height: rounded((count / highest) * axis),
      })),
    })),
    highest,
  };
}

const sum = (counts: readonly CauseCount[]): number => counts.reduce((all, { count }) => all + count, 0);

const rounded = (value: number): number => Math.round(value * 10) / 10;

function monthsOf({ from, to }: CausesPeriod): string[] {
  const months: string[] = [];
  let [year, month] = from.split('-').map(Number) as [number, number];
  for (let name = from.slice(0, 7); name <= to.slice(0, 7) && months.length < 24;) {
    months.push(name);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    name = `${year}-${String(month).padStart(2, '0')}`;
  }
  return months;
}
