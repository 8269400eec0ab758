import { Refusal } from '../../message/refusals.ts';

const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;

/** Whether a text is a day of the calendar, as `2026-02-28`. */
export function isDate(text: string): boolean {
  if (!date.test(text) || text < '0001') return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

/** From the beginning of a day, or an instant, to the end of a day, or before an instant. Absent: without bound. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Checks a period: days as `2026-02-28`, or instants of RFC 3339. Refuses invalid, naming the `field`: what is neither, and
 * a period that ends before it begins.
 */
export function checkPeriod({ from, to }: Period): void {
  for (const [field, text] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const isInstant = () => text !== undefined && instant.test(text) && isDate(text.slice(0, 10));
    if (text !== undefined && !isDate(text) && !isInstant()) {
      throw new Refusal(
        'invalid',
        `“${field}” must be a day such as 2026-02-28, or a time such as 2026-02-28T12:00:00Z.`,
        {
          field,
        },
      );
    }
  }
  if (from === undefined || to === undefined) return;
  const isSooner = isDate(from) && isDate(to) ? to < from : momentOf(to, true) < momentOf(from, false);
  if (isSooner) throw new Refusal('invalid', 'The period ends before it begins.', { field: 'to' });
}

/** Only as good as comparing needs: a day is counted in UTC, and up to its end where it is the last. */
const momentOf = (text: string, isEnd: boolean): number =>
  isDate(text) ? Date.parse(`${text}T00:00:00Z`) + (isEnd ? 38 : -14) * 3_600_000 : Date.parse(text);

/** SQL for the first instant of a period. `$index`: what stands in it, or null; `zone`: whose days they are. */
export const fromSql = (index: number, zone: string): string =>
  `(case when length($${index}::text) = 10 then $${index}::text::date::timestamp at time zone ${zone}
    else $${index}::text::timestamptz end)`;

/** SQL for the first instant after a period. */
export const toSql = (index: number, zone: string): string =>
  `(case when length($${index}::text) = 10 then ($${index}::text::date + 1)::timestamp at time zone ${zone}
    else $${index}::text::timestamptz end)`;
