import type { Context } from '../../delivery/context.ts';
import { enqueueJob } from '../../delivery/enqueue-job.ts';
import type { Handler } from '../../delivery/job-types.ts';

/** The hour in the organisation's time zone at which the daily mail leaves. */
export const digestHour = 7;

/**
 * Plans the daily mail, once a day however many workers run. A server that is down in the morning sends it when it comes
 * back on that day; a day on which none runs has none.
 */
export const planDigest =
  (ctx: Context, now = () => new Date()): Handler =>
  async () => {
    const { timeZone, complianceMail } = ctx.settings;
    const { day, hour, isMonday } = localTime(now(), timeZone);
    if (complianceMail === undefined || hour < digestHour) return;
    await ctx.db.transaction(async (tx) => {
      const { count } = await tx.query(
        `insert into job_slots (kind, slot) values ('digest_mail', $1) on conflict do nothing`,
        [day],
      );
      if (count === 1) await enqueueJob(tx, { kind: 'digest_mail', payload: { day, isMonday } });
    });
  };

function localTime(now: Date, timeZone: string): { day: string; hour: number; isMonday: boolean } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    isMonday: parts.weekday?.startsWith('Mon') ?? false,
  };
}
