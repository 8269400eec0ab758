import type { Queryable } from '../../evidence/ports.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { limits } from '../limits.ts';
import { hashToken, looksLikeToken } from '../link-token.ts';
import { stands } from '../standing.ts';

/**
 * SQL: the event by which the session `s` proved that whoever has it also has the address and the number of the delivery `d`
 * as they are now, and so may do with all of that address and number what it may do here. An access code was agreed for one
 * message and proves no number; a member of a mailbox proved a number of their own; a reader was named by the recipient.
 */
const provingSql = `select e.type, e.details ->> 'method' as method from events e
  where e.delivery = d.id and d.phone is not null and d.parted is null and sd.member_id is null
    and (e.type = 'delivery.code_verified'
      or e.type = 'delivery.identity_verified' and e.details ->> 'method' in ('code', 'passkey', 'eid'))
    and e.details ->> 'session' = s.public_id::text and not e.details ? 'member'
    and e.seq > coalesce((select max(c.seq) from events c
      where c.delivery = d.id and c.type = 'delivery.corrected'), 0)`;

/** SQL: the addresses and numbers that the session $1 has proved, and how: in a delivery, or by a passkey without a link. */
export const provenSql = `select lower(d.email) as email, d.phone, coalesce(proof.method, 'code') as method, null::bytea as passkey
    from recipient_sessions s
      join session_deliveries sd on sd.session_hash = s.id_hash
      join deliveries d on d.id = sd.delivery_id
      join lateral (${provingSql} order by e.seq desc limit 1) proof on true
    where s.id_hash = $1 and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
  union all
  select k.email, k.phone, 'passkey', k.id from recipient_sessions s
      join recipient_passkeys k on k.id = s.passkey_id and k.revoked_at is null
    where s.id_hash = $1 and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})`;

/** A delivery within an open session. */
export interface OpenedHere {
  readonly delivery: string;
  readonly language: Language;
  readonly unit: string;
  readonly email: string;
  /** The session may keep passkeys of this address and number. */
  readonly proven: boolean;
}

const openedSql = `
select d.id as delivery, d.language, u.outward_name as unit, d.email, exists (${provingSql}) as proven
from link_tokens l
  join deliveries d on d.id = l.delivery_id
  join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $2
  join recipient_sessions s on s.id_hash = sd.session_hash
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
where l.hash = $1 and ${stands} and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})`;

/** `undefined`: no open session for this delivery, or it does not stand any more. */
export async function findOpenedHere(
  db: Queryable,
  token: string,
  session: string,
): Promise<OpenedHere | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await db.query<OpenedHere>({
    name: 'opened-here',
    text: openedSql,
    values: [hashToken(token), hashToken(session)],
  });
  return rows[0];
}

/**
 * The delivery of a link, where the session may keep passkeys of its address and number. Refuses: unauthenticated (the session
 * has ended), not_permitted.
 */
export async function provenHere(db: Queryable, token: string, session: string): Promise<OpenedHere> {
  const here = await findOpenedHere(db, token, session);
  if (!here) throw new Refusal('unauthenticated', 'Your session has ended. Open the message again.');
  if (!here.proven) {
    throw new Refusal('not_permitted', 'A passkey takes the place of a code to your own phone.');
  }
  return here;
}
