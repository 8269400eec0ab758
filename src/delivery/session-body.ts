import type { Content } from '../message/content.ts';
import type { Context } from './context.ts';
import { limits } from './limits.ts';
import { hashToken, looksLikeToken } from './link-token.ts';
import { openBody, type StoredBody } from './open-body.ts';
import { stands } from './standing.ts';

export interface SessionBody {
  readonly delivery: string;
  readonly message: string;
  readonly jwe: string;
  readonly content: Content;
  /** Whether the message page was released to this session within the last ten minutes. */
  readonly shown: boolean;
}

/**
 * The manifest of a message within a session, for what belongs to a page that was released already: nothing of it may
 * leave without an event of its own, except the text that `shown` says was just released. `undefined` as `readMessage`.
 */
export async function sessionBody(
  ctx: Context,
  token: string,
  session: string,
): Promise<SessionBody | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await ctx.db.query<StoredBody & { delivery: string; shown: boolean }>({
    name: 'session-body',
    text: sql,
    values: [hashToken(token), hashToken(session)],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { delivery, message, jwe, shown } = row;
  return { delivery, message, jwe, shown, content: await openBody(ctx, row) };
}

const sql = `
select d.id as delivery, d.message_id as message, b.sealed, b.blob, b.size, w.jwe,
  exists (select from events e where e.delivery = d.id and e.type in ('delivery.opened', 'delivery.reopened')
    and e.at > now() - interval '10 minutes' and e.details ->> 'session' = s.public_id::text) as shown
from link_tokens l
  join deliveries d on d.id = l.delivery_id
  join session_deliveries sd on sd.delivery_id = d.id and sd.session_hash = $2
  join recipient_sessions s on s.id_hash = sd.session_hash
  join parts b on b.message_id = d.message_id and b.part = 0
  join wraps w on w.message_id = d.message_id and w.delivery_id = d.id
where l.hash = $1 and ${stands} and not d.awaits_signature
  and s.last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})`;
