import { v7 as uuidv7 } from 'uuid';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import type { Refusal } from '../message/refusals.ts';
import type { Context } from './context.ts';
import type { Sender } from './sender.ts';
import type { Staging } from './stage-message.ts';

/** Refusals about how a request was made rather than about the message; they say nothing of a message. */
const aboutTheRequest = new Set(['idempotency_mismatch', 'request_in_flight']);

/** A refused mail, of which its sender is told by mail as well: the answer to DATA may reach nobody. */
export interface RefusedMail {
  readonly id: string | null;
  readonly recipients: readonly string[];
}

/** Addresses that the mail to the sender names. */
const named = 50;

/**
 * Lets go of what was staged, and records that the message was refused, so that its sender cannot later be told that it
 * never came.
 */
export async function refuseMessage(
  ctx: Context,
  sender: Sender,
  staging: Staging,
  refusal: Refusal,
  mail?: RefusedMail,
): Promise<void> {
  await staging.discard();
  if (aboutTheRequest.has(refusal.code)) return;
  await ctx.db.transaction(async (tx) => {
    await recordPlainEvent(tx, {
      type: 'message.refused',
      actor: { kind: 'sender', id: sender.id },
      message: staging.message,
      details: { reason: refusal.code },
    });
    if (!mail) return;
    const recipients = mail.recipients.slice(0, named);
    await tx.query(
      `insert into failures (id, message_id, person_id, system_id, mail_id, about, reason, recipient)
        select f.id, $1, $2, $3, $4, 'refused', $5, f.recipient
        from unnest($6::uuid[], $7::text[]) as f (id, recipient)`,
      [
        staging.message,
        sender.kind === 'person' ? sender.id : (sender.author ?? null),
        sender.kind === 'system' ? sender.id : null,
        mail.id,
        refusal.code,
        recipients.map(() => uuidv7()),
        recipients,
      ],
    );
  });
}
