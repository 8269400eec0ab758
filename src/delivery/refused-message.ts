import { v7 as uuidv7 } from 'uuid';
import type { Refusal } from '../message/refusals.ts';
import type { Sender } from './sender.ts';
import type { Context } from './context.ts';

/** Refusals about how a request was made rather than about the message; they say nothing of a message. */
const aboutTheRequest = new Set(['idempotency_mismatch', 'request_in_flight']);

/** Records that a message was refused, so that its sender cannot later be told that it never came. */
export async function recordRefusedMessage(
  ctx: Context,
  sender: Sender,
  message: string,
  refusal: Refusal,
): Promise<void> {
  if (aboutTheRequest.has(refusal.code)) return;
  await ctx.db.query({
    name: 'record-refused-message',
    text: `with event as (
      insert into events (id, v, type, message, actor, actor_id, details)
      values ($1, 1, 'message.refused', $2, 'sender', $3, jsonb_build_object('reason', $4::text))
    )
    insert into pending_events (event) values ($1)`,
    values: [uuidv7(), message, sender.id, refusal.code],
  });
}
