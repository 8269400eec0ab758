import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../evidence/ports.ts';
import type { FailureKind } from '../message/failures.ts';

/**
 * Notes, in the transaction of the bad outcome itself, that somebody must be told of it by mail, and that it stands in the
 * inbox until somebody has dealt with it. `reason` is a code, of ours or of a server or provider, never a sentence that
 * quotes somebody. A delivery that is not there, or is erased, notes nothing.
 */
export async function recordFailure(
  tx: Queryable,
  delivery: string,
  about: FailureKind,
  reason?: string,
): Promise<void> {
  await tx.query({
    name: 'record-failure',
    text: `insert into failures (id, message_id, delivery_id, person_id, system_id, unit_id, recipient, mail_id, sent_at, about, reason)
      select $1, m.id, d.id, m.person_id, m.system_id, m.unit_id, d.email, m.mail_id, m.created_at, $3, $4
        from deliveries d join messages m on m.id = d.message_id where d.id = $2 and d.status <> 'erased'`,
    values: [uuidv7(), delivery, about, reason ?? null],
  });
}
