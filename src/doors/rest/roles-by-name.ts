import type { Context } from '../../delivery/context.ts';
import { listUnits } from '../../desk/people/units.ts';
import type { Grant, Role } from '../../message/rights.ts';
import { invalidField } from './invalid.ts';

interface NamedRole {
  readonly role: Role;
  /** Name of the unit; absent: in all of them. */
  readonly unit?: string | undefined;
}

/** A home unit and roles by the names of the units, as their ids. Refuses invalid, naming the field. */
export async function byName(
  ctx: Context,
  unit: string | undefined,
  roles: readonly NamedRole[],
): Promise<{ unit: string; grants: Grant[] }> {
  const units = await listUnits(ctx);
  const ids = new Map(units.map(({ id, name }) => [name.toLowerCase(), id]));
  const idOf = (name: string, field: string): string => {
    const id = ids.get(name.trim().normalize('NFC').toLowerCase());
    if (!id) throw invalidField(field, 'is not the name of a unit');
    return id;
  };
  return {
    unit: unit === undefined ? units[0]!.id : idOf(unit, 'unit'),
    grants: roles.map(({ role, unit }, index) => ({
      role,
      unit: unit === undefined ? null : idOf(unit, `roles.${index}.unit`),
    })),
  };
}
