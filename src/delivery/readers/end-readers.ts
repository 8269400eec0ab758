import type { Queryable } from '../../evidence/ports.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import type { Context } from '../context.ts';
import type { Actor } from '../message-access.ts';
import { recallDeliveries } from '../recall-deliveries.ts';

/**
 * Ends what was made of a delivery for readers, in the caller's transaction, which has locked it: whoever named them may have
 * been somebody else than its recipient, who can name them again.
 */
export async function endReaders(
  ctx: Context,
  tx: Queryable,
  { delivery, message }: { readonly delivery: string; readonly message: string },
  actor: Actor,
): Promise<void> {
  const { rows } = await tx.query<{ id: string; status: DeliveryStatus }>(
    `select id, status from deliveries where parent_id = $1 and parted = 'reader' order by position for no key update`,
    [delivery],
  );
  if (rows.length === 0) return;
  await recallDeliveries(ctx, tx, message, rows, {
    actor,
    name: null,
    reason: 'other',
    words: '',
    details: { endedBy: delivery },
    asksDeletion: false,
  });
}
