import type { Queryable } from '../evidence/ports.ts';

/** What the units, people, systems, secrets, contacts, blocks and mailboxes with these ids are called now, by their ids. */
export async function namesOf(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; name: string }>(
    `select id, name from units where id = any ($1::uuid[])
      union all select id, name from people where id = any ($1::uuid[])
      union all select id, name from systems where id = any ($1::uuid[])
      union all select id, name from system_secrets where id = any ($1::uuid[])
      union all select id, coalesce(name, email) as name from contacts where id = any ($1::uuid[])
      union all select id, pattern as name from blocks where id = any ($1::uuid[])
      union all select id, name from mailboxes where id = any ($1::uuid[])
      union all select id, name from mailbox_members where id = any ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
