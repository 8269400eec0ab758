import type { Context } from '../../delivery/context.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Units } from '../../message/rights.ts';
import { checkPeriod, isDate } from './period.ts';

/** How long an opening took, from the sealing for the recipient to the first opening. The last: it has not come yet. */
export const openingSpans = ['hour', 'four_hours', 'day', 'three_days', 'week', 'later', 'not_yet'] as const;
export type OpeningSpan = (typeof openingSpans)[number];

export type ChartStep = 'day' | 'week' | 'month';

export interface EvidenceChart {
  readonly step: ChartStep;
  /** Each begins with the day `from`; empty ones are there too. What happened in it, whenever it was sent. */
  readonly buckets: readonly {
    readonly from: string;
    readonly sent: number;
    readonly received: number;
    readonly opened: number;
  }[];
  /** Of the deliveries that were sent in the period, as they stand now. */
  readonly spans: Readonly<Record<OpeningSpan, number>>;
}

/** Days, both included. */
export interface ChartPeriod {
  readonly from: string;
  readonly to: string;
}

const day = 86_400_000;
/** Days of the longest period: some 120 bars of a month. */
const mostDays = 3660;

const daysOf = ({ from, to }: ChartPeriod): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day) + 1;

const stepOf = (period: ChartPeriod): ChartStep => {
  const days = daysOf(period);
  return days <= 31 ? 'day' : days <= 200 ? 'week' : 'month';
};

/** Today and the twenty-nine days before it, in a time zone. */
export function lastMonth(timeZone: string, now: Date = new Date()): ChartPeriod {
  const to = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
  return { from: new Date(Date.parse(`${to}T00:00:00Z`) - 29 * day).toISOString().slice(0, 10), to };
}

/** Refuses invalid, naming the `field`. */
export function checkChartPeriod(period: ChartPeriod): void {
  for (const field of ['from', 'to'] as const) {
    if (!isDate(period[field]))
      throw new Refusal('invalid', `“${field}” must be a day such as 2026-02-28.`, { field });
  }
  checkPeriod(period);
  if (daysOf(period) > mostDays)
    throw new Refusal('invalid', 'The period is longer than ten years.', { field: 'from' });
}

/** Milliseconds for which a chart is shown again as it was: it goes through all events of its period. */
const keptFor = 60_000;
/** Milliseconds of each of a chart's two questions. */
const mostMilliseconds = 15_000;
const kept = new WeakMap<
  Context['db'],
  Map<string, { readonly at: number; readonly chart: Promise<EvidenceChart> }>
>();

/** Nothing was counted. */
export const emptyChart: EvidenceChart = {
  step: 'day',
  buckets: [],
  spans: { hour: 0, four_hours: 0, day: 0, three_days: 0, week: 0, later: 0, not_yet: 0 },
};

/**
 * What happened in a period in the messages of some units, in numbers alone. Refuses invalid. Throws `Unavailable` also where
 * it is more than is counted for one look.
 */
export async function readChart(ctx: Context, units: Units, period: ChartPeriod): Promise<EvidenceChart> {
  checkChartPeriod(period);
  const now = performance.now();
  const charts = kept.get(ctx.db) ?? new Map();
  kept.set(ctx.db, charts);
  for (const [key, { at }] of charts) if (now - at > keptFor) charts.delete(key);
  const key = JSON.stringify([units, period.from, period.to]);
  const known = charts.get(key);
  if (known) return known.chart;
  const chart = countEvents(ctx, units, period);
  charts.set(key, { at: now, chart });
  chart.catch(() => charts.delete(key));
  return chart;
}

async function countEvents(
  { db, settings }: Context,
  units: Units,
  period: ChartPeriod,
): Promise<EvidenceChart> {
  const step = stepOf(period);
  const values = [period.from, period.to, settings.timeZone, units];
  const since = '$1::date::timestamp at time zone $3';
  const happened = `e.at >= ${since} and e.at < ($2::date + 1)::timestamp at time zone $3
    and ($4::uuid[] is null or e.message in (select id from messages where unit_id = any ($4)))`;
  // One snapshot, so that the two tell of the same events; and no more than so much work for anybody's look.
  const [counts, spans] = await db.transaction(async (tx) => {
    await tx.query(`set local work_mem = '64MB'`);
    await tx.query(`set local statement_timeout = ${mostMilliseconds}`);
    return [
      await tx.query<{ day: string; type: string; count: number }>(
        `select (e.at at time zone $3)::date::text as day, e.type, count(*) from events e
          where ${happened} and e.type in ('delivery.available', 'delivery.notice_confirmed', 'delivery.opened')
          group by (e.at at time zone $3)::date, e.type`,
        values,
      ),
      // A delivery is opened once; what follows is reopened.
      await tx.query<{ span: OpeningSpan; count: number }>(
        `select case when o.at is null then 'not_yet' when o.at - e.at < interval '1 hour' then 'hour'
            when o.at - e.at < interval '4 hours' then 'four_hours' when o.at - e.at < interval '24 hours' then 'day'
            when o.at - e.at < interval '72 hours' then 'three_days' when o.at - e.at < interval '168 hours' then 'week'
            else 'later' end as span, count(*)
          from events e left join events o on o.delivery = e.delivery and o.type = 'delivery.opened' and o.at >= ${since}
          where ${happened} and e.type = 'delivery.available' group by 1`,
        values,
      ),
    ];
  });
  const buckets = new Map(
    bucketsOf(period, step).map((from) => [from, { from, sent: 0, received: 0, opened: 0 }]),
  );
  for (const { day, type, count } of counts.rows) buckets.get(bucketOf(day, step))![nameOf[type]!] += count;
  const bySpan = new Map(spans.rows.map(({ span, count }) => [span, count]));
  return {
    step,
    buckets: [...buckets.values()],
    spans: Object.fromEntries(
      openingSpans.map((span) => [span, bySpan.get(span) ?? 0]),
    ) as EvidenceChart['spans'],
  };
}

const nameOf: Readonly<Record<string, 'sent' | 'received' | 'opened'>> = {
  'delivery.available': 'sent',
  'delivery.notice_confirmed': 'received',
  'delivery.opened': 'opened',
};

/** The first day of the step in which a day lies; weeks begin on Mondays (ISO 8601). */
function bucketOf(day: string, step: ChartStep): string {
  if (step === 'day') return day;
  if (step === 'month') return `${day.slice(0, 7)}-01`;
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}

/** The first days of all steps that a period touches. */
function bucketsOf({ from, to }: ChartPeriod, step: ChartStep): string[] {
  const at = new Date(`${bucketOf(from, step)}T00:00:00Z`);
  const days: string[] = [];
  for (;;) {
    const text = at.toISOString().slice(0, 10);
    if (text > to) return days;
    days.push(text);
    if (step === 'month') at.setUTCMonth(at.getUTCMonth() + 1);
    else at.setUTCDate(at.getUTCDate() + (step === 'week' ? 7 : 1));
  }
}
