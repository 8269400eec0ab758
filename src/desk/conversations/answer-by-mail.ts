import { createHash } from 'node:crypto';
import { type AcceptedMessage, acceptMessage } from '../../delivery/accept-message.ts';
import { spend } from '../../delivery/budgets.ts';
import type { Context } from '../../delivery/context.ts';
import type { Tagged } from '../../delivery/replies/answer-tag.ts';
import type { Staging } from '../../delivery/stage-message.ts';
import { Refusal } from '../../message/refusals.ts';
import { senderChoices } from '../sender-choices.ts';
import type { Grant } from '../staff.ts';
import { findAnswering, senderFor } from './find-answering.ts';

/** Mails that one person may send to one tag in a day: a mail program that goes mad does not flood a recipient. */
const answersADay = 50;

/** Counts a mail to a tag, before anything of it is kept. Refuses budget_spent. */
export const countAnswer = ({ db }: Context, { reply, person }: Tagged): Promise<void> =>
  db.transaction((tx) =>
    spend(tx, [
      {
        scope: 'answer-mail/tag',
        subject: `${reply} ${person}`,
        limit: answersADay,
        windowMinutes: 24 * 60,
      },
    ]),
  );

/** What somebody wrote in their mail program. */
export interface MailedAnswer {
  /** Its Message-ID without angle brackets. */
  readonly id: string | null;
  /** SHA-256, hex, over what they wrote: the same mail sent again is the same message. */
  readonly digest: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
}

/**
 * Accepts the answer that a tag brought as a message of its own to whoever is answered, in the name of whose tag it is. Refuses
 * gone (they may not answer any more, or the recipient cannot be answered) and what `acceptMessage` refuses.
 */
export async function answerByMail(
  ctx: Context,
  { reply, person, email }: Tagged,
  { id, digest, text, html }: MailedAnswer,
  staging: Staging,
): Promise<AcceptedMessage> {
  const chosen = await prepare(ctx, { reply, person, email }).catch(async (error: unknown) => {
    await staging.discard();
    throw error;
  });
  const { unit, address, subject, to } = chosen;
  const once =
    id &&
    createHash('sha256')
      .update(JSON.stringify([id, reply, person, digest]))
      .digest('hex');
  return acceptMessage(
    ctx,
    { kind: 'person', id: person, unit, senders: [address] },
    { from: address, to: [to], subject, text, html, answers: reply },
    staging,
    { mail: { id, once: once ? `mail:${once}` : undefined, passOn: [] } },
  );
}

async function prepare(ctx: Context, { reply, person, email }: Pick<Tagged, 'reply' | 'person' | 'email'>) {
  const answering = await findAnswering(ctx, { id: person }, reply);
  const { rows } = await ctx.db.query<{ unit: string; grants: readonly Grant[] }>(
    `select p.unit_id as unit, coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'unit', g.unit_id))
        from grants g where g.person_id = p.id), '[]') as grants
      from people p where p.id = $1 and p.deactivated_at is null`,
    [person],
  );
  const choices = rows[0] ? await senderChoices(ctx.db, { id: person, email, ...rows[0] }) : [];
  const chosen = answering && senderFor(choices, answering);
  if (!chosen) throw new Refusal('gone', 'This answer can no longer be answered by mail. Look at the desk.');
  return { ...chosen, subject: answering.subject, to: answering.to };
}
