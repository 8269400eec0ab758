import type { IfMissed, Moment, Strength } from '../../message/acknowledgements.ts';
import type { Statements } from '../../message/content.ts';
import type { Language } from '../../message/languages.ts';
import type { Context } from '../context.ts';
import { limits } from '../limits.ts';
import { hashToken, looksLikeToken } from '../link-token.ts';
import { openBody, type StoredBody } from '../open-body.ts';
import { stands, wasOpened } from '../standing.ts';
import { strengthAsked } from './signing-terms.ts';

/** A delivery whose recipient is asked to sign, within an open session. Times are ISO 8601 UTC. */
export interface Signing {
  readonly delivery: string;
  readonly message: string;
  /** The session's public id. */
  readonly session: string;
  /** The member of a shared mailbox who has the session, by id. */
  readonly member: string | null;
  readonly language: Language;
  readonly unit: string;
  readonly sender: string;
  readonly senderName: string | null;
  readonly reference: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  /** E.164; null: the sender gave none. */
  readonly phone: string | null;
  readonly opened: boolean;
  readonly moment: Moment;
  /** The weakest way that counts, by the sender and by the organisation's policy as it is now. */
  readonly atLeast: Strength;
  readonly dueAt: string | null;
  readonly ifMissed: IfMissed;
  readonly statements: Statements;
  /** What the recipient has answered; null: nothing yet. */
  readonly answer: Answer | null;
}

export interface Answer {
  readonly kind: 'signed' | 'declined';
  readonly at: string;
  /** Null: declined. */
  readonly method: Strength | null;
}

interface Row extends Omit<Signing, 'statements' | 'answer'>, StoredBody {
  readonly delivery: string;
  readonly answeredBy: 'delivery.acknowledged' | 'delivery.declined' | null;
  readonly answeredAt: string | null;
  readonly method: Strength | null;
}

/**
 * Finds what the recipient is asked to sign, also while nothing else of the message may be released. `undefined`: no open
 * session for this delivery, it does not stand any more, or nobody asks its reader to sign.
 */
export async function findSigning(
  ctx: Context,
  token: string,
  session: string,
): Promise<Signing | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await ctx.db.query<Row>({
    name: 'find-signing',
    text: sql,
    values: [hashToken(token), hashToken(session)],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { sealed, blob, size, jwe, answeredBy, answeredAt, method, ...rest } = row;
  const { message, delivery } = row;
  const content = await openBody(ctx, { message, delivery, sealed, blob, size, jwe });
  return {
    ...rest,
    atLeast: await strengthAsked(ctx.db, row.atLeast),
    statements: content.statements ?? {},
    answer: answeredBy && {
      kind: answeredBy === 'delivery.acknowledged' ? 'signed' : 'declined',
      at: answeredAt!,
      method,
    },
  };
}

const sql = `
with found as (
  select d.*, s.id_hash, s.public_id, sd.member_id from link_tokens l
    join deliveries d on d.id = l.delivery_id
    join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $2
    join recipient_sessions s on s.id_hash = sd.session_hash
  where l.hash = $1 and ${stands} and d.parted is distinct from 'reader'
    and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
), seen as (
  update recipient_sessions s set last_seen_at = now() from found
    where s.id_hash = found.id_hash and s.last_seen_at < now() - interval '30 seconds'
)
select d.id as delivery, d.message_id as message, d.public_id as session, d.member_id as member, d.language,
  u.outward_name as unit, m.sender_address as sender, p.name as "senderName", d.reference, m.created_at as "sentAt",
  d.expires_at as "expiresAt", d.phone, ${wasOpened} as opened,
  t.moment, t.at_least as "atLeast", t.due_at as "dueAt", t.if_missed as "ifMissed",
  answer.type as "answeredBy", answer.at as "answeredAt", answer.method, b.sealed, b.blob, b.size, w.jwe
from found d
  join message_terms t on t.message_id = d.message_id and t.moment is not null
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
  left join people p on p.id = m.person_id
  join parts b on b.message_id = d.message_id and b.part = 0
  join wraps w on w.message_id = d.message_id and w.delivery_id = d.id
  left join lateral (
    select e.type, e.at, e.details ->> 'method' as method from events e
      where e.delivery = d.id and e.type in ('delivery.acknowledged', 'delivery.declined') order by e.seq limit 1
  ) answer on true`;
