import type { Context } from '../../delivery/context.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Grant } from '../staff.ts';

export interface Unit {
  readonly id: string;
  /** Counted up by each change. */
  readonly version: number;
  /** As colleagues know it. */
  readonly name: string;
  /** As recipients see it. */
  readonly outwardName: string;
  /** Of a mailbox that the unit shares; null: it has none. */
  readonly functionAddress: string | null;
}

const columns =
  'u.id, u.version, u.name, u.outward_name as "outwardName", u.function_address as "functionAddress"';

export async function listUnits(ctx: Context): Promise<Unit[]> {
  const { rows } = await ctx.db.query<Unit>(`select ${columns} from units u order by created_at, name`);
  return rows;
}

/** One unit, by id. Refuses not_found. */
export const findUnit = (db: Queryable, id: string): Promise<Unit> => oneUnit(db, id, '');

/** The same, held until the transaction ends. */
export const lockUnit = (tx: Queryable, id: string): Promise<Unit> => oneUnit(tx, id, 'for no key update');

async function oneUnit(db: Queryable, id: string, held: string): Promise<Unit> {
  if (!isUuid(id)) throw new Refusal('not_found');
  const { rows } = await db.query<Unit>(`select ${columns} from units u where id = $1 ${held}`, [id]);
  if (!rows[0]) throw new Refusal('not_found');
  return rows[0];
}

/** How many active people belong to each unit, by its id. */
export async function peopleInUnits(ctx: Context): Promise<ReadonlyMap<string, number>> {
  const { rows } = await ctx.db.query<{ unit: string; people: number }>(
    `select unit_id as unit, count(*)::int as people from people where deactivated_at is null group by unit_id`,
  );
  return new Map(rows.map(({ unit, people }) => [unit, people]));
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

/** Refuses invalid where a home unit, or one of a role, does not exist. */
export async function demandUnits(
  tx: Queryable,
  { unit, grants }: { readonly unit: string; readonly grants: readonly Grant[] },
): Promise<void> {
  const ids = [...new Set([unit, ...grants.flatMap((grant) => grant.unit ?? [])])];
  const known = ids.every(isUuid) && (await tx.query('select from units where id = any ($1::uuid[])', [ids]));
  if (!known || known.count !== ids.length) {
    throw new Refusal('invalid', 'There is no such unit.', { field: 'unit' });
  }
}
