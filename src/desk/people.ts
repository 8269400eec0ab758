import { randomBytes, randomUUID } from 'node:crypto';
import { parseEmailAddress } from '../delivery/addresses.ts';
import type { Context } from '../delivery/context.ts';
import { hashToken } from '../delivery/link-token.ts';
import { signsInByLink } from '../delivery/sign-in-link.ts';
import type { Queryable } from '../evidence/ports.ts';
import { Refusal } from '../message/refusals.ts';
import type { Role } from './staff.ts';
import { unitCalled } from './units.ts';

export const linkHours = 72;

export interface PersonDraft {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Name of the unit; absent: the first one. */
  readonly unit?: string | undefined;
}

/**
 * Adds a person, or takes up one who was first seen at the gateway and has no password, and returns the one-time path
 * with which they set one, valid for 72 hours. Refuses: email_invalid, already_exists, invalid (no such unit).
 */
export async function createPerson(ctx: Context, draft: PersonDraft): Promise<{ id: string; path: string }> {
  return ctx.db.transaction(async (tx) => {
    const unit = await unitCalled(tx, draft.unit);
    const id = await insertPerson(tx, unit, draft);
    return { id, path: await newWelcome(tx, id) };
  });
}

export async function insertPerson(
  tx: Queryable,
  unit: string,
  { email, name, role }: { email: string; name: string; role: Role },
  passwordHash: string | null = null,
): Promise<string> {
  const address = parseEmailAddress(email);
  if (!address) throw new Refusal('email_invalid');
  if (!name.trim()) throw new Refusal('invalid', 'A name is missing.', { field: 'name' });
  const { rows } = await tx.query<{ id: string }>(
    `insert into people as p (id, unit_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)
      on conflict (lower(email)) do update
        set unit_id = excluded.unit_id, name = excluded.name, role = excluded.role, password_hash = excluded.password_hash
        where p.password_hash is null and p.deactivated_at is null
          and not exists (select from welcome_links w where w.person_id = p.id)
      returning id`,
    [randomUUID(), unit, address, name.trim().slice(0, 200), role, passwordHash],
  );
  if (!rows[0]) throw new Refusal('already_exists', 'There is a person with this address already.');
  return rows[0].id;
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

export interface PersonLine {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly unit: string;
  /** null: not before they have chosen a password. */
  readonly signsIn: 'password' | 'link' | null;
}

export async function listPeople(ctx: Context): Promise<PersonLine[]> {
  const { rows } = await ctx.db.query<PersonLine>(
    `select p.id, p.name, p.email, p.role, u.name as unit,
        case when p.password_hash is not null then 'password' when ${signsInByLink} then 'link' end as "signsIn"
      from people p join units u on u.id = p.unit_id where p.deactivated_at is null order by p.name`,
  );
  return rows;
}
