/**
 * When somebody can be expected to read and to answer: 8 to 16 on working days, in the organisation's own time zone. Holidays
 * are known for Denmark and Sweden, as offices keep them; elsewhere only weekends are free.
 */
export interface WorkCalendar {
  readonly timeZone: string;
  isWorkday(day: Day): boolean;
}

/** A day of the Gregorian calendar; months from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const opensAt = 8;
const closesAt = 16;
const hourMs = 3_600_000;

/** `country`: ISO 3166-1 alpha-2; `timeZone`: IANA name. */
export function workCalendar(country: string, timeZone: string): WorkCalendar {
  const free = holidays[country];
  return {
    timeZone,
    isWorkday: (day) => weekdayOf(day) % 6 !== 0 && !free?.(day.year).has(keyOf(day)),
  };
}

/** The instant at which so many working hours have passed. */
export function addWorkingHours(from: Date, hours: number, calendar: WorkCalendar): Date {
  let left = hours * hourMs;
  for (let day = dayOf(from, calendar.timeZone); ; day = shift(day, 1)) {
    if (!calendar.isWorkday(day)) continue;
    const begin = Math.max(from.getTime(), instantOf(day, opensAt, calendar.timeZone));
    const here = instantOf(day, closesAt, calendar.timeZone) - begin;
    if (here < 0) continue;
    if (left <= here) return new Date(begin + left);
    left -= here;
  }
}

/**
 * The latest instant from which so many working days have passed: at the same time of day, or at the close of the last working
 * day where now is none.
 */
export function workingDaysBefore(now: Date, days: number, calendar: WorkCalendar): Date {
  const { timeZone } = calendar;
  let day = dayOf(now, timeZone);
  let intoDay = now.getTime() - instantOf(day, 0, timeZone);
  if (!calendar.isWorkday(day)) {
    while (!calendar.isWorkday(day)) day = shift(day, -1);
    intoDay = closesAt * hourMs;
  }
  for (let left = days; left > 0;) {
    day = shift(day, -1);
    if (calendar.isWorkday(day)) left -= 1;
  }
  return new Date(instantOf(day, 0, timeZone) + intoDay);
}

/** The day that a clock on the wall shows. */
export function dayOf(instant: Date, timeZone: string): Day {
  const { year, month, day } = wallClock(instant.getTime(), timeZone);
  return { year, month, day };
}

const keyOf = ({ month, day }: Day): number => month * 100 + day;
const utcOf = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day);
/** 0 is Sunday. */
const weekdayOf = (day: Day): number => new Date(utcOf(day)).getUTCDay();

function shift(day: Day, by: number): Day {
  const moved = new Date(utcOf(day) + by * 24 * hourMs);
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(instant: number, timeZone: string): Day & { readonly asUtc: number } {
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const;
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { ...numeric, second: 'numeric', timeZone, hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  const part = Object.fromEntries(
    clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const [year, month, day] = [part.year!, part.month!, part.day!];
  return { year, month, day, asUtc: Date.UTC(year, month - 1, day, part.hour!, part.minute!, part.second!) };
}

/** When the wall shows a full hour of a day; office hours are never those at which clocks are changed. */
function instantOf(day: Day, hour: number, timeZone: string): number {
  const wall = utcOf(day) + hour * hourMs;
  const offsetAt = (instant: number) =>
    wallClock(instant, timeZone).asUtc - Math.floor(instant / 1000) * 1000;
  const first = wall - offsetAt(wall);
  return wall - offsetAt(first);
}

/** Easter Sunday (Meeus, Jones and Butcher). */
function easterOf(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const n = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114;
  return { year, month: Math.floor(n / 31), day: (n % 31) + 1 };
}

const fixed = (...dates: readonly (readonly [day: number, month: number])[]): number[] =>
  dates.map(([day, month]) => month * 100 + day);
const fromEaster = (year: number, ...days: readonly number[]): number[] =>
  days.map((by) => keyOf(shift(easterOf(year), by)));

const yearly = (make: (year: number) => readonly number[]): ((year: number) => ReadonlySet<number>) => {
  const known = new Map<number, ReadonlySet<number>>();
  return (year) => {
    const made = known.get(year) ?? new Set(make(year));
    known.set(year, made);
    return made;
  };
};

const holidays: Readonly<Record<string, (year: number) => ReadonlySet<number>>> = {
  // With Constitution Day, Christmas Eve and New Year's Eve, on which public offices are closed. Great Prayer Day was one
  // until 2023 (Act no. 214 of 6 March 2023).
  DK: yearly((year) => [
    ...fixed([1, 1], [5, 6], [24, 12], [25, 12], [26, 12], [31, 12]),
    ...fromEaster(year, -3, -2, 1, 39, 50, ...(year < 2024 ? [26] : [])),
  ]),
  // With the eves on which offices are closed.
  SE: yearly((year) => [
    ...fixed([1, 1], [6, 1], [1, 5], [6, 6], [24, 12], [25, 12], [26, 12], [31, 12]),
    ...fromEaster(year, -2, 1, 39),
    keyOf(midsummerEve(year)),
  ]),
};

/** The Friday between 19 and 25 June. */
function midsummerEve(year: number): Day {
  const nineteenth = { year, month: 6, day: 19 };
  return shift(nineteenth, (5 - weekdayOf(nineteenth) + 7) % 7);
}
