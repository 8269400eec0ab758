import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { Client } from 'pg';
import type { Database } from '../../../src/evidence/ports.ts';
import { evictHolder } from '../../../src/evidence/sequencer/lock.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import { withDatabases } from '../../support/database.ts';
import { assertWhole, type Bench, drain, makeBench, record } from './support.ts';

const lock = 0x5e91_0008;

/** The database to somebody who believes to have the lock, and has not. */
const withoutLock = (db: Database): Database => ({
  ...db,
  transaction: (work) =>
    db.transaction((tx) =>
      work({
        query: async (text, values) => {
          const isLock = typeof text === 'object' && text.name === 'sequencer-lock';
          return isLock ? { rows: [{ taken: true }] as never, count: 1 } : tx.query(text, values);
        },
      }),
    ),
});

withDatabases('Two sequencers at once', (db) => {
  let bench: Bench;
  before(async () => {
    bench = await makeBench(db);
    await drain(bench.writer());
  });
  after(() => bench.remove());

  const size = async () => (await readCurrentLog(db.database))!.size;

  it('are one: where one holds the lock, the other leaves everything as it is', async () => {
    const holder = new Client(db.settings);
    await holder.connect();
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock($1)', [lock]);
    await record(db.database, 3);
    const before = await size();
    const writer = bench.writer();
    assert.equal(await writer.takeBatch(), 'elsewhere');
    assert.equal(await size(), before);
    await evictHolder(db.database);
    assert.equal(await writer.takeBatch(), 'elsewhere', 'who has just begun is left at it');
    await holder.query('commit');
    await holder.end();
    assert.equal(await writer.takeBatch(), 'taken');
    assert.equal(await assertWhole(db, assert), before + 3);
  });

  it('do not take turns while both can: who has the log in hand keeps it', async () => {
    const [one, two] = [bench.writer(), bench.writer()];
    await drain(one);
    await drain(two);
    await record(db.database, 1);
    assert.equal(await one.takeBatch(), 'taken');
    await record(db.database, 1);
    assert.equal(await two.takeBatch(), 'elsewhere');
    assert.equal(await one.takeBatch(), 'taken');
    await record(db.database, 1);
    assert.equal(await two.takeBatch(), 'elsewhere');
    assert.equal(await two.takeBatch(), 'taken', 'the other has not moved since');
    await record(db.database, 1);
    assert.equal(await one.takeBatch(), 'elsewhere');
    assert.equal(await one.takeBatch(), 'taken');
    await assertWhole(db, assert);
  });

  it('never fork the tree, even without any lock', async () => {
    const writers = Array.from({ length: 4 }, () => bench.writer({ db: withoutLock(db.database), most: 9 }));
    let isWriting = true;
    const outcomes: string[] = [];
    const sequencing = writers.map(async (writer) => {
      while (isWriting) outcomes.push(await writer.takeBatch().catch((error) => error.code ?? error.name));
    });
    for (let round = 0; round < 25; round++)
      await Promise.all([record(db.database, 4), record(db.database, 4)]);
    isWriting = false;
    await Promise.all(sequencing);
    const before = await size();
    const writer = bench.writer();
    await drain(writer);
    await drain(writer);
    assert.ok((await assertWhole(db, assert)) >= before);
    assert.equal((await db.database.query('select from pending_events')).rows.length, 0);
    assert.ok(
      outcomes.some((each) => !['taken', 'more', 'idle'].includes(each)),
      'they did get in each other’s way',
    );
    assert.equal((await db.database.query('select from logs where closed is not null')).rows.length, 0);
  });

  it('are one again where whoever held the lock says nothing more: the server ends their session', async () => {
    const holder = new Client(db.settings);
    holder.on('error', () => {});
    await holder.connect();
    const { rows } = await holder.query('select pg_backend_pid() as pid');
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock($1)', [lock]);
    // As if it had begun long ago; the real seconds pass in the test of whole processes.
    const aged = {
      query: (statement: { text: string; values: unknown[] }) =>
        db.database.query(
          statement.text
            .replace("a.xact_start < clock_timestamp() - interval '6 s'", 'true')
            .replace("a.state_change < clock_timestamp() - interval '3 s'", 'true'),
          statement.values,
        ),
    } as unknown as Database;
    await record(db.database, 1);
    // The server answers its client a moment before it says that it waits for it.
    for (let tries = 0; tries < 500; tries++) {
      await evictHolder(aged);
      const { rows: still } = await db.database.query('select from pg_stat_activity where pid = $1', [
        rows[0].pid,
      ]);
      if (still.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await assert.rejects(holder.query('select 1'));
    await drain(bench.writer());
    await assertWhole(db, assert);
    await holder.end().catch(() => {});
  });
});
