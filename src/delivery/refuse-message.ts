import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../evidence/ports.ts';
import { recordPlainEvent } from '../evidence/record-plain-event.ts';
import { Refusal } from '../message/refusals.ts';
import { spend } from './budgets.ts';
import type { Context } from './context.ts';
import { digestOf } from './digest.ts';
import { limits } from './limits.ts';
import type { Sender } from './sender.ts';
import type { Staging } from './stage-message.ts';

/** Refusals about how a request was made rather than about the message; they say nothing of a message. */
const aboutTheRequest = new Set(['idempotency_mismatch', 'request_in_flight', 'gone']);

/** A mail of our own may have come back in a circle: telling of it would send the next one round. */
const untold = new Set(['mail_loop']);

/** A refused mail, of which its sender is told by mail as well: the answer to DATA may reach nobody. */
export interface RefusedMail {
  readonly id: string | null;
  readonly recipients: readonly string[];
}

/**
 * Lets go of what was staged, and records that the message was refused, so that its sender cannot later be told that it
 * never came. A refused mail, and what a system's request was refused, stand in the inbox of failures.
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
    // Whoever sends at the desk sees it there and then.
    if ((!mail && sender.kind === 'person') || untold.has(refusal.code)) return;
    if (!(await isNews(tx, sender, mail ?? { id: null, recipients: [] }, refusal))) return;
    const recipients = mail ? [...new Set(mail.recipients)].slice(0, limits.recipients) : [null];
    await tx.query(
      `insert into failures (id, message_id, person_id, system_id, unit_id, mail_id, about, reason, recipient, sender_notice)
        select f.id, $1, $2, $3, $8, $4, 'refused', $5, f.recipient, $9
        from unnest($6::uuid[], $7::text[]) as f (id, recipient)`,
      [
        staging.message,
        sender.kind === 'person' ? sender.id : (sender.author ?? null),
        sender.kind === 'system' ? sender.id : null,
        mail?.id ?? null,
        refusal.code,
        recipients.map(() => uuidv7()),
        recipients,
        sender.unit,
        // The answer to the request has told the sender.
        mail ? null : randomUUID(),
      ],
    );
  });
}

/**
 * Whether nobody was told of this mail today: some programs bring a refused mail again every minute, for days. Mails
 * without a Message-ID may be different ones, so a few of them are told of.
 */
async function isNews(tx: Queryable, sender: Sender, mail: RefusedMail, refusal: Refusal): Promise<boolean> {
  const author = sender.kind === 'system' ? (sender.author ?? null) : null;
  const what = [sender.id, author, mail.id, [...mail.recipients].sort(), refusal.code];
  const subject = digestOf(Buffer.from(JSON.stringify(what)));
  const limit = mail.id === null ? 10 : 1;
  try {
    await spend(tx, [{ scope: 'refused-mail', subject, limit, windowMinutes: 24 * 60 }]);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'budget_spent') return false;
    throw error;
  }
}
