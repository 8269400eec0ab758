import type { Context } from '../../delivery/context.ts';
import { ownSql, type Viewer } from '../../delivery/message-access.ts';
import { subjectsOf } from '../../delivery/list-messages.ts';
import { canBeAnswered } from '../../delivery/replies/answer-tag.ts';
import { isUuid } from '../../message/ids.ts';
import type { Language } from '../../message/languages.ts';
import type { SenderChoice } from '../sender-choices.ts';

/** Whom somebody who answers a recipient writes to, and as what: nothing of it is theirs to type. */
export interface Answering {
  readonly reply: string;
  readonly message: string;
  readonly unit: string;
  /** The address that the message stood under. */
  readonly from: string;
  readonly subject: string;
  readonly to: {
    readonly email: string;
    readonly name: string | undefined;
    readonly phone: string | undefined;
    readonly language: Language;
  };
}

/** Undefined: the viewer does not answer for the message, or its recipient cannot be answered. */
export async function findAnswering(
  ctx: Context,
  viewer: Pick<Viewer, 'id'>,
  reply: string,
): Promise<Answering | undefined> {
  if (!isUuid(reply)) return undefined;
  const { rows } = await ctx.db.query<{
    message: string;
    unit: string;
    from: string;
    email: string;
    name: string | null;
    phone: string | null;
    language: Language;
  }>(
    `select m.id as message, m.unit_id as unit, m.sender_address as "from", d.email, d.name, d.phone, d.language
      from replies r join messages m on m.id = r.message_id join deliveries d on d.id = r.delivery_id
      where r.id = $1 and r.sent_at is not null and ${canBeAnswered} and ${ownSql(2)}`,
    [reply, viewer.id],
  );
  if (!rows[0]) return undefined;
  const { message, unit, from, email, name, phone, language } = rows[0];
  const subject = (await subjectsOf(ctx, [message])).get(message) ?? '';
  return {
    reply,
    message,
    unit,
    from,
    subject,
    to: { email, name: name ?? undefined, phone: phone ?? undefined, language },
  };
}

/** As whom somebody answers unless they choose: as the message stood, as far as that is theirs. */
export const senderFor = (
  choices: readonly SenderChoice[],
  { unit, from }: Answering,
): SenderChoice | undefined =>
  choices.find((each) => each.unit === unit && each.address.toLowerCase() === from.toLowerCase()) ??
  choices.find((each) => each.unit === unit) ??
  choices[0];
