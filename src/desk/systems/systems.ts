import { randomUUID } from 'node:crypto';
import type { Context } from '../../delivery/context.ts';
import { scopes } from '../../message/scopes.ts';
import { unitCalled } from '../people/units.ts';
import { hashSecret } from './secrets.ts';
import { bootstrapName } from './system-fields.ts';

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
