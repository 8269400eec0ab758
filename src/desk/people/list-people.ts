import type { Context } from '../../delivery/context.ts';
import { isUuid } from '../../message/ids.ts';
import { unitsForDuty } from '../../message/rights.ts';
import type { Manager } from './manager.ts';
import { type Person, personColumns } from './person.ts';

export interface PeopleQuery {
  /** Words that stand in the name or the address. */
  readonly search?: string | undefined;
  /** The whole address. */
  readonly email?: string | undefined;
  /** The id of their unit. */
  readonly unit?: string | undefined;
  /** Absent: both. */
  readonly state?: 'active' | 'deactivated' | undefined;
  /** The id of the last person of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of those whom a manager looks after, by their names. `next`: where to go on. */
export async function listPeople(
  ctx: Context,
  manager: Manager,
  { search, email, unit, state, after, limit }: PeopleQuery,
): Promise<{ people: Person[]; next?: string }> {
  const { rows } = await ctx.db.query<Person>(
    `select ${personColumns} from people p join units u on u.id = p.unit_id
      where ($1::uuid[] is null or p.unit_id = any ($1)) and ($2::uuid is null or p.unit_id = $2)
        and ($3::boolean is null or (p.deactivated_at is null) = $3)
        and ($4::text is null or p.name ilike $4 or p.email ilike $4)
        and ($5::text is null or lower(p.email) = lower($5))
        and ($6::uuid is null or (lower(p.name), p.id) > (select lower(a.name), a.id from people a where a.id = $6))
      order by lower(p.name), p.id limit $7`,
    [
      unitsForDuty(manager.grants, 'people'),
      unit ?? null,
      state ? state === 'active' : null,
      search?.trim() ? `%${search.trim().replace(/[\\%_]/g, '\\$&')}%` : null,
      email?.trim() ?? null,
      after && isUuid(after) ? after : null,
      limit + 1,
    ],
  );
  const people = rows.slice(0, limit);
  return rows.length > limit ? { people, next: people.at(-1)!.id } : { people };
}
