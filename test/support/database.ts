import { randomBytes } from 'node:crypto';
import { after, before, describe } from 'node:test';
import { Client } from 'pg';
import type { ConnectionSettings } from '../../src/backends/postgres/connection.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { databaseName, ownerRole, runtimeRole } from '../../src/backends/postgres/embedded/roles.ts';
import { serverNames, serversVariable, startServers, type TestServer } from './postgres-servers.ts';

type OpenDatabase = ReturnType<typeof openDatabase>;

/** A database of the suite's own. Every field is there from the suite's first `before` hook on. */
export interface TestDatabase {
  /** As the restricted runtime role, as the product itself. */
  readonly database: OpenDatabase;
  /** As the owner of the tables. */
  readonly owner: OpenDatabase;
  readonly settings: ConnectionSettings;
  readonly ownerSettings: ConnectionSettings;
  /** `postgres://…` for SEGL_DATABASE. */
  readonly url: string;
  readonly ownerUrl: string;
}

/**
 * Describes `name` once for each PostgreSQL there is, each time on a new database with all migrations applied
 * (`empty`: with nothing in it), which goes when the suite ends.
 */
export function withDatabases(
  name: string,
  body: (db: TestDatabase) => void,
  options: { empty?: boolean } = {},
): void {
  for (const server of serverNames) {
    describe(`${name} (${server})`, () => {
      const db = {} as { -readonly [Key in keyof TestDatabase]: TestDatabase[Key] };
      let drop = async () => {};
      before(async () => {
        const made = await makeDatabase(server, options.empty ?? false);
        drop = made.drop;
        Object.assign(db, made.db);
      });
      after(() => drop());
      body(db);
    });
  }
}

/** One database outside of a suite, on the embedded version: for benchmarks and processes started by a test. */
export async function makeDatabase(
  server = 'PostgreSQL 18',
  empty = false,
): Promise<{ db: TestDatabase; drop(): Promise<void> }> {
  const found = (await servers()).find(({ name }) => name === server);
  if (!found) throw new Error(`${server} does not run`);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = empty ? 'template0' : databaseName;
  await asSuperuser(found, `create database ${name} template ${template} owner ${ownerRole}`);
  const at = (user: string) => ({ host: found.host, port: 5432, user, database: name });
  const url = (user: string) => `postgres://${user}@localhost/${name}?host=${encodeURIComponent(found.host)}`;
  const db: TestDatabase = {
    database: openDatabase(at(runtimeRole)),
    owner: openDatabase(at(ownerRole)),
    settings: at(runtimeRole),
    ownerSettings: at(ownerRole),
    url: url(runtimeRole),
    ownerUrl: url(ownerRole),
  };
  return {
    db,
    async drop() {
      await Promise.all([db.database.close(), db.owner.close()]);
      await asSuperuser(found, `drop database ${name} with (force)`);
    },
  };
}

async function asSuperuser(server: TestServer, sql: string): Promise<void> {
  const client = new Client({ host: server.host, user: 'postgres', database: 'template1' });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

let own: ReturnType<typeof startServers> | undefined;

/** The runner's servers; a file that runs alone starts its own, which end with its process. */
async function servers(): Promise<readonly TestServer[]> {
  const given = process.env[serversVariable];
  if (given) return JSON.parse(given);
  own ??= startServers();
  return (await own).servers;
}
