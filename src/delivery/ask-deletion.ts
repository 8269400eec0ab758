import type { Queryable } from '../evidence/ports.ts';
import { recordEvents } from '../evidence/record-events.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import { enqueueJobs } from './enqueue-job.ts';

/**
 * Asks the recipients of deliveries that were opened and then recalled to delete what they saved, in the transaction of
 * the recall, which has locked them. The mails, and their repetitions until somebody answers, follow its commit.
 */
export async function askDeletion(ctx: Context, tx: Queryable, deliveries: readonly string[]): Promise<void> {
  await recordEvents(tx, {
    type: 'delivery.deletion_asked',
    actor: segl(ctx),
    deliveries: deliveries.map((id) => ({ id })),
  });
  await enqueueJobs(
    tx,
    deliveries.map((delivery) => ({ kind: 'deletion_request', payload: { delivery, reminder: 0 } })),
  );
}
