import type { Context } from '../../delivery/context.ts';
import type { Actor } from '../../delivery/message-access.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { awaitLock } from '../../evidence/sequencer/lock.ts';
import { signingKeys } from '../../evidence/sequencer/log-state.ts';
import { Refusal } from '../../message/refusals.ts';
import { growingLog } from './growing-log.ts';
import { keyIdOf } from './read-log-status.ts';

/**
 * Lets a key of the log, named by its key id, sign no more, and destroys its private half. What it has signed verifies for
 * ever. Refuses: not_found, in_use (no other key signs yet, or there is none to take over from a lost one).
 */
export async function retireLogKey(
  { db, logKeys }: Pick<Context, 'db' | 'logKeys'>,
  actor: Actor,
  id: string,
): Promise<{ id: string; vkey: string }> {
  const vkey = await db.transaction(async (tx) => {
    await awaitLock(tx);
    const state = await growingLog(tx);
    const keys = signingKeys(state);
    const key = keys.find(({ vkey }) => keyIdOf(vkey) === id);
    if (!key) throw new Refusal('not_found', 'No key with this id signs the log.');
    // Where the private half is lost, nothing is signed any more: then a new key need not have signed before.
    const isLost = (await logKeys.find(key.vkey)) === undefined;
    if (!keys.some((other) => other !== key && (other.isLogged || isLost))) {
      throw new Refusal(
        'in_use',
        'No other key signs the log yet: add one, and wait for its first checkpoint.',
      );
    }
    await tx.query('update log_keys set retired_at = clock_timestamp() where log = $1 and vkey = $2', [
      state.log,
      key.vkey,
    ]);
    await recordPlainEvent(tx, {
      type: 'log.key_retired',
      actor,
      details: { origin: state.origin, vkey: key.vkey },
    });
    return key.vkey;
  });
  await logKeys.destroy(vkey);
  return { id, vkey };
}
