import type { Context } from '../../delivery/context.ts';
import type { Scope } from '../../message/scopes.ts';
import { liveSecretSql } from './secrets.ts';

/** What an administrator should mind about a live secret. */
export type SecretWarning = 'expires_soon' | 'unused' | 'never_used';

export interface SecretLine {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** ISO 8601 UTC with microseconds. */
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** To the minute. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly state: 'live' | 'expired' | 'revoked';
  /** Id of the live secret that came in its place. */
  readonly replacedBy: string | null;
  readonly warning: SecretWarning | null;
}

/**
 * SQL over `system_secrets k`: the live secret that came in its place, as the event of its making tells, which nobody can
 * change or erase.
 */
export const replacedBySql = `(select n.id from events e join system_secrets n on n.id = (e.details ->> 'secret')::uuid
  where e.message is null and e.details ->> 'subject' = k.system_id::text and e.type = 'secret.created'
    and e.details ->> 'replaces' = k.id::text
    and n.revoked_at is null and (n.expires_at is null or n.expires_at > now())
  order by e.id desc limit 1)`;

/** SQL over `system_secrets k`. One that was made within the week may still be waiting for its first use. */
export const warningSql = `(case when not ${liveSecretSql} then null
  when k.expires_at < now() + interval '30 days' then 'expires_soon'
  when k.last_used_at < now() - interval '90 days' then 'unused'
  when k.last_used_at is null and k.created_at < now() - interval '7 days' then 'never_used' end)`;

/** The live ones first, else the newest first. Ended ones are told of for as long as the list is not too long. */
export async function listSecrets(ctx: Context, system: string): Promise<SecretLine[]> {
  const { rows } = await ctx.db.query<SecretLine>(
    `select k.id, k.name, k.scopes, k.created_at as "createdAt", k.expires_at as "expiresAt",
        k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt",
        case when ${liveSecretSql} then 'live' when k.revoked_at is null then 'expired' else 'revoked' end as state,
        case when ${liveSecretSql} then ${replacedBySql} end as "replacedBy", ${warningSql} as warning
      from system_secrets k where k.system_id = $1
      order by ${liveSecretSql} desc, k.created_at desc, k.id limit 200`,
    [system],
  );
  return rows;
}
