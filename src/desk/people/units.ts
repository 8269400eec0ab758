import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly outwardName: string;
}

export async function listUnits(ctx: Context): Promise<Unit[]> {
  const { rows } = await ctx.db.query<Unit>(
    'select id, name, outward_name as "outwardName" from units order by created_at, name',
  );
  return rows;
}

/** The id of the unit of that name, or of the oldest unit. Refuses invalid. */
export async function unitCalled(tx: Queryable, name: string | undefined): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from units where $1::text is null or lower(name) = lower($1) order by created_at limit 1',
    [name?.trim() || null],
  );
  if (!rows[0]) throw new Refusal('invalid', 'There is no unit of that name.', { field: 'unit' });
  return rows[0].id;
}
