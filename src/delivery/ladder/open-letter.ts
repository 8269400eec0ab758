import { isUuid } from '../../message/ids.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { type DeliveryStatus, isLive } from '../../message/statuses.ts';
import type { Context } from '../context.ts';
import { besideText } from '../mail-pictures.ts';
import { messageOf, reachOf, reachSql, refusalFor, type Viewer } from '../message-access.ts';
import { openSentCopy } from '../read-sent-copy.ts';

/** A message as it is printed for one recipient. */
export interface Letter {
  readonly message: string;
  /** Name of the unit, as recipients see it. */
  readonly unit: string;
  readonly name: string | null;
  readonly email: string;
  readonly language: Language;
  readonly reference: string;
  readonly sentAt: string;
  readonly subject: string;
  /** Null: it was written as HTML alone. */
  readonly text: string | null;
  readonly attachments: readonly string[];
}

/**
 * The sender's copy, to be printed and posted. Refuses: not_found, reason_needed (with its `message`), delivery_final (nobody is
 * to read it any more), gone (its seal is destroyed).
 */
export async function openLetter(ctx: Context, viewer: Viewer, delivery: string): Promise<Letter> {
  if (!isUuid(delivery)) throw new Refusal('not_found');
  const { rows } = await ctx.db.query<
    Omit<Letter, 'subject' | 'text' | 'attachments'> & { status: DeliveryStatus; expired: boolean }
  >(
    `select m.id as message, u.outward_name as unit, d.name, d.email, d.language, d.reference, d.status,
        m.created_at as "sentAt", d.expires_at <= now() as expired
      from deliveries d join messages m on m.id = d.message_id join units u on u.id = m.unit_id
      where d.id = $1 and ${reachSql(2)}`,
    [delivery, ...reachOf(viewer, 'content')],
  );
  if (!rows[0]) {
    const message = await messageOf(ctx, viewer, delivery);
    throw await refusalFor(ctx.db, viewer, 'content', message);
  }
  const { status, expired, ...letter } = rows[0];
  if (!isLive(status) || expired) throw new Refusal('delivery_final');
  const content = await openSentCopy(ctx, viewer, letter.message);
  if (!content) throw new Refusal('gone');
  return {
    ...letter,
    subject: content.subject,
    text: content.text ?? null,
    attachments: besideText(content).map(({ filename }) => filename),
  };
}
