import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Scope } from '../../message/scopes.ts';
import type { System } from '../staff.ts';

/** Secrets are 256 random bits, so a plain SHA-256 keeps them. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export interface SecretDraft {
  readonly system: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** ISO 8601; null: it does not end by itself. */
  readonly expiresAt: string | null;
}

/** Makes a secret of a system; it is shown this once. */
export async function insertSecret(
  tx: Queryable,
  { system, name, scopes, expiresAt }: SecretDraft,
): Promise<{ id: string; secret: string }> {
  const id = randomUUID();
  const secret = randomBytes(32).toString('base64url');
  await tx.query(
    `insert into system_secrets (id, system_id, hash, name, scopes, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    [id, system, hashSecret(secret), name, scopes, expiresAt],
  );
  return { id, secret };
}

/** SQL over `system_secrets k`: it opens something. */
export const liveSecretSql = '(k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))';

/** A system, and the id of the secret that proved it. */
export interface ProvenSystem extends System {
  readonly secret: string;
}

/** SQL over `system_secrets k`: its last use is not from this minute. */
export const staleUseSql = `(k.last_used_at is null or k.last_used_at < now() - interval '1 minute')`;

/** The system that a bearer token proves; `undefined`: none. Found by its hash, so timing tells nothing of a secret. */
export async function systemOf(ctx: Context, secret: string): Promise<ProvenSystem | undefined> {
  const { rows } = await ctx.db.query<ProvenSystem & { stale: boolean }>({
    name: 'system-of',
    text: `select s.id, s.name, s.unit_id as unit, s.senders, k.scopes, k.id as secret, ${staleUseSql} as stale
      from system_secrets k join systems s on s.id = k.system_id
      where k.hash = $1 and ${liveSecretSql} and s.revoked_at is null`,
    values: [hashSecret(secret)],
  });
  if (!rows[0]) return undefined;
  const { stale, ...system } = rows[0];
  if (stale) await markUsed(ctx, system.secret);
  return system;
}

/**
 * Notes that a secret is in use, once a minute at most: a write for each request would cost more than the request. Of many
 * at once, those that find another at it leave it at that.
 */
export async function markUsed({ db }: Context, secret: string): Promise<void> {
  await db.query({
    name: 'mark-secret-used',
    text: `update system_secrets set last_used_at = now()
      where id = (select k.id from system_secrets k where k.id = $1 and ${staleUseSql} for update skip locked)`,
    values: [secret],
  });
}
