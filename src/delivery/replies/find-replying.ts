import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { limits } from '../limits.ts';
import { hashToken, looksLikeToken } from '../link-token.ts';
import { stands } from '../standing.ts';

/** Somebody with an open session who may answer a message. */
export interface Replying {
  readonly delivery: string;
  readonly message: string;
  /** The member of a shared mailbox, by id; null: the recipient themselves. */
  readonly member: string | null;
  readonly language: Language;
  readonly unit: string;
  readonly reference: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly session: Buffer;
}

/**
 * Finds who may answer with this link and session, and keeps the session open, for writing takes time. `undefined`: no open
 * session, or the delivery does not stand any more. Refuses not_permitted where the sender wants no answers, and to readers
 * whom a recipient named.
 */
export async function findReplying(
  { db }: Context,
  token: string,
  session: string,
): Promise<Replying | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await db.query<Replying & { permitted: boolean }>({
    name: 'find-replying',
    text: sql,
    values: [hashToken(token), hashToken(session)],
  });
  if (!rows[0]) return undefined;
  const { permitted, ...replying } = rows[0];
  if (!permitted) throw new Refusal('not_permitted', 'The sender of this message takes no answers here.');
  return replying;
}

const sql = `
with found as (
  select d.id, d.message_id, sd.member_id, d.language, d.reference, d.expires_at, d.parted, s.id_hash, s.last_seen_at
  from link_tokens l
    join deliveries d on d.id = l.delivery_id
    join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $2
    join recipient_sessions s on s.id_hash = sd.session_hash
  where l.hash = $1 and ${stands} and not d.awaits_signature
    and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
), seen as (
  update recipient_sessions s set last_seen_at = now() from found
  where s.id_hash = found.id_hash and found.last_seen_at < now() - interval '30 seconds'
)
select d.id as delivery, d.message_id as message, d.member_id as member, d.language, u.outward_name as unit, d.reference,
  m.created_at as "sentAt", d.expires_at as "expiresAt", d.id_hash as session,
  coalesce(t.replies, true) and d.parted is distinct from 'reader' as permitted
from found d
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
  left join message_terms t on t.message_id = d.message_id`;
