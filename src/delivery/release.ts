import { v7 as uuidv7 } from 'uuid';
import { commit, type PersonalFields } from '../evidence/commitment.ts';
import type { Client } from './client.ts';
import { limits } from './limits.ts';

/** The statuses in which content may leave. */
const released = "('sent', 'notified', 'opened', 'reported')";

/**
 * The front of every statement that releases content within a session: CTEs `d`, the delivery of link $1 and session
 * $2, locked, where it stands and the session lives; and `recorded`, the event ($3 to $6) of the type that the SQL
 * expression names. A delivery that another transaction ends first is seen as ended, because the lock rereads it.
 */
export const recordingSql = (type: string, details = "'{}'::jsonb"): string => `
d as (
  select d.*, s.public_id, s.last_seen_at
  from link_tokens l
    join deliveries d on d.id = l.delivery_id
    join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $2
    join recipient_sessions s on s.id_hash = sd.session_hash
  where l.hash = $1 and d.status in ${released} and d.expires_at > now()
    and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
  for no key update of d
), seen as (
  update recipient_sessions s set last_seen_at = now() from d
  where s.id_hash = $2 and s.last_seen_at < now() - interval '30 seconds'
), recorded as (
  select r.* from d, lateral record_event($3, ${type}, d.id,
    case when d.opened then null else 'opened' end, '{sent,notified}', null, 'recipient', d.id,
    ${details} || jsonb_build_object('session', d.public_id), $4, $5, $6) r
)`;

/** Values $3 to $6 of a releasing statement: event id, commitment, its key, and the personal fields. */
export function releaseArguments(client: Client & PersonalFields): readonly unknown[] {
  const { commitment, k, fields } = commit({ ...client });
  return [uuidv7(), commitment, k, JSON.stringify(fields)];
}
