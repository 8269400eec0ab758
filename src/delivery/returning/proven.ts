import type { Queryable } from '../../evidence/ports.ts';
import type { Language } from '../../message/languages.ts';
import { Refusal } from '../../message/refusals.ts';
import { limits } from '../limits.ts';
import { hashToken, looksLikeToken } from '../link-token.ts';
import { stands } from '../standing.ts';

/**
 * SQL: the address and number of whoever has the session $1, and how they were proved; no row: nobody's. A number that was
 * corrected since is not the one that was proved.
 */
export const provenSql = `select lower(d.email) as email, d.phone, s.came_method as method, null::bytea as passkey
    from recipient_sessions s join deliveries d on d.id = s.came_by and d.phone is not null
    where s.id_hash = $1 and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
      and not exists (select from events e
        where e.delivery = d.id and e.type = 'delivery.corrected' and e.at > s.came_at)
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
  /** Whoever has the session has proved this address and number, and may keep passkeys of them. */
  readonly proven: boolean;
}

const openedSql = `
select d.id as delivery, d.language, u.outward_name as unit, d.email,
  d.parted is null and sd.member_id is null and exists (
    select from (${provenSql}) p where p.email = lower(d.email) and p.phone = d.phone) as proven
from link_tokens l
  join deliveries d on d.id = l.delivery_id
  join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $1
  join recipient_sessions s on s.id_hash = sd.session_hash
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
where l.hash = $2 and ${stands} and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})`;

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
    values: [hashToken(session), hashToken(token)],
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
