import { v7 as uuidv7 } from 'uuid';
import { commit, type PersonalFields } from '../evidence/commitment.ts';
import { insertingSql } from '../evidence/record-event.ts';
import type { Client } from './client.ts';
import { limits } from './limits.ts';
import { stands } from './standing.ts';

/**
 * The front of every statement that releases content within a session: CTE `recorded` is the delivery of link $1 and
 * session $2, where it stands and the session lives, counted up and locked; the others insert the event ($3 to $6) of
 * the type that the SQL expression names. A delivery that another transaction ends first is seen as ended, because
 * the update rereads the row that it waited for.
 */
export const recordingSql = (
  type: string,
  { opens, details }: { opens: boolean; details: string },
): string => `
recorded as (
  update deliveries d set
    seq = d.seq + 1,
    ${opens ? 'opened_seq = coalesce(d.opened_seq, d.seq + 1),' : ''}
    status = case when d.status in ('sent', 'notified') then 'opened' else d.status end
  from link_tokens l, session_deliveries sd, recipient_sessions s
  where l.hash = $1 and d.id = l.delivery_id and ${stands} and not d.awaits_signature
    and sd.session_hash = $2 and sd.delivery_id = d.id and s.id_hash = sd.session_hash
    and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
  returning d.id, d.message_id, d.seq, d.opened_seq, d.language, d.reference, d.expires_at, d.parted, s.public_id, s.last_seen_at, sd.member_id
), seen as (
  update recipient_sessions s set last_seen_at = now() from recorded
  where s.id_hash = $2 and recorded.last_seen_at < now() - interval '30 seconds'
), ${insertingSql({
  id: '$3::uuid',
  type,
  actor: "'recipient'",
  actorId: 'recorded.id',
  details: `${details} || jsonb_build_object('session', recorded.public_id)
    || case when recorded.member_id is null then '{}' else jsonb_build_object('member', recorded.member_id) end`,
  commitment: '$4::bytea',
  k: '$5::bytea',
  fields: '$6::jsonb',
})}`;

/** Values $3 to $6 of a releasing statement: event id, commitment, its key, and the personal fields. */
export function releaseArguments(client: Client & PersonalFields): readonly unknown[] {
  const { commitment, k, fields } = commit({ ...client });
  return [uuidv7(), commitment, k, JSON.stringify(fields)];
}
