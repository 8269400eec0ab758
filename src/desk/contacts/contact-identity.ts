import type { Context } from '../../delivery/context.ts';
import {
  maskIdentity,
  openIdentity,
  readIdentity,
  type SealedIdentity,
  sealIdentity,
} from '../../delivery/eid/identities.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';

/** A contact's identity number as it is to be: null is none; `undefined`: as it was. */
export type NewIdentity = (SealedIdentity & { readonly number: string }) | null | undefined;

/** What became of it, as history says it. */
export type IdentityChange = 'given' | 'replaced' | 'removed';

/** Reads and seals what was typed, outside of any transaction. Refuses invalid: it is none, or no eID matches one here. */
export async function newIdentity(
  ctx: Context,
  contact: string,
  typed: string | null | undefined,
): Promise<NewIdentity> {
  if (typed === null) return null;
  if (!typed?.trim()) return undefined;
  const number = readGivenIdentity(ctx, typed);
  return { ...(await sealIdentity(ctx, contact, number)), number };
}

/** Refuses invalid. */
export function readGivenIdentity(ctx: Context, typed: string): string {
  if (ctx.settings.eid) return readIdentity(ctx, typed);
  throw new Refusal('invalid', 'There is no eID here with which an identity number could be matched.', {
    field: 'identity',
  });
}

/** Puts it in place, in the caller's transaction, which has locked or just made the contact. `undefined`: nothing changed. */
export async function putIdentity(
  ctx: Context,
  tx: Queryable,
  contact: string,
  identity: NewIdentity,
): Promise<IdentityChange | undefined> {
  if (identity === undefined) return undefined;
  if (identity === null) {
    const { count } = await tx.query('delete from contact_identities where contact_id = $1', [contact]);
    return count > 0 ? 'removed' : undefined;
  }
  const stands = await sealedOf(tx, contact);
  if (stands && (await openIdentity(ctx, contact, stands)) === identity.number) return undefined;
  await tx.query(
    `insert into contact_identities (contact_id, kid, sealed) values ($1, $2, $3)
      on conflict (contact_id) do update set kid = excluded.kid, sealed = excluded.sealed`,
    [contact, identity.kid, identity.sealed],
  );
  return stands ? 'replaced' : 'given';
}

/** As a page may show it; null: there is none that anybody can read. */
export async function shownIdentity(ctx: Context, contact: string): Promise<string | null> {
  const sealed = await sealedOf(ctx.db, contact);
  const number = sealed && (await openIdentity(ctx, contact, sealed));
  return number ? maskIdentity(number) : null;
}

async function sealedOf(db: Queryable, contact: string): Promise<string | undefined> {
  const { rows } = await db.query<{ sealed: string }>(
    'select sealed from contact_identities where contact_id = $1',
    [contact],
  );
  return rows[0]?.sealed;
}
