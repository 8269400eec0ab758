import { randomUUID } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { scopes, usualScopes } from '../../message/scopes.ts';
import { recordChange } from '../record-change.ts';
import { hashSecret, insertSecret } from './secrets.ts';
import { unitCalled } from '../people/units.ts';

export interface SystemDraft {
  readonly name: string;
  /** Patterns: an address, `*@domain`, or `*` for any. */
  readonly from: readonly string[];
  /** Address of the person who answers for the system and gets its failures. */
  readonly owner?: string | undefined;
  readonly networks?: readonly string[] | undefined;
  readonly unit?: string | undefined;
}

/** Adds a system; its secret is shown this once. Refuses: invalid, already_exists. */
export async function createSystem(
  ctx: Context,
  actor: Actor,
  draft: SystemDraft,
): Promise<{ id: string; secret: string }> {
  if (draft.name.trim().toLowerCase() === bootstrapName) {
    throw new Refusal('already_exists', 'Segl keeps this name for itself. Choose another.');
  }
  const id = randomUUID();
  for (const pattern of draft.from) {
    if (!/^(\*|\*@[^\s@*]+|[^\s@*]+@[^\s@*]+)$/.test(pattern)) {
      throw new Refusal('invalid', `“${pattern.slice(0, 80)}” is neither an address nor *@domain nor *.`, {
        field: 'from',
      });
    }
  }
  return ctx.db.transaction(async (tx) => {
    const unit = await unitCalled(tx, draft.unit);
    const owner = draft.owner
      ? (
          await tx.query<{ id: string }>('select id from people where lower(email) = lower($1)', [
            draft.owner.trim(),
          ])
        ).rows[0]
      : undefined;
    if (draft.owner && !owner) {
      throw new Refusal('invalid', 'The owner must be a person here: add them first.', { field: 'owner' });
    }
    const { count } = await tx.query(
      `insert into systems (id, unit_id, owner_id, name, senders, networks)
        values ($1, $2, $3, $4, $5, $6::cidr[]) on conflict (lower(name)) do nothing`,
      [id, unit, owner?.id ?? null, draft.name.trim(), draft.from, draft.networks ?? []],
    );
    if (count === 0) throw new Refusal('already_exists', 'There is a system of this name already.');
    const networks = draft.networks ?? [];
    await recordChange(tx, {
      type: 'system.created',
      actor,
      kind: 'system',
      subject: id,
      before: null,
      after: { name: draft.name.trim(), from: draft.from, owner: owner?.id ?? null, networks, unit },
    });
    const { secret } = await insertSecret(tx, {
      system: id,
      name: 'first',
      scopes: usualScopes,
      expiresAt: null,
    });
    return { id, secret };
  });
}

export interface SystemLine {
  readonly id: string;
  readonly name: string;
  readonly senders: readonly string[];
  readonly owner: string | null;
}

export async function listSystems(ctx: Context): Promise<SystemLine[]> {
  const { rows } = await ctx.db.query<SystemLine>(
    `select s.id, s.name, s.senders, p.name as owner from systems s left join people p on p.id = s.owner_id
      where s.revoked_at is null order by s.name`,
  );
  return rows;
}

const bootstrapName = 'bootstrap';
/** Processes that start together set the token one after the other. */
const lock = 0x5e91_0004;

/** Makes the token of SEGL_BOOTSTRAP_TOKEN an administrator's, in place of any earlier one; without one, ends it. */
export async function setBootstrapToken(ctx: Context, token: string | undefined): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    if (!token) {
      await tx.query('update systems set revoked_at = now() where name = $1 and revoked_at is null', [
        bootstrapName,
      ]);
      return;
    }
    const { rows } = await tx.query<{ id: string }>(
      `insert into systems (id, unit_id, name, senders) values ($1, $2, $3, '{*}')
        on conflict (lower(name)) do update set revoked_at = null returning id`,
      [randomUUID(), await unitCalled(tx, undefined), bootstrapName],
    );
    const values = [rows[0]!.id, hashSecret(token)];
    await tx.query(
      'update system_secrets set revoked_at = now() where system_id = $1 and revoked_at is null and hash <> $2',
      values,
    );
    await tx.query(
      `insert into system_secrets as k (system_id, hash, id, name, scopes) values ($1, $2, $3, $4, $5)
        on conflict (hash) do update set revoked_at = null, scopes = excluded.scopes
        where k.system_id = excluded.system_id`,
      [...values, randomUUID(), 'SEGL_BOOTSTRAP_TOKEN', scopes],
    );
  });
}

/** The unit that everybody belongs to until others are made. */
export async function ensureFirstUnit(ctx: Context, organisation: string): Promise<void> {
  await ctx.db.query(
    `insert into units (id, name, outward_name) select $1, $2, $2
      where not exists (select from units)`,
    [randomUUID(), organisation],
  );
}
