import type { Queryable } from '../evidence/ports.ts';
import { unitsForDuty } from '../message/rights.ts';
import type { Grant, StaffMember } from './staff.ts';

/** A unit for which somebody may write, and an address that may then stand as the sender. */
export interface SenderChoice {
  readonly unit: string;
  readonly unitName: string;
  readonly address: string;
}

/**
 * What somebody may write as: for each unit where they have the duty, from their own address and from the unit's
 * function address where it has one. Their own unit comes first, the others by name; nothing: they may not write. Roles
 * are read anew, as an upload may have begun long before.
 */
export async function senderChoices(
  db: Queryable,
  staff: Pick<StaffMember, 'id' | 'email' | 'unit' | 'grants'>,
): Promise<SenderChoice[]> {
  const { rows: held } = await db.query<Grant>(
    `select g.role, g.unit_id as unit from grants g join people p on p.id = g.person_id
      where p.id = $1 and p.deactivated_at is null`,
    [staff.id],
  );
  const grants = staff.grants.filter(({ role, unit }) =>
    held.some((grant) => grant.role === role && grant.unit === unit),
  );
  const { rows } = await db.query<{ id: string; name: string; address: string | null }>(
    `select id, name, function_address as address from units where $1::uuid[] is null or id = any ($1::uuid[])
      order by id <> $2::uuid, lower(name), id`,
    [unitsForDuty(grants, 'write'), staff.unit],
  );
  return rows.flatMap(({ id, name, address }) => {
    const shared = address !== null && address.toLowerCase() !== staff.email.toLowerCase() ? [address] : [];
    return [staff.email, ...shared].map((each) => ({ unit: id, unitName: name, address: each }));
  });
}
