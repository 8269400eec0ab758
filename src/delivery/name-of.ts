import type { Queryable } from '../evidence/ports.ts';

/** What the person or the system of this id is called now, for the personal fields of an event; null: unknown. */
export async function nameOf(db: Queryable, id: string): Promise<string | null> {
  const { rows } = await db.query<{ name: string | null }>({
    name: 'name-of',
    text: `select coalesce((select name from people where id = $1), (select name from systems where id = $1)) as name`,
    values: [id],
  });
  return rows[0]!.name;
}
