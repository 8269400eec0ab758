import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { migrate, schemaState } from '../../../src/backends/postgres/migrate.ts';
import { migrationsFolder } from '../../../src/backends/postgres/migrations.ts';
import { withDatabases } from '../../support/database.ts';

const known = ['0001_messages.sql', '0002_events.sql', '0003_jobs.sql'];

withDatabases(
  'migrating',
  (db) => {
    let folder: URL;
    const file = (name: string) => new URL(name, folder);

    beforeEach(async () => {
      const copy = mkdtempSync(join(tmpdir(), 'segl-migrations-'));
      cpSync(migrationsFolder, copy, { recursive: true });
      folder = pathToFileURL(`${copy}/`);
      await db.owner.query('drop schema public cascade');
      await db.owner.query('create schema public');
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    test('an empty database becomes current, and a second run changes nothing', async () => {
      assert.equal(await schemaState(db.database), 'empty');
      const applied = await migrate(db.ownerSettings, 'segl');
      assert.deepEqual(applied.slice(0, 3), known);
      assert.equal(await schemaState(db.database), 'current');
      assert.deepEqual(await migrate(db.ownerSettings, 'segl'), []);
    });

    test('two processes at once apply everything once', async () => {
      const runs = await Promise.all([1, 2, 3].map(() => migrate(db.ownerSettings, 'segl', folder)));
      assert.equal(runs.filter((applied) => applied.length > 0).length, 1);
      assert.equal(await schemaState(db.database, folder), 'current');
    });

    test('a migration that fails leaves nothing of itself and nothing of those before it', async () => {
      appendFileSync(file('0003_jobs.sql'), 'create table jobs ();');
      await assert.rejects(
        migrate(db.ownerSettings, 'segl', folder),
        /0003_jobs\.sql failed: .*already exists/,
      );
      assert.equal(await schemaState(db.database, folder), 'empty');
    });

    test('a new migration finds the database behind, and is added', async () => {
      await migrate(db.ownerSettings, 'segl', folder);
      const next = `${String(numbered(folder).length + 1).padStart(4, '0')}_next.sql`;
      appendFileSync(file(next), 'create table next (id int);');
      assert.equal(await schemaState(db.database, folder), 'behind');
      assert.deepEqual(await migrate(db.ownerSettings, 'segl', folder), [next]);
    });

    test('a past migration that was altered is refused', async () => {
      await migrate(db.ownerSettings, 'segl', folder);
      appendFileSync(file('0001_messages.sql'), '-- a harmless comment');
      await assert.rejects(migrate(db.ownerSettings, 'segl', folder), /0001_messages\.sql is not the one/);
    });

    test('a database newer than the files is refused', async () => {
      await migrate(db.ownerSettings, 'segl', folder);
      for (const name of numbered(folder)) if (name > '0003') rmSync(file(name));
      assert.equal(await schemaState(db.database, folder), 'newer');
      await assert.rejects(migrate(db.ownerSettings, 'segl', folder), /newer than this Segl/);
    });

    test('one role for everything needs no rights', async () => {
      await migrate(db.ownerSettings, 'segl_owner', folder);
      assert.equal(await schemaState(db.owner, folder), 'current');
      assert.equal(await schemaState(db.database, folder), 'empty');
    });

    test('the runtime role can add events, and neither change nor remove them', async () => {
      await migrate(db.ownerSettings, 'segl', folder);
      await db.database.query(
        `insert into events (id, v, type, message, actor, actor_id, details, at)
          values (gen_random_uuid(), 1, 'message.accepted', gen_random_uuid(), 'system', gen_random_uuid(), '{}', 'epoch')`,
      );
      const { rows } = await db.database.query<{ at: string }>('select at from events');
      assert.ok(rows[0]!.at > '2020', 'the stamp is the database clock, whatever the statement says');
      for (const sql of [
        `update events set type = 'x'`,
        'delete from events',
        'truncate events',
        'alter table events disable trigger all',
      ]) {
        await assert.rejects(db.database.query(sql), { code: '42501' }, sql);
      }
      for (const sql of [`update events set type = 'x'`, 'delete from events', 'truncate events']) {
        await assert.rejects(db.owner.query(sql), { code: '23000' }, sql);
      }
      await assert.rejects(db.database.query('create table mine ()'), { code: '42501' });
    });

    test('a server that is not there is unavailable, not broken', async () => {
      await assert.rejects(migrate({ host: '/nowhere', user: 'x' }, 'segl'), { part: 'database' });
    });
  },
  { empty: true },
);

const numbered = (folder: URL) => readdirSync(folder).filter((name) => /^\d{4}_/.test(name));
