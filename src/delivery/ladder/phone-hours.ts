import { addWorkingHours, type WorkCalendar } from '../../message/working-time.ts';

const [first, last] = [8, 20];

/** Whether a phone may ring because of us: from 8 to 20 on the wall's clock. */
export function isPhoneTime(now: Date, { timeZone }: WorkCalendar): boolean {
  const hour = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now);
  return Number(hour) >= first && Number(hour) < last;
}

const quarter = 15 * 60 * 1000;

/** The next quarter of an hour in which a phone may ring; now, within those hours. */
export function nextPhoneTime(now: Date, calendar: WorkCalendar): Date {
  let at = now;
  while (!isPhoneTime(at, calendar)) at = new Date(Math.ceil((at.getTime() + 1) / quarter) * quarter);
  return at;
}

/** The next beginning of office hours; now, within them. */
export const nextOfficeTime = (now: Date, calendar: WorkCalendar): Date => addWorkingHours(now, 0, calendar);
