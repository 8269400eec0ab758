import type { Context } from '../../delivery/context.ts';
import type { Actor } from '../../delivery/message-access.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { awaitLock } from '../../evidence/sequencer/lock.ts';
import { signingKeys } from '../../evidence/sequencer/log-state.ts';
import { Refusal } from '../../message/refusals.ts';
import { growingLog } from './growing-log.ts';
import { keyIdOf } from './read-log-status.ts';

/** Each signs every checkpoint, and whoever verifies reads them all. */
const mostKeys = 4;

/**
 * Makes a new key for the log. It signs, beside those that do already, from the tree on in which the event stands that says so.
 * Refuses: in_use (the log is closed, or has too many keys), not_found.
 */
export async function addLogKey(
  { db, logKeys }: Pick<Context, 'db' | 'logKeys'>,
  actor: Actor,
): Promise<{ id: string; vkey: string }> {
  return db.transaction(async (tx) => {
    await awaitLock(tx);
    const state = await growingLog(tx);
    if (signingKeys(state).length >= mostKeys) {
      throw new Refusal('in_use', `${mostKeys} keys sign the log already: retire one first.`);
    }
    const vkey = await logKeys.make(state.origin);
    const details = { origin: state.origin, vkey };
    const event = await recordPlainEvent(tx, { type: 'log.key_added', actor, details });
    await tx.query('insert into log_keys (log, vkey, event) values ($1, $2, $3)', [state.log, vkey, event]);
    return { id: keyIdOf(vkey), vkey };
  });
}
