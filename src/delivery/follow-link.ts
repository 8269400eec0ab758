import { recordEvent } from '../evidence/record-event.ts';
import { recipient } from './actors.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { deletionState } from './deletion-state.ts';
import { type Ending, endingOf, type LinkedDelivery } from './find-delivery.ts';

/**
 * Notes that a link was fetched, by a person or by a machine: the first time at once as an event, later ones in a
 * counter that becomes an event at most hourly. After an end it is the attempt to open that is noted.
 */
export async function followLink(ctx: Context, delivery: LinkedDelivery, client: Client): Promise<void> {
  // Whoever was asked to delete it comes for that, not to open it.
  const asked = delivery.status === 'recalled' && (await deletionState(ctx.db, delivery.id));
  const ending = asked ? undefined : endingOf(delivery);
  const [type, counter, logged] = ending
    ? (['delivery.open_refused', 'refusals', 'refusals_logged_at'] as const)
    : (['delivery.link_followed', 'fetches', 'fetches_logged_at'] as const);
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ count: number; due: boolean }>({
      name: `follow-link-${counter}`,
      text: `update deliveries d set ${counter} = d.${counter} + 1,
            ${logged} = case when b.due then clock_timestamp() else d.${logged} end
          from (select id, ${logged} is null or ${logged} < clock_timestamp() - interval '1 hour' as due
            from deliveries where id = $1 for no key update) b
          where d.id = b.id returning d.${counter} as count, b.due`,
      values: [delivery.id],
    });
    const row = rows[0];
    if (!row?.due) return;
    await recordEvent(tx, delivery.id, {
      type,
      actor: recipient(delivery.id),
      details: { count: row.count, ...(ending ? { reason: reasonOf(ending) } : {}) },
      personal: { ...client },
    });
  });
}

/** As the statuses call it. */
const reasonOf = (ending: Ending): string => (ending === 'reading_ended' ? 'recalled' : ending);
