import { randomUUID } from 'node:crypto';
import type { Queryable } from '../evidence/ports.ts';
import { Refusal } from '../message/refusals.ts';
import type { Context } from './context.ts';

const leaseSeconds = 60;

/** Stands in place of a fingerprint whose answer was erased. */
export const erasedFingerprint = 'erased';

/** A request's hold on its Idempotency-Key: either new, or already answered. */
export interface Reservation {
  readonly system: string;
  readonly key: string;
  readonly lease: string;
  /** Set when the key was answered before. */
  readonly answered?: { readonly fingerprint: string; readonly response: unknown };
}

/**
 * Takes a key for one request, before its body is read. Refuses with `request_in_flight` while another request holds
 * it. A holder that died is succeeded after a minute; an answer is remembered for 24 hours.
 */
export async function reserveKey(ctx: Context, system: string, key: string): Promise<Reservation> {
  if (key.length < 1 || key.length > 255) {
    throw new Refusal('invalid', 'The Idempotency-Key must have 1 to 255 characters.');
  }
  const lease = randomUUID();
  const taken = await ctx.db.query(
    `insert into idempotency_keys as k (system_id, key, lease, leased_until)
      values ($1, $2, $3, now() + make_interval(secs => ${leaseSeconds}))
      on conflict (system_id, key) do update
        set lease = excluded.lease, leased_until = excluded.leased_until, created_at = now(),
            fingerprint = null, response = null
        where (k.fingerprint is null and k.leased_until < now()) or k.created_at < now() - interval '24 hours'`,
    [system, key, lease],
  );
  if (taken.count === 1) return { system, key, lease };
  const { rows } = await ctx.db.query<{ fingerprint: string | null; response: unknown }>(
    'select fingerprint, response from idempotency_keys where system_id = $1 and key = $2',
    [system, key],
  );
  const row = rows[0];
  if (!row || row.fingerprint === null) {
    throw new Refusal(
      'request_in_flight',
      'A request with this Idempotency-Key is being worked on. Wait for its answer.',
    );
  }
  return { system, key, lease, answered: { fingerprint: row.fingerprint, response: row.response } };
}

/** Renews the hold while a long body arrives; ends with the returned function. */
export function keepReserved(ctx: Context, reservation: Reservation): () => void {
  const timer = setInterval(
    () => {
      ctx.db
        .query(
          `update idempotency_keys set leased_until = now() + make_interval(secs => ${leaseSeconds})
          where system_id = $1 and key = $2 and lease = $3`,
          [reservation.system, reservation.key, reservation.lease],
        )
        .catch(() => undefined);
    },
    (leaseSeconds * 1000) / 3,
  );
  timer.unref();
  return () => clearInterval(timer);
}

/** Lets go of a key whose request was refused or broke off, so that it can be used again. */
export async function releaseKey(ctx: Context, { system, key, lease, answered }: Reservation): Promise<void> {
  if (answered) return;
  await ctx.db
    .query(
      'delete from idempotency_keys where system_id = $1 and key = $2 and lease = $3 and fingerprint is null',
      [system, key, lease],
    )
    .catch(() => undefined);
}

/** Stores the answer in the accepting transaction. Fails it where the hold was lost to another request. */
export async function answerKey(
  tx: Queryable,
  { system, key, lease }: Reservation,
  fingerprint: string,
  response: unknown,
): Promise<void> {
  const { count } = await tx.query(
    `update idempotency_keys set fingerprint = $4, response = $5
      where system_id = $1 and key = $2 and lease = $3 and fingerprint is null`,
    [system, key, lease, fingerprint, JSON.stringify(response)],
  );
  if (count !== 1) {
    throw new Refusal(
      'request_in_flight',
      'Another request took this Idempotency-Key over. Ask for its answer.',
    );
  }
}

/** What the same mail was answered with, within 24 hours. */
export async function answeredBefore(ctx: Context, system: string, key: string): Promise<unknown> {
  const { rows } = await ctx.db.query<{ response: unknown }>(
    `select response from idempotency_keys
      where system_id = $1 and key = $2 and created_at > now() - interval '24 hours'`,
    [system, key],
  );
  return rows[0]?.response;
}
