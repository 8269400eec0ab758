import type { PersonalFields } from '../../evidence/commitment.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { Details } from '../../evidence/record-event.ts';
import type { Grant } from '../../message/rights.ts';
import type { Identity } from './identity-provider.ts';
import { inOrder } from './identity-roles.ts';

/** How history names who changed somebody. */
export const byProvider: Details = { by: 'identity_provider' };

/** Somebody as they stand here. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The id. */
  readonly unit: string;
  readonly grants: readonly Grant[];
  /** Null: no provider knows them. */
  readonly subject: string | null;
  readonly hasPassword: boolean;
  readonly isDeactivated: boolean;
}

const select = (condition: string): string => `select p.id, p.name, p.email, p.unit_id as unit, p.subject,
    p.password_hash is not null as "hasPassword", p.deactivated_at is not null as "isDeactivated",
    coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'unit', g.unit_id)) from grants g
      where g.person_id = p.id), '[]') as grants
  from people p where ${condition} for update of p`;

async function one(tx: Queryable, condition: string, values: readonly string[]) {
  const { rows } = await tx.query<KnownPerson>(select(condition), values);
  return rows[0] && { ...rows[0], grants: inOrder(rows[0].grants) };
}

/** Whom the provider means, held until the transaction ends. */
export const personOfIdentity = (tx: Queryable, { issuer, subject }: Identity) =>
  one(tx, 'p.issuer = $1 and p.subject = $2', [issuer, subject]);

/** Whose an address is, held until the transaction ends. */
export const personOfAddress = (tx: Queryable, email: string) =>
  one(tx, 'lower(p.email) = lower($1)', [email]);

/** A person's fields as history shows them. */
export const fieldsOf = (person: {
  readonly email: string;
  readonly name: string;
  readonly unit: string;
  readonly grants: readonly Grant[];
}): PersonalFields => ({
  email: person.email,
  name: person.name,
  unit: person.unit,
  grants: person.grants.map(({ role, unit }) => ({ role, unit })),
});
