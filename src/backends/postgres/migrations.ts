import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, lower-case hex. */
  readonly checksum: string;
}

/** The repository's own `migrations/`. */
export const migrationsFolder = new URL('../../../migrations/', import.meta.url);

/** The numbered files `0001_name.sql` in order. A gap or a number used twice is a mistake in the folder. */
export function readMigrations(folder: URL): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name))
    .sort();
  return names.map((name, index) => {
    const number = Number(name.slice(0, 4));
    if (number !== index + 1) throw new Error(`The migrations are not numbered 1, 2, 3…: look at ${name}`);
    const sql = readFileSync(new URL(name, folder), 'utf8');
    return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}
