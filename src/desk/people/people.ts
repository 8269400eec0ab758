import { randomBytes, randomUUID } from 'node:crypto';
import { parseEmailAddress } from '../../delivery/addresses.ts';
import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import { signsInByLink } from '../../delivery/sign-in-link.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Actor } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { recordChange } from '../record-change.ts';
import type { Grant, Role } from '../staff.ts';
import { unitCalled } from './units.ts';

export const linkHours = 72;

export interface PersonDraft {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Name of the unit; absent: the first one, and the role of compliance or administrator holds in all of them. */
  readonly unit?: string | undefined;
}

/**
 * Adds a person, or takes up one who was first seen at the gateway and has no password, and returns the one-time path
 * with which they set one, valid for 72 hours. Refuses: email_invalid, already_exists, invalid (no such unit).
 */
export async function createPerson(
  ctx: Context,
  actor: Actor,
  draft: PersonDraft,
): Promise<{ id: string; path: string }> {
  return ctx.db.transaction(async (tx) => {
    const unit = await unitCalled(tx, draft.unit);
    const { email, name, role } = draft;
    const grants: Grant[] = [{ role: 'sender', unit }];
    if (role !== 'sender') grants.push({ role, unit: draft.unit ? unit : null });
    const id = await insertPerson(tx, { email, name, unit, grants });
    await recordChange(tx, {
      type: 'person.created',
      actor,
      kind: 'person',
      subject: id,
      before: null,
      after: { email, name, unit, grants: grants.map((grant) => ({ ...grant })) },
    });
    return { id, path: await newWelcome(tx, id) };
  });
}

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly unit: string;
  readonly grants: readonly Grant[];
}

/** Refuses: email_invalid, invalid, already_exists. */
export async function insertPerson(
  tx: Queryable,
  { email, name, unit, grants }: NewPerson,
  passwordHash: string | null = null,
): Promise<string> {
  const address = parseEmailAddress(email);
  if (!address) throw new Refusal('email_invalid');
  if (!name.trim()) throw new Refusal('invalid', 'A name is missing.', { field: 'name' });
  const { rows } = await tx.query<{ id: string }>(
    `insert into people as p (id, unit_id, email, name, password_hash) values ($1, $2, $3, $4, $5)
      on conflict (lower(email)) do update
        set unit_id = excluded.unit_id, name = excluded.name, password_hash = excluded.password_hash,
          version = p.version + 1
        where p.password_hash is null and p.subject is null and p.deactivated_at is null
          and not exists (select from welcome_links w where w.person_id = p.id)
      returning id`,
    [randomUUID(), unit, address, name.trim().slice(0, 200), passwordHash],
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

export interface PersonLine {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly grants: readonly Grant[];
  readonly unit: string;
  /** null: not before they have chosen a password. */
  readonly signsIn: 'password' | 'link' | null;
}

export async function listPeople(ctx: Context): Promise<PersonLine[]> {
  const { rows } = await ctx.db.query<PersonLine>(
    `select p.id, p.name, p.email, u.name as unit,
        coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'unit', g.unit_id)) from grants g
          where g.person_id = p.id), '[]') as grants,
        case when p.password_hash is not null then 'password' when ${signsInByLink} then 'link' end as "signsIn"
      from people p join units u on u.id = p.unit_id where p.deactivated_at is null order by p.name`,
  );
  return rows;
}
