import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../delivery/context.ts';
import { Refusal } from '../message/refusals.ts';
import type { System } from './staff.ts';
import { unitCalled } from './units.ts';

export interface SystemDraft {
  readonly name: string;
  /** Patterns: an address, `*@domain`, or `*` for any. */
  readonly from: readonly string[];
  /** Address of the person who answers for the system and gets its failures. */
  readonly owner?: string | undefined;
  readonly networks?: readonly string[] | undefined;
  readonly unit?: string | undefined;
}

/** Secrets are 256 random bits, so a plain SHA-256 keeps them. */
const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Adds a system; its secret is shown this once. Refuses: invalid, already_exists. */
export async function createSystem(
  ctx: Context,
  draft: SystemDraft,
): Promise<{ id: string; secret: string }> {
  if (draft.name.trim().toLowerCase() === bootstrapName) {
    throw new Refusal('already_exists', 'Segl keeps this name for itself. Choose another.');
  }
  const id = randomUUID();
  const secret = randomBytes(32).toString('base64url');
  for (const pattern of draft.from) {
    if (!/^(\*|\*@[^\s@*]+|[^\s@*]+@[^\s@*]+)$/.test(pattern)) {
      throw new Refusal('invalid', `“${pattern.slice(0, 80)}” is neither an address nor *@domain nor *.`, {
        field: 'from',
      });
    }
  }
  await ctx.db.transaction(async (tx) => {
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
      `insert into systems (id, unit_id, owner_id, name, secret_hash, senders, networks)
        values ($1, $2, $3, $4, $5, $6, $7::cidr[]) on conflict (lower(name)) do nothing`,
      [id, unit, owner?.id ?? null, draft.name.trim(), hashSecret(secret), draft.from, draft.networks ?? []],
    );
    if (count === 0) throw new Refusal('already_exists', 'There is a system of this name already.');
  });
  return { id, secret };
}

/** The system that a bearer token proves; `undefined`: none. Found by its hash, so timing tells nothing of a secret. */
export async function systemOf(ctx: Context, secret: string): Promise<System | undefined> {
  const { rows } = await ctx.db.query<System>({
    name: 'system-of',
    text: `select id, name, unit_id as unit, senders, is_admin as "isAdmin" from systems
      where secret_hash = $1 and revoked_at is null`,
    values: [hashSecret(secret)],
  });
  return rows[0];
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

/** Makes the token of SEGL_BOOTSTRAP_TOKEN an administrator's, in place of any earlier one; without one, ends it. */
export async function setBootstrapToken(ctx: Context, token: string | undefined): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (!token) {
      await tx.query(
        'update systems set revoked_at = now() where name = $1 and is_admin and revoked_at is null',
        [bootstrapName],
      );
      return;
    }
    await tx.query(
      `insert into systems (id, unit_id, name, secret_hash, senders, is_admin) values ($1, $2, $3, $4, '{*}', true)
        on conflict (lower(name)) do update set secret_hash = excluded.secret_hash, revoked_at = null`,
      [randomUUID(), await unitCalled(tx, undefined), bootstrapName, hashSecret(token)],
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
