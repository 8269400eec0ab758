import type { Queryable } from '../../evidence/ports.ts';
import type { Language } from '../../message/languages.ts';
import { limits } from '../limits.ts';
import { hashToken, looksLikeToken } from '../link-token.ts';
import { stands, wasOpened } from '../standing.ts';
import { type MessageTerms, termsSql, usualTerms } from '../terms.ts';

/** A delivery within an open session, of which its recipient would part another one. Times are ISO 8601 UTC. */
export interface Parting {
  readonly delivery: string;
  readonly message: string;
  readonly email: string;
  readonly language: Language;
  readonly unit: string;
  readonly unitId: string;
  readonly sender: string;
  readonly reference: string;
  readonly expiresAt: string;
  readonly opened: boolean;
  readonly awaitsSignature: boolean;
  readonly parted: 'reader' | 'passed' | null;
  /** The member of a shared mailbox who has the session, by id. */
  readonly member: string | null;
  /** The message's data key, sealed for this delivery. */
  readonly jwe: string;
  readonly session: Buffer;
  readonly terms: MessageTerms;
}

/** `undefined`: no open session for this delivery, or it does not stand any more. */
export async function findParting(
  db: Queryable,
  token: string,
  session: string,
): Promise<Parting | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await db.query<Omit<Parting, 'terms'> & { terms: MessageTerms | null }>({
    name: 'find-parting',
    text: sql,
    values: [hashToken(token), hashToken(session)],
  });
  const row = rows[0];
  return row && { ...row, terms: row.terms ?? usualTerms };
}

/** The recipient may let somebody else read what they have read. */
export const mayName = ({ opened, awaitsSignature, parted, terms }: Permission): boolean =>
  terms.readers && opened && !awaitsSignature && parted !== 'reader';

/** The member of a shared mailbox may pass on what they have read. */
export const mayPass = ({ opened, awaitsSignature, parted, terms, member }: Permission): boolean =>
  terms.passing && opened && !awaitsSignature && parted !== 'reader' && member !== null;

type Permission = Pick<Parting, 'opened' | 'awaitsSignature' | 'parted' | 'terms' | 'member'>;

const sql = `
with found as (
  select d.*, s.id_hash, sd.member_id from link_tokens l
    join deliveries d on d.id = l.delivery_id
    join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $2
    join recipient_sessions s on s.id_hash = sd.session_hash
  where l.hash = $1 and ${stands} and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
), seen as (
  update recipient_sessions s set last_seen_at = now() from found
    where s.id_hash = found.id_hash and s.last_seen_at < now() - interval '30 seconds'
)
select d.id as delivery, d.message_id as message, d.email, d.language, u.outward_name as unit, m.unit_id as "unitId",
  m.sender_address as sender, d.reference, d.expires_at as "expiresAt", ${wasOpened} as opened,
  d.awaits_signature as "awaitsSignature", d.parted, d.member_id as member, w.jwe, d.id_hash as session,
  ${termsSql} as terms
from found d
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
  join wraps w on w.message_id = d.message_id and w.delivery_id = d.id
  left join message_terms t on t.message_id = d.message_id`;
