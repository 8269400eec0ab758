import type { Context } from '../../delivery/context.ts';
import type { Units } from '../../message/rights.ts';

/** Systems of some units by name, for choosing one; closed ones too, for their failures stay. */
export async function failureSystems(
  { db }: Context,
  units: Units,
): Promise<readonly { id: string; name: string }[]> {
  const { rows } = await db.query<{ id: string; name: string }>(
    `select id, name from systems where $1::uuid[] is null or unit_id = any ($1) order by lower(name) limit 1000`,
    [units],
  );
  return rows;
}
