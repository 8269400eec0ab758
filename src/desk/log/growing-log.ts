import type { Queryable } from '../../evidence/ports.ts';
import { type LogState, readLogState } from '../../evidence/sequencer/log-state.ts';
import { Refusal } from '../../message/refusals.ts';

/** The newest log, where it grows. Refuses: not_found, in_use (it is closed). */
export async function growingLog(tx: Queryable): Promise<LogState> {
  const state = await readLogState(tx);
  if (!state) throw new Refusal('not_found', 'No log was opened yet.');
  if (state.closed !== null) throw new Refusal('in_use', `The log is closed: ${state.closed}`);
  return state;
}
