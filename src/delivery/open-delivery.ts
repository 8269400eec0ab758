import { randomBytes, randomUUID } from 'node:crypto';
import type { Queryable } from '../evidence/ports.ts';
import { recordEvent } from '../evidence/record-event.ts';
import { Refusal } from '../message/refusals.ts';
import { recipient } from './actors.ts';
import { checkCode, type RightCode, useCode } from './check-code.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { endingOf, type LinkedDelivery } from './find-delivery.ts';
import { liftReport } from './lift-report.ts';
import { limits } from './limits.ts';
import { hashToken } from './link-token.ts';

/**
 * Exchanges a right code for a session: a new one, or the given one, which then also opens this delivery. Returns the
 * session's secret. A right code also lifts a report that the message is not for whoever has the link. Refuses: gone, and
 * what `checkCode` refuses.
 */
export async function openDelivery(
  ctx: Context,
  delivery: LinkedDelivery,
  given: string,
  session: string | undefined,
  client: Client,
): Promise<string> {
  if (endingOf(delivery)) throw new Refusal('gone');
  const right = await checkCode(ctx, delivery, 'opening', given, client);
  return ctx.db.transaction((tx) => admit(tx, delivery, right, session, client));
}

async function admit(
  tx: Queryable,
  delivery: LinkedDelivery,
  right: RightCode,
  session: string | undefined,
  client: Client,
): Promise<string> {
  const before = await useCode(tx, delivery.id, right);
  const opened = await joinSession(tx, delivery.id, session);
  await recordEvent(tx, delivery.id, {
    type: 'delivery.code_verified',
    actor: recipient(delivery.id),
    details: { code: right.id, session: opened.publicId },
    personal: { ...client },
  });
  // Whoever has the phone is whom it is for, so a robot that presses buttons costs nothing.
  if (before.status === 'reported') await liftReport(tx, delivery.id, recipient(delivery.id), before.opened);
  return opened.secret;
}

async function joinSession(
  tx: Queryable,
  delivery: string,
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
    'insert into session_deliveries (session_hash, delivery_id) values ($1, $2) on conflict do nothing',
    [hashToken(secret), delivery],
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
