import type { Units } from '../../message/rights.ts';
import { workCalendar, workingDaysBefore } from '../../message/working-time.ts';
import type { Context } from '../context.ts';
import { patience } from './watch-silence.ts';

/** None of the last `messages` to an address was opened, the first of them sent at `since`: ISO 8601 UTC. */
export interface SilenceHint {
  readonly messages: number;
  readonly since: string;
}

const looked = 200;

/**
 * What a sender should know before they write to an address once more: that nothing was opened there, of what these units
 * have sent, for ten working days at least and twice at least. `undefined`: there is nothing to say.
 */
export async function silenceHint(
  { db, settings }: Pick<Context, 'db' | 'settings'>,
  units: Units,
  address: string,
  now = new Date(),
): Promise<SilenceHint | undefined> {
  const { rows } = await db.query<{ heard: boolean; at: string }>({
    name: 'silence-hint',
    text: `select d.opened_seq is not null or d.status not in ('notified', 'expired') as heard, m.created_at as at
      from deliveries d join messages m on m.id = d.message_id
      where lower(d.email) = lower($1) and ($2::uuid[] is null or m.unit_id = any ($2))
        and d.status in ('notified', 'expired', 'opened', 'locked', 'reported', 'acknowledged', 'declined')
      order by m.created_at desc limit ${looked}`,
    values: [address.trim(), units],
  });
  const heard = rows.findIndex((row) => row.heard);
  const silent = heard < 0 ? rows : rows.slice(0, heard);
  const since = silent.at(-1)?.at;
  const { country, timeZone } = settings;
  const before = workingDaysBefore(now, patience, workCalendar(country, timeZone));
  if (silent.length < 2 || since === undefined || Date.parse(since) > before.getTime()) return undefined;
  return { messages: silent.length, since };
}
