import { createHash, timingSafeEqual } from 'node:crypto';
import type { Queryable } from '../../evidence/ports.ts';
import { countryOfIdentity, parseIdentityNumber } from '../../guard/identity-number.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Context } from '../context.ts';
import { openSecret, sealNamed } from '../secrets.ts';

export { maskIdentity } from '../../guard/identity-number.ts';

/** A national identity number as a row keeps it; `kid`: the epoch key without which it is gone. */
export interface SealedIdentity {
  readonly kid: string;
  readonly sealed: string;
}

/** A number that somebody typed, as it is kept (`parseIdentityNumber`). Refuses invalid. */
export function readIdentity({ settings }: Pick<Context, 'settings'>, typed: string): string {
  const number = parseIdentityNumber(typed, settings.country);
  if (number) return number;
  throw new Refusal('invalid', 'That is no CPR number or personnummer.', { field: 'identity' });
}

/** Seals a number, as `parseIdentityNumber` gave it, for the delivery or the contact whose it is. */
export const sealIdentity = (
  { keys }: Pick<Context, 'keys'>,
  owner: string,
  number: string,
): Promise<SealedIdentity> => sealNamed(keys, 'identity', owner, number);

/** `undefined`: its key is gone, or it was sealed for another owner. */
export const openIdentity = (
  { keys }: Pick<Context, 'keys'>,
  owner: string,
  sealed: string,
): Promise<string | undefined> => openSecret(keys, 'identity', owner, sealed);

export async function storeDeliveryIdentities(
  tx: Queryable,
  rows: readonly (SealedIdentity & { readonly delivery: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into delivery_identities (delivery_id, kid, sealed) select * from unnest($1::uuid[], $2::text[], $3::text[])`,
    [rows.map(({ delivery }) => delivery), rows.map(({ kid }) => kid), rows.map(({ sealed }) => sealed)],
  );
}

/** The number that the sender gave for the recipient of a delivery. `undefined`: none, or nobody can read it any more. */
export async function identityOf(
  ctx: Pick<Context, 'db' | 'keys'>,
  delivery: string,
): Promise<string | undefined> {
  const { rows } = await ctx.db.query<{ sealed: string }>(
    'select sealed from delivery_identities where delivery_id = $1',
    [delivery],
  );
  return rows[0] && openIdentity(ctx, delivery, rows[0].sealed);
}

/** Whether a number that was kept is the one that somebody says, in whatever way it is written. */
export function isIdentity(kept: string, said: string): boolean {
  const given = parseIdentityNumber(said, countryOfIdentity(kept));
  return timingSafeEqual(digestOf(kept), digestOf(given ?? ''));
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
