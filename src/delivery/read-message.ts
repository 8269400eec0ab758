import type { Content } from '../message/content.ts';
import type { Language } from '../message/languages.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { hashToken, looksLikeToken } from './link-token.ts';
import { openBodyBytes, type StoredBody } from './open-body.ts';
import { recordingSql, releaseArguments } from './release.ts';
import { type MessageTerms, termsSql, usualTerms } from './terms.ts';

export interface OpenMessage {
  readonly delivery: string;
  readonly message: string;
  /** Whether this reading is the first. */
  readonly first: boolean;
  readonly language: Language;
  readonly unit: string;
  readonly sender: string;
  readonly senderName: string | null;
  readonly reference: string;
  readonly sentAt: string;
  /** The stamp of the first reading. */
  readonly openedAt: string;
  readonly expiresAt: string;
  readonly content: Content;
  /** Its exact bytes: part 0. */
  readonly bytes: Uint8Array;
  readonly terms: MessageTerms;
  /** How this delivery was made by the recipient of another one; null: the sender addressed it. */
  readonly parted: 'reader' | 'passed' | null;
  /** The member of a shared mailbox who reads, by id. */
  readonly member: string | null;
  /** The session came in by a code to a phone or by a passkey, after which one may come back without a link. */
  readonly comesBack: boolean;
}

type Row = Omit<OpenMessage, 'content' | 'bytes' | 'terms'> & StoredBody & { terms: MessageTerms | null };

/**
 * Reads a message within a session. Session, delivery and seals are looked up, the delivery is locked, and `opened`
 * (or `reopened`) is committed by one statement before anything is unsealed: when this returns, the evidence is durable.
 * `undefined`: no open session for this delivery, or the delivery does not stand any more.
 */
export async function readMessage(
  ctx: Context,
  token: string,
  session: string,
  client: Client,
): Promise<OpenMessage | undefined> {
  if (!looksLikeToken(token)) return undefined;
  const { rows } = await ctx.db.query<Row>({
    name: 'read-message',
    text: sql,
    values: [hashToken(token), hashToken(session), ...releaseArguments(client)],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { sealed, blob, size, jwe, terms, ...rest } = row;
  const bytes = await openBodyBytes(ctx, {
    message: row.message,
    delivery: row.delivery,
    sealed,
    blob,
    size,
    jwe,
  });
  const content = JSON.parse(bytes.toString()) as Content;
  return { ...rest, content, bytes, terms: terms ?? usualTerms };
}

const type =
  "case when recorded.opened_seq = recorded.seq then 'delivery.opened' else 'delivery.reopened' end";

const sql = `
with ${recordingSql(type, { opens: true, details: "'{}'::jsonb" })}
select d.id as delivery, d.message_id as message, d.opened_seq = d.seq as first, d.language, d.reference,
  coalesce((select e.at from events e where e.delivery = d.id and e.seq = d.opened_seq), event.at) as "openedAt",
  d.expires_at as "expiresAt", u.outward_name as unit, m.sender_address as sender, p.name as "senderName",
  m.created_at as "sentAt", d.parted, sd.member_id as member, ${termsSql} as terms, b.sealed, b.blob, b.size, w.jwe,
  exists (select from recipient_sessions s
    where s.id_hash = $2 and (s.came_by is not null or s.passkey_id is not null)) as "comesBack"
from recorded d
  join event on true
  join messages m on m.id = d.message_id
  join units u on u.id = m.unit_id
  left join people p on p.id = m.person_id
  left join message_terms t on t.message_id = d.message_id
  join session_deliveries sd on sd.session_hash = $2 and sd.delivery_id = d.id
  join parts b on b.message_id = d.message_id and b.part = 0
  join wraps w on w.message_id = d.message_id and w.delivery_id = d.id`;
