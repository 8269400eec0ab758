import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../../message/refusals.ts';
import type { Queryable } from '../ports.ts';
import { readLogState } from '../sequencer/log-state.ts';

const longestWait = 2_000;
const pause = 100;

/**
 * Waits until the newest log has taken up all that is recorded at this moment of a message, or of one delivery of it, for at
 * most two seconds. What is recorded meanwhile is not waited for, else a message that is read all the time could never be
 * handed out. Refuses not_logged_yet, saying so where the log takes up nothing more.
 */
export async function awaitLog(db: Queryable, message: string, delivery?: string): Promise<void> {
  const { rows } = await db.query<{ id: string }>(
    missingSql(`e.message = $1 and ($2::uuid is null or e.delivery is null or e.delivery = $2)`),
    [message, delivery ?? null],
  );
  let missing = rows.map(({ id }) => id);
  for (const until = performance.now() + longestWait; missing.length > 0;) {
    const closed = (await readLogState(db))?.closed;
    if (closed) {
      throw new Refusal(
        'not_logged_yet',
        'The log is closed: what is newest of this message cannot be proved until an administrator has opened the next log.',
      );
    }
    if (performance.now() > until) {
      throw new Refusal('not_logged_yet', 'The newest events are not in the log yet. Try again in a moment.');
    }
    await sleep(pause);
    const left = await db.query<{ id: string }>(missingSql('e.id = any ($1::uuid[])'), [missing]);
    missing = left.rows.map(({ id }) => id);
  }
}

const missingSql = (which: string): string => `select e.id from events e where ${which} and not exists (
  select from log_entries x where x.event = e.id and x.log = (select max(id) from logs))`;
