import { isDate } from '../evidence/period.ts';
import { invalidField } from './invalid-field.ts';

const local = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/;
const day = 24 * 3_600_000;

/**
 * The instant that a clock on the wall of this zone shows as `YYYY-MM-DDTHH:mm`. Of an hour that comes twice, in autumn, it is
 * the first, so that a deadline never lies too late. `stands` is given back, seconds and all, where it reads the same.
 * Refuses invalid, with this `field`: no such text, and an hour that is skipped in spring (`problem` is skipped_hour).
 */
export function localInstant(
  text: string,
  timeZone: string,
  { field = 'awareAt', stands }: { field?: string; stands?: string | null } = {},
): string {
  const [, date, hour, minute] = local.exec(text) ?? [];
  if (!date || !isDate(date) || date < '1900') {
    throw invalidField(field, 'no_time', `“${field}” must be a time such as 2026-11-22T09:30.`);
  }
  if (stands && localTime(stands, timeZone) === text) return stands;
  const asUtc = Date.parse(`${date}T${hour}:${minute}:00Z`);
  // What the clock was set to a day before and after: between them lies at most one change.
  const found = [-day, day]
    .map((distance) => asUtc - offsetAt(asUtc + distance, timeZone))
    .filter((at) => localTime(new Date(at).toISOString(), timeZone) === text);
  if (found.length === 0) {
    throw invalidField(field, 'skipped_hour', 'The clocks skip this hour on that day. Give another time.');
  }
  return new Date(Math.min(...found)).toISOString();
}

/** An instant as the clocks of this zone show it, to the minute: `YYYY-MM-DDTHH:mm`. */
export function localTime(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16);
}

/** Milliseconds by which local time is ahead of UTC at an instant. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)!.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
