import { recordEvent } from '../../evidence/record-event.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import { recipient } from '../actors.ts';
import { lockStanding } from '../admit-recipient.ts';
import { again } from '../again.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { recallDeliveries } from '../recall-deliveries.ts';
import type { Parting } from './find-parting.ts';

/**
 * Ends at once what the recipient let somebody read: their link, codes, sessions, seal, and a running download within a
 * second. What has ended before stays as it is. Refuses: not_found (the recipient named no such reader), gone.
 */
export async function endReader(
  ctx: Context,
  { delivery, message }: Parting,
  reader: string,
  client: Client,
): Promise<void> {
  if (!isUuid(reader)) throw new Refusal('not_found');
  await again(() =>
    ctx.db.transaction(async (tx) => {
      await lockStanding(tx, delivery);
      const { rows } = await tx.query<{ id: string; status: DeliveryStatus }>(
        `select id, status from deliveries where id = $1 and parent_id = $2 and parted = 'reader' for no key update`,
        [reader, delivery],
      );
      if (rows.length === 0) throw new Refusal('not_found');
      const actor = recipient(delivery);
      const { recalled } = await recallDeliveries(ctx, tx, message, rows, {
        actor,
        name: null,
        reason: 'other',
        words: '',
        details: { endedBy: delivery },
        // Nothing went wrong: who was let read it did nothing that is to be undone.
        asksDeletion: false,
      });
      if (recalled.size === 0) return;
      await recordEvent(tx, delivery, {
        type: 'delivery.reader_ended',
        actor,
        details: { reader },
        personal: { ...client },
      });
    }),
  );
}
