import { readFileSync } from 'node:fs';
import { Client, escapeIdentifier } from 'pg';
import type { Queryable } from '../../evidence/ports.ts';
import { type ConnectionSettings, sessionDefaults } from './connection.ts';
import { type Migration, migrationsFolder, readMigrations } from './migrations.ts';
import { translate } from './unavailable.ts';

/** The migrations of one installation are applied by one process at a time. */
const lock = 0x5e91_0001;

/**
 * Brings the schema up to this version, as the owner, and then sets the rights of the runtime role; all of it in one
 * transaction, so that nothing is ever half migrated. Waits for another process that does the same. Refuses a
 * database newer than this version, and one whose past migrations are not the files that lie here.
 *
 * Resolves to the names of the migrations applied now. Owner and runtime may be one role; then no rights are set.
 */
export async function migrate(
  owner: ConnectionSettings,
  runtimeRole: string,
  folder: URL = migrationsFolder,
): Promise<readonly string[]> {
  const migrations = readMigrations(folder);
  const client = new Client({ ...sessionDefaults, ...owner });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [lock]);
    await client.query(
      `create table if not exists migrations (
        number integer primary key, name text not null, checksum text not null,
        applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query('select number, checksum from migrations order by number');
    const missing = missingFrom(migrations, rows);
    for (const migration of missing) {
      await client.query(migration.sql).catch((error) => {
        throw new Error(`The migration ${migration.name} failed: ${error.message}`, { cause: error });
      });
      await client.query('insert into migrations (number, name, checksum) values ($1, $2, $3)', [
        migration.number,
        migration.name,
        migration.checksum,
      ]);
    }
    const { rows: me } = await client.query('select current_user as role');
    if (me[0].role !== runtimeRole) {
      const rights = readFileSync(new URL('rights.sql', folder), 'utf8');
      await client.query(rights.replaceAll(':runtime', escapeIdentifier(runtimeRole)));
    }
    await client.query('commit');
    return missing.map(({ name }) => name);
  } catch (error) {
    throw translate(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function missingFrom(
  migrations: readonly Migration[],
  applied: readonly { number: number; checksum: string }[],
): readonly Migration[] {
  for (const { number, checksum } of applied) {
    const migration = migrations[number - 1];
    if (!migration) {
      throw new Error(
        'This database is newer than this Segl. Start the version that migrated it, or a later one',
      );
    }
    if (migration.checksum !== checksum) {
      throw new Error(
        `The migration ${migration.name} is not the one this database was made with. A past migration never changes: restore the file, and put the change into a new one`,
      );
    }
  }
  return migrations.slice(applied.length);
}

/**
 * How the schema stands to this version, asked as the runtime role. Tables that the role has no right to count as
 * `empty` or `behind`: migrating sets its rights.
 */
export async function schemaState(
  database: Queryable,
  folder: URL = migrationsFolder,
): Promise<'current' | 'behind' | 'empty' | 'newer'> {
  const { rows: found } = await database.query<{ there: boolean; readable: boolean | null }>(
    `select to_regclass('migrations') is not null as there,
            has_table_privilege(to_regclass('migrations')::oid, 'select') as readable`,
  );
  if (!found[0]?.there) return 'empty';
  if (!found[0].readable) return 'behind';
  const { rows } = await database.query<{ last: number | null }>(
    'select max(number) as last from migrations',
  );
  const last = rows[0]?.last ?? 0;
  const known = readMigrations(folder).length;
  return last === known ? 'current' : last < known ? 'behind' : 'newer';
}
