import type { Queryable } from '../ports.ts';
import type { Actor, Details } from '../record-event.ts';
import { recordPlainEvent } from '../record-plain-event.ts';
import type { PersonalFields } from '../commitment.ts';
import type { LogKeys } from './ports.ts';

export interface Opening {
  readonly log: number;
  readonly origin: string;
  readonly actor: Actor;
  readonly details?: Details;
  readonly personal?: PersonalFields;
}

/**
 * Opens a log under the sequencer's lock, in the caller's transaction: its key, its row, and the event `log.opened`, which
 * becomes its first entry. Resolves to the key's vkey.
 */
export async function openLog(tx: Queryable, keys: LogKeys, opening: Opening): Promise<string> {
  const { log, origin, actor, details, personal } = opening;
  const vkey = await keys.make(origin);
  const event = await recordPlainEvent(tx, {
    type: 'log.opened',
    actor,
    details: { origin, vkey, ...details },
    ...(personal ? { personal } : {}),
  });
  await tx.query('insert into logs (id, origin) values ($1, $2)', [log, origin]);
  await tx.query('insert into log_keys (log, vkey, event) values ($1, $2, $3)', [log, vkey, event]);
  // In front of the queue: whatever was drawn by now, and is committed later, has a number above zero.
  await tx.query(
    `with taken as (delete from pending_events where event = $1 returning event)
      insert into pending_events (position, event) overriding system value
      select least((select min(position) from pending_events), 1) - 1, event from taken`,
    [event],
  );
  return vkey;
}
