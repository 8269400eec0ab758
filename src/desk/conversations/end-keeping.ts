import type { Queryable } from '../../evidence/ports.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { mayKeep } from './hand-over.ts';

/**
 * Takes from somebody the cases that nobody could give them any more, in the transaction in which their unit, their roles or
 * whether they are active has changed: a case is theirs to read without a reason. It does not come back when they do.
 */
export async function endKeeping(tx: Queryable, actor: Actor, person: string): Promise<void> {
  const { rows } = await tx.query<{ message: string }>(
    `delete from case_keepers k using messages m, people p
      where k.person_id = $1 and m.id = k.message_id and p.id = k.person_id and not ${mayKeep}
      returning k.message_id as message`,
    [person],
  );
  for (const { message } of rows) {
    await recordPlainEvent(tx, {
      type: 'message.handed_over',
      actor,
      message,
      details: { act: 'returned', person },
    });
  }
}
