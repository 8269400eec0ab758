import { randomBytes, randomUUID } from 'node:crypto';
import type { Queryable } from '../evidence/ports.ts';
import { type Details, recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { recipient } from './actors.ts';
import type { Client } from './client.ts';
import { liftReport } from './lift-report.ts';
import { limits } from './limits.ts';
import { hashToken } from './link-token.ts';
import { stands, wasOpened } from './standing.ts';

/** What was proved, as its event says it. */
export interface Proven {
  readonly type: 'delivery.code_verified' | 'delivery.identity_verified';
  readonly details: Details;
  /** The member of a shared mailbox who proved it. */
  readonly member?: string | null | undefined;
  /** It was proved in this session before, with another delivery to the same address and number. */
  readonly before?: true;
}

/** How the delivery stood when its row was locked. */
export interface Before {
  readonly status: string;
  readonly opened: boolean;
}

/** Locks a delivery that is open to its recipient. Refuses gone. */
export async function lockStanding(tx: Queryable, delivery: string): Promise<Before> {
  const { rows } = await tx.query<Before>(
    `select d.status, ${wasOpened} as opened from deliveries d where d.id = $1 and ${stands} for no key update`,
    [delivery],
  );
  if (!rows[0]) throw new Refusal('gone');
  return rows[0];
}

/**
 * Opens a session to whoever has proved that the delivery is theirs, in the caller's transaction, which has locked it: a new
 * session, or the given one, which then also opens this delivery. Records the proof, and lifts a report that the message is
 * not for whoever has the link. Returns the session's secret.
 */
export async function admitRecipient(
  tx: Queryable,
  delivery: string,
  { type, details, member = null, before: provedBefore }: Proven,
  before: Before,
  session: string | undefined,
  client: Client,
): Promise<string> {
  const opened = await joinSession(tx, delivery, member, session);
  if (!provedBefore) await noteWhoCame(tx, delivery, member ? 'member' : details.method, opened.secret);
  await recordEvent(tx, delivery, {
    type,
    actor: recipient(delivery),
    details: { ...details, session: opened.publicId, ...(member ? { member } : {}) },
    personal: { ...client },
  });
  // Whoever proves it is whom it is for, so a robot that presses buttons costs nothing.
  if (before.status === 'reported') await liftReport(tx, delivery, recipient(delivery), before.opened);
  return opened.secret;
}

async function joinSession(
  tx: Queryable,
  delivery: string,
  member: string | null,
  given: string | undefined,
): Promise<{ secret: string; publicId: string }> {
  const living = given && (await touchSession(tx, given));
  const secret = living ? given : randomBytes(32).toString('base64url');
  const publicId = living || randomUUID();
  if (!living) {
    await tx.query('insert into recipient_sessions (id_hash, public_id) values ($1, $2)', [
      hashToken(secret),
      publicId,
    ]);
  }
  await tx.query(
    `insert into session_deliveries (session_hash, delivery_id, member_id) values ($1, $2, $3)
      on conflict (session_hash, delivery_id) do update set member_id = excluded.member_id`,
    [hashToken(secret), delivery, member],
  );
  return { secret, publicId };
}

async function touchSession(tx: Queryable, secret: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ publicId: string }>(
    `update recipient_sessions set last_seen_at = now()
      where id_hash = $1 and last_seen_at > now() - make_interval(mins => ${limits.sessionMinutes})
      returning public_id as "publicId"`,
    [hashToken(secret)],
  );
  return rows[0]?.publicId;
}

/**
 * Notes whose address and number were proved last in a session: what is theirs may then be opened in it, and passkeys kept. An
 * access code was agreed for one message and proves no number; nor does an eID, and people who share an address and a phone have
 * different ones; a member of a mailbox proved one of their own; what another
 * recipient let somebody read was not addressed by its sender. They leave nobody noted, whoever was there before.
 */
async function noteWhoCame(
  tx: Queryable,
  delivery: string,
  how: Details[string] | undefined,
  secret: string,
): Promise<void> {
  await tx.query({
    name: 'note-who-came',
    text: `update recipient_sessions s set passkey_id = null, came_at = clock_timestamp(), came_method = $3,
        came_by = case when $3 in ('code', 'passkey') and d.phone is not null and d.parted is null then d.id end
      from deliveries d where s.id_hash = $1 and d.id = $2`,
    values: [hashToken(secret), delivery, how ?? 'code'],
  });
}
