import type { Queryable } from '../evidence/ports.ts';
import { type Actor, recordEvent } from '../evidence/record-event.ts';

/** Takes back that a message is not for its recipient, in the caller's transaction, which has found the delivery reported. */
export async function liftReport(
  tx: Queryable,
  delivery: string,
  actor: Actor,
  opened: boolean,
): Promise<void> {
  await recordEvent(tx, delivery, {
    type: 'delivery.report_lifted',
    actor,
    status: opened ? 'opened' : 'notified',
  });
}
