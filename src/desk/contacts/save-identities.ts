import type { Context } from '../../delivery/context.ts';
import { openIdentity, sealIdentity } from '../../delivery/eid/identities.ts';
import type { Queryable } from '../../evidence/ports.ts';
import type { IdentityChange } from './contact-identity.ts';

/** A number, as `readIdentity` gave it, for the contact with this address in this unit. */
export interface ListedIdentity {
  readonly email: string;
  readonly unit: string | null;
  readonly number: string;
}

/**
 * Keeps the identity numbers of many contacts, which are there already and which the caller alone changes now; of several for
 * one the last counts. Gives what became of each that changed, by the contact's id.
 */
export async function saveIdentities(
  ctx: Context,
  tx: Queryable,
  list: readonly ListedIdentity[],
): Promise<ReadonlyMap<string, IdentityChange>> {
  if (list.length === 0) return new Map();
  const { rows } = await tx.query<{ contact: string; place: number; sealed: string | null }>(
    `select c.id as contact, g.place::int as place, i.sealed
      from unnest($1::text[], $2::uuid[]) with ordinality as g (email, unit, place)
        join contacts c on lower(c.email) = lower(g.email) and c.unit_id is not distinct from g.unit
        left join contact_identities i on i.contact_id = c.id
      order by g.place`,
    [list.map(({ email }) => email), list.map(({ unit }) => unit)],
  );
  const last = new Map(rows.map((row) => [row.contact, row]));
  const changed = await Promise.all(
    [...last.values()].map(async ({ contact, place, sealed }) => {
      const { number } = list[place - 1]!;
      if (sealed && (await openIdentity(ctx, contact, sealed)) === number) return undefined;
      const change: IdentityChange = sealed ? 'replaced' : 'given';
      return { contact, change, ...(await sealIdentity(ctx, contact, number)) };
    }),
  );
  const fresh = changed.filter((each) => each !== undefined);
  await tx.query(
    `insert into contact_identities (contact_id, kid, sealed)
      select * from unnest($1::uuid[], $2::text[], $3::text[])
      on conflict (contact_id) do update set kid = excluded.kid, sealed = excluded.sealed`,
    [fresh.map(({ contact }) => contact), fresh.map(({ kid }) => kid), fresh.map(({ sealed }) => sealed)],
  );
  return new Map(fresh.map(({ contact, change }) => [contact, change]));
}
