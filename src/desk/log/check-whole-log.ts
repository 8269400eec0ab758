import type { Context } from '../../delivery/context.ts';
import { checkLog, type LogCheck } from '../../evidence/sequencer/check-log.ts';
import { recordCheck } from '../../evidence/sequencer/record-check.ts';
import { Refusal } from '../../message/refusals.ts';

/** Replays the whole log now, and keeps what was found. Refuses: not_found (there is none yet). */
export async function checkWholeLog({ db, logKeys }: Pick<Context, 'db' | 'logKeys'>): Promise<LogCheck> {
  const check = await checkLog(db, logKeys);
  if (!check) throw new Refusal('not_found', 'No log was opened yet.');
  await recordCheck(db, check);
  return check;
}
