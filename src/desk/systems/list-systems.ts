import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { warningSql } from './list-secrets.ts';
import type { Manager } from './manager.ts';
import { liveSecretSql } from './secrets.ts';
import { isBootstrap } from './system-fields.ts';

export interface SystemLine {
  readonly id: string;
  readonly name: string;
  readonly senders: readonly string[];
  readonly networks: readonly string[];
  /** Null: nobody answers for it. */
  readonly owner: { readonly name: string; readonly email: string } | null;
  readonly unit: { readonly id: string; readonly name: string };
  readonly version: number;
  /** ISO 8601 UTC with microseconds. */
  readonly createdAt: string;
  readonly closedAt: string | null;
  /** How many of its secrets open something. */
  readonly secrets: number;
  /** How many of those somebody should mind. */
  readonly warnings: number;
  readonly lastUsedAt: string | null;
  /** Made by SEGL_BOOTSTRAP_TOKEN: nobody changes it here. */
  readonly bootstrap: boolean;
}

const sql = `select s.id, s.name, s.senders, s.networks::text[] as networks,
    case when p.id is not null then jsonb_build_object('name', p.name, 'email', p.email) end as owner,
    jsonb_build_object('id', u.id, 'name', u.name) as unit, s.version, s.created_at as "createdAt",
    s.revoked_at as "closedAt", k.secrets, k.warnings, k.used as "lastUsedAt"
  from systems s join units u on u.id = s.unit_id left join people p on p.id = s.owner_id
    cross join lateral (
      select (count(*) filter (where ${liveSecretSql}))::int as secrets, count(${warningSql})::int as warnings,
        max(k.last_used_at) as used
      from system_secrets k where k.system_id = s.id
    ) k
  where ($1::uuid[] is null or s.unit_id = any ($1)) and ($2::uuid is null or s.id = $2)
  order by s.revoked_at is not null, lower(s.name)`;

/** Those that the manager looks after, closed ones last. */
export async function listSystems(
  { db }: Context,
  { units }: Pick<Manager, 'units'>,
  id: string | null = null,
): Promise<SystemLine[]> {
  const { rows } = await db.query<Omit<SystemLine, 'bootstrap'>>(sql, [units, id]);
  return rows.map((row) => ({ ...row, bootstrap: isBootstrap(row.name) }));
}

/** One of them. Refuses not_found. */
export async function findSystem(
  ctx: Context,
  manager: Pick<Manager, 'units'>,
  id: string,
): Promise<SystemLine> {
  const found = isUuid(id) ? (await listSystems(ctx, manager, id))[0] : undefined;
  if (!found) throw new Refusal('not_found');
  return found;
}
