import { randomBytes, randomUUID } from 'node:crypto';
import { parseEmailAddress } from '../../delivery/addresses.ts';
import { hashToken } from '../../delivery/link-token.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Grant } from '../staff.ts';
import { longestName, tidyName } from './tidy-text.ts';

export const linkHours = 72;

const lock = 0x5e91_0007;

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  /** The id. */
  readonly unit: string;
  readonly grants: readonly Grant[];
}

/**
 * Whoever adds the same address at the same moment waits, and then sees the link that was made. To be called before any
 * lock on the person whose address it may be.
 */
export async function claimAddress(tx: Queryable, address: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext(lower($2)))', [lock, address]);
}

/**
 * Adds a person, or takes up one who was first seen at the gateway, has no password and was never given a link.
 * Refuses: email_invalid, invalid, already_exists.
 */
export async function insertPerson(
  tx: Queryable,
  { email, name, unit, grants }: NewPerson,
  passwordHash: string | null = null,
): Promise<string> {
  const address = parseEmailAddress(email);
  if (!address) throw new Refusal('email_invalid');
  await claimAddress(tx, address);
  const { rows } = await tx.query<{ id: string }>(
    `insert into people as p (id, unit_id, email, name, password_hash) values ($1, $2, $3, $4, $5)
      on conflict (lower(email)) do update
        set unit_id = excluded.unit_id, name = excluded.name, password_hash = excluded.password_hash,
          version = p.version + 1
        where p.password_hash is null and p.subject is null and p.deactivated_at is null
          and not exists (select from welcome_links w where w.person_id = p.id)
      returning id`,
    [randomUUID(), unit, address, tidyName(name.slice(0, longestName)), passwordHash],
  );
  if (!rows[0]) throw new Refusal('already_exists', 'There is a person with this address already.');
  await setGrants(tx, rows[0].id, grants);
  return rows[0].id;
}

/** Puts a person's roles in place of those they had. */
export async function setGrants(tx: Queryable, person: string, grants: readonly Grant[]): Promise<void> {
  await tx.query('delete from grants where person_id = $1', [person]);
  await tx.query(
    `insert into grants (person_id, role, unit_id)
      select $1, * from unnest($2::text[], $3::uuid[]) on conflict do nothing`,
    [person, grants.map(({ role }) => role), grants.map(({ unit }) => unit)],
  );
}

/** A one-time path for a person, or for the first administrator where `person` is null. */
export async function newWelcome(tx: Queryable, person: string | null): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx.query(
    `insert into welcome_links (token_hash, person_id, expires_at)
      values ($1, $2, now() + make_interval(hours => ${linkHours}))`,
    [hashToken(token), person],
  );
  return `/desk/welcome/${token}`;
}
