import { Client } from 'pg';
import type { ConnectionSettings } from '../connection.ts';

export const ownerRole = 'segl_owner';
export const runtimeRole = 'segl';
export const databaseName = 'segl';

/**
 * Makes the two roles and the database where they are missing: the owner of the tables, and the restricted role that
 * the server runs as. Whoever reaches the socket, in a folder of mode 0700, may take either; what the restricted role
 * keeps out is our own mistakes, not that account.
 */
export async function prepareRoles(server: ConnectionSettings): Promise<void> {
  const client = new Client({ ...server, user: 'postgres', database: 'template1' });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(
      'select (select count(*)::int from pg_roles where rolname = any ($1)) as roles, (select count(*)::int from pg_database where datname = $2) as databases',
      [[ownerRole, runtimeRole], databaseName],
    );
    if (rows[0].databases === 1) return;
    if (rows[0].roles < 2) {
      await client.query(`create role ${ownerRole} login; create role ${runtimeRole} login`);
    }
    await client.query(`alter database postgres owner to ${ownerRole}`);
    await client.query(
      `revoke all on database postgres from public; grant connect on database postgres to ${runtimeRole}`,
    );
    // The last step: renaming what initdb made is 100 ms cheaper than copying a template.
    await client.query(`alter database postgres rename to ${databaseName}`);
  } finally {
    await client.end();
  }
}
