import type { Queryable } from '../evidence/ports.ts';
import { tokensBeginWith, type SealedLabel } from '../envelope/index.ts';

/**
 * Where something lies sealed that is to outlive the epoch of its key, so that it is moved from key to key. All else that
 * is sealed ends by itself before a key can end, which is a whole day after its own at the earliest: codes, their peppers
 * and calls after ten minutes, sessions' cookies and the identity provider's tokens after twelve hours. The cookie of a
 * known browser is sealed anew at each sign-in; one that was not used for so long is an unknown browser's.
 */
export interface SealedPlace {
  readonly table:
    | 'wraps'
    | 'exports'
    | 'replies'
    | 'acknowledgements'
    | 'totp_secrets'
    | 'delivery_identities'
    | 'contact_identities'
    | 'jobs'
    | 'outbox';
  readonly id: 'id' | 'person_id' | 'delivery_id' | 'contact_id';
  readonly idType: 'uuid' | 'bigint';
  readonly sealed: 'jwe' | 'sealed';
  readonly label: SealedLabel;
  /** The table names each row's key. */
  readonly hasKid: boolean;
}

export const sealedPlaces: readonly SealedPlace[] = [
  { table: 'wraps', id: 'id', idType: 'uuid', sealed: 'jwe', label: 'wrap', hasKid: true },
  { table: 'exports', id: 'id', idType: 'uuid', sealed: 'jwe', label: 'wrap', hasKid: true },
  { table: 'replies', id: 'id', idType: 'uuid', sealed: 'jwe', label: 'wrap', hasKid: true },
  { table: 'acknowledgements', id: 'id', idType: 'uuid', sealed: 'jwe', label: 'wrap', hasKid: true },
  { table: 'totp_secrets', id: 'person_id', idType: 'uuid', sealed: 'sealed', label: 'factor', hasKid: true },
  {
    table: 'delivery_identities',
    id: 'delivery_id',
    idType: 'uuid',
    sealed: 'sealed',
    label: 'identity',
    hasKid: true,
  },
  {
    table: 'contact_identities',
    id: 'contact_id',
    idType: 'uuid',
    sealed: 'sealed',
    label: 'identity',
    hasKid: true,
  },
  { table: 'jobs', id: 'id', idType: 'bigint', sealed: 'sealed', label: 'job', hasKid: false },
  { table: 'outbox', id: 'id', idType: 'bigint', sealed: 'sealed', label: 'outbox', hasKid: false },
];

/** SQL: row `t` of a place is sealed under one of the keys of parameter `$n`, which `underKeys` makes. */
export const isUnder = ({ hasKid, sealed }: SealedPlace, n: number): string =>
  hasKid ? `t.kid = any ($${n}::text[])` : `t.${sealed} like any ($${n}::text[])`;

export const underKeys = ({ hasKid }: SealedPlace, kids: readonly string[]): readonly string[] =>
  hasKid ? kids : kids.map((kid) => `${tokensBeginWith(kid).replaceAll('_', '\\_')}%`);

/** The tables in which something lies under a key still. */
export async function holdersOf(db: Queryable, kid: string): Promise<readonly string[]> {
  const held = await Promise.all(
    sealedPlaces.map(async (place) => {
      const { rows } = await db.query<{ held: boolean }>(
        `select exists (select from ${place.table} t where ${isUnder(place, 1)}) as held`,
        [underKeys(place, [kid])],
      );
      return rows[0]!.held;
    }),
  );
  return sealedPlaces.flatMap(({ table }, index) => (held[index] ? [table] : []));
}
