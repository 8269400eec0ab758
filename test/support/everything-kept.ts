import { filesBelow } from '../system/search.ts';
import type { TestDatabase } from './database.ts';

/** What an installation keeps, by where: every column of every table, row by row, and every file below its folder. */
export async function everythingKept(
  { owner }: TestDatabase,
  folder: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const { rows: columns } = await owner.query<{ table: string; column: string; type: string }>(
    `select c.table_name as table, c.column_name as column, c.udt_name as type
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`,
  );
  const kept = new Map(filesBelow(folder));
  for (const { table, column, type } of columns) {
    const value = type === 'bytea' ? `"${column}"` : `convert_to("${column}"::text, 'UTF8')`;
    const { rows } = await owner.query<{ all: Buffer | null }>(
      `select string_agg(${value}, '\\x0a'::bytea) as all from "${table}"`,
    );
    kept.set(`${table}.${column}`, rows[0]!.all ?? Buffer.alloc(0));
  }
  return kept;
}
