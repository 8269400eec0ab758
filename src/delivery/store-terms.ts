import type { Queryable } from '../evidence/ports.ts';
import { isUuid } from '../message/ids.ts';
import { Refusal } from '../message/refusals.ts';
import { ownSql } from './message-access.ts';
import type { Sender } from './sender.ts';
import type { MessageTerms } from './terms.ts';

/** Keeps what a message asks beyond the usual, in the transaction that accepts it. */
export async function storeTerms(tx: Queryable, message: string, terms: MessageTerms): Promise<void> {
  await tx.query(
    `insert into message_terms
        (message_id, moment, at_least, due_at, if_missed, readers, passing, shows_recipients, replies)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      message,
      terms.moment,
      terms.atLeast,
      terms.dueAt,
      terms.ifMissed,
      terms.readers,
      terms.passing,
      terms.showsRecipients,
      terms.replies,
    ],
  );
  if (terms.moment !== 'before') return;
  await tx.query(
    `update deliveries d set awaits_signature = true where d.message_id = $1
      and exists (select from wraps w where w.message_id = d.message_id and w.delivery_id = d.id)`,
    [message],
  );
}

/** Refuses invalid: the reply is none that this sender was given. */
export async function storeAnswers(
  tx: Queryable,
  sender: Sender,
  message: string,
  reply: string,
): Promise<void> {
  const { count } = isUuid(reply)
    ? await tx.query(
        `update messages set answers = $3 where id = $1 and exists (
          select from replies r join messages m on m.id = r.message_id
            where r.id = $3 and r.sent_at is not null and ${ownSql(2)})`,
        [message, sender.author ?? sender.id, reply],
      )
    : { count: 0 };
  if (count === 0) {
    throw new Refusal('invalid', 'What this is to answer is none of the answers that you were given.', {
      field: 'answers',
    });
  }
}
