import { recordEvent } from '../evidence/record-event.ts';
import { expireAnswered } from './acknowledgements/expire-answered.ts';
import { segl } from './actors.ts';
import type { Context } from './context.ts';
import { destroyWraps } from './destroy-wraps.ts';
import type { Handler } from './job-types.ts';
import { recordFailure } from './record-failure.ts';
import { forgetDrafts } from './replies/forget-replies.ts';
import { lives, wasOpened } from './standing.ts';

const batch = 200;

/** Ends deliveries whose time is over: the event, the end of their seals, and word of it where nobody has opened them, unless it was not the sender who wrote to them. Links stay, to say what happened. */
export const expireDeliveries =
  (ctx: Context): Handler =>
  async () => {
    while ((await expireSome(ctx)) === batch);
    while ((await expireAnswered(ctx, batch)) === batch);
  };

async function expireSome(ctx: Context): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; message: string; unread: boolean }>(
      `select d.id, d.message_id as message, not ${wasOpened} and d.parted is distinct from 'reader' as unread from deliveries d where d.expires_at <= now() and ${lives}
        order by d.expires_at limit ${batch} for no key update skip locked`,
    );
    for (const { id, message, unread } of rows) {
      await recordEvent(tx, id, { type: 'delivery.expired', actor: segl(ctx) });
      await destroyWraps(tx, message, [id], 'expired');
      await tx.query('delete from session_deliveries where delivery_id = $1', [id]);
      await forgetDrafts(tx, [id]);
      if (unread) await recordFailure(tx, id, 'expired_unread');
    }
    return rows.length;
  });
}
