import type { PersonalFields } from '../../evidence/commitment.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { signsInByLink } from '../../delivery/sign-in-link.ts';
import type { Grant } from '../staff.ts';

/** Somebody as those see them who manage people. */
export interface Person {
  readonly id: string;
  /** Counted up by each change. */
  readonly version: number;
  readonly name: string;
  readonly email: string;
  /** The id of the unit they belong to. */
  readonly unit: string;
  readonly unitName: string;
  readonly grants: readonly Grant[];
  /** Null: not before they have chosen a password. */
  readonly signsIn: 'password' | 'passkey' | 'provider' | 'link' | null;
  /** Name, address, unit and roles come from the identity provider. */
  readonly isFromProvider: boolean;
  /** ISO 8601 UTC; null: active. */
  readonly deactivatedAt: string | null;
}

/** SQL over `people p join units u`: the fields of `Person`. */
export const personColumns = `p.id, p.version, p.name, p.email, p.unit_id as unit, u.name as "unitName",
  coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'unit', g.unit_id) order by g.role, g.unit_id)
    from grants g where g.person_id = p.id), '[]') as grants,
  case when p.subject is not null then 'provider' when p.password_hash is not null then 'password'
    when exists (select from passkeys k where k.person_id = p.id) then 'passkey'
    when ${signsInByLink} then 'link' end as "signsIn",
  p.subject is not null as "isFromProvider", p.deactivated_at as "deactivatedAt"`;

/** One person, by id. Refuses not_found. */
export const findPerson = (db: Queryable, id: string): Promise<Person> => onePerson(db, id, '');

/** The same, held until the transaction ends: whoever changes somebody else at the same moment waits. */
export const lockPerson = (tx: Queryable, id: string): Promise<Person> =>
  onePerson(tx, id, 'for no key update of p');

async function onePerson(db: Queryable, id: string, held: string): Promise<Person> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await db.query<Person>(
    `select ${personColumns} from people p join units u on u.id = p.unit_id where p.id = $1 ${held}`,
    [id],
  );
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}

/** What history tells of a person. */
export const fieldsOf = ({
  email,
  name,
  unit,
  grants,
}: Pick<Person, 'email' | 'name' | 'unit' | 'grants'>): PersonalFields => ({
  email,
  name,
  unit,
  grants: inOrder(grants).map((grant) => ({ ...grant })),
});

/** Each role once, in one order, so that equal roles are equal. */
export function inOrder(grants: readonly Grant[]): Grant[] {
  const each = new Map(grants.map(({ role, unit }) => [`${role}:${unit ?? ''}`, { role, unit }]));
  return [...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant);
}
