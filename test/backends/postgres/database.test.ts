import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import { openDatabase } from '../../../src/backends/postgres/database.ts';
import { enqueueJob } from '../../../src/delivery/enqueue-job.ts';
import type { Queryable } from '../../../src/evidence/ports.ts';
import { withDatabases } from '../../support/database.ts';

const unavailable = { name: 'Unavailable', part: 'database' };

withDatabases('the database', (db) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  const open = (...args: Parameters<typeof openDatabase>) => {
    const opened = openDatabase(...args);
    closing.push(() => opened.close());
    return opened;
  };
  const count = async () =>
    (await db.database.query<{ n: number }>('select count(*) as n from outbox')).rows[0]!.n;
  const put = (tx: Queryable) => tx.query(`insert into outbox (sealed) values ('x')`);

  test('an instant keeps its microseconds, in UTC, always six digits', async () => {
    const { rows } = await db.database.query(
      `select '2026-03-29T03:00:00.120003+02'::timestamptz as a, '2026-01-01T00:00:00Z'::timestamptz as b,
        array['2026-01-01T00:00:00.5Z'::timestamptz, null] as c, null::timestamptz as d`,
    );
    assert.equal(rows[0]!.a, '2026-03-29T01:00:00.120003Z');
    assert.equal(rows[0]!.b, '2026-01-01T00:00:00.000000Z');
    assert.deepEqual(rows[0]!.c, ['2026-01-01T00:00:00.500000Z', null]);
    assert.equal(rows[0]!.d, null);
    await assert.rejects(db.database.query(`select 'infinity'::timestamptz`), RangeError);
  });

  test('arrays of bytes arrive as they are, nulls and emptiness among them', async () => {
    const bytes = [
      Buffer.from([0, 255, 92, 34, 44, 123]),
      null,
      Buffer.alloc(0),
      new Uint8Array([7]),
      Buffer.alloc(70_000, 1),
    ];
    const { rows } = await db.database.query<{ one: Buffer | null }>('select unnest($1::bytea[]) as one', [
      bytes,
    ]);
    assert.deepEqual(
      rows.map(({ one }) => one && Buffer.from(one).toString('hex')),
      bytes.map((each) => each && Buffer.from(each).toString('hex')),
    );
    const none = await db.database.query('select unnest($1::bytea[]) as one', [[null]]);
    assert.deepEqual(none.rows, [{ one: null }]);
  });

  test('a bigint is a number as long as it can be exactly one', async () => {
    const { rows } = await db.database.query('select 9007199254740991 as most, count(*) from outbox');
    assert.deepEqual(rows, [{ most: 9007199254740991, count: 0 }]);
    await assert.rejects(db.database.query('select 9007199254740992 as more'), RangeError);
    assert.equal((await db.database.query('select 1 as one')).rows[0]!.one, 1);
  });

  test('a statement with a name is prepared once, and its mistakes are told', async () => {
    const statement = { name: 'double', text: 'select $1::int * 2 as twice' };
    for (const n of [1, 2, 3]) {
      assert.deepEqual((await db.database.query({ ...statement, values: [n] })).rows, [{ twice: n * 2 }]);
    }
    await assert.rejects(db.database.query({ ...statement, values: ['no'] }), { code: '22P02' });
    await assert.rejects(db.database.query({ name: 'broken', text: 'selec' }), { code: '42601' });
    assert.deepEqual((await db.database.query({ ...statement, values: [4] })).rows, [{ twice: 8 }]);
  });

  test('a transaction keeps all or nothing', async () => {
    await db.database.transaction(async (tx) => {
      await put(tx);
      await put(tx);
    });
    assert.equal(await count(), 2);
    const thrown = new Error('changed its mind');
    const work = db.database.transaction(async (tx) => {
      await put(tx);
      throw thrown;
    });
    await assert.rejects(work, thrown);
    assert.equal(await count(), 2);
  });

  test('a failed statement that the work swallowed does not pass for a commit', async () => {
    const before = await count();
    const work = db.database.transaction(async (tx) => {
      await put(tx);
      await tx.query('select 1/0').catch(() => {});
    });
    await assert.rejects(work, /nothing of it was kept/);
    assert.equal(await count(), before);
  });

  test('a statement after the end of its transaction is refused', async () => {
    let late: Queryable | undefined;
    await db.database.transaction(async (tx) => {
      late = tx;
    });
    await assert.rejects(put(late!), /has ended/);
    const cut = db.database.transaction(async (tx) => {
      late = tx;
      throw new Error('no');
    });
    await assert.rejects(cut, /no/);
    await assert.rejects(put(late!), /has ended/);
  });

  test('an error keeps its SQLSTATE and costs no connection', async () => {
    const single = open(db.settings, { connections: 1 });
    const pid = async () => (await single.query('select pg_backend_pid() as pid')).rows[0]!.pid;
    const first = await pid();
    await assert.rejects(single.query('select * from nothing'), { code: '42P01' });
    await assert.rejects(single.transaction((tx) => tx.query(`insert into outbox values (1, now(), null)`)));
    assert.equal(await pid(), first);
  });

  test('a connection that breaks in the middle is unavailable, and the next one works', async () => {
    const single = open(db.settings, { connections: 1 });
    const before = await count();
    const broken = single.transaction(async (tx) => {
      const { rows } = await tx.query('select pg_backend_pid() as pid');
      await put(tx);
      await superuser(db.settings.host!, `select pg_terminate_backend(${rows[0]!.pid})`);
      await put(tx);
    });
    await assert.rejects(broken, unavailable);
    await single.transaction(put);
    assert.equal(await count(), before + 1);
  });

  test('a connection that breaks while idle harms nobody', async () => {
    const single = open(db.settings, { connections: 1 });
    const { rows } = await single.query('select pg_backend_pid() as pid');
    await superuser(db.settings.host!, `select pg_terminate_backend(${rows[0]!.pid})`);
    await assert.doesNotReject(async () => {
      // The pool may learn of it only by trying.
      await single.check().catch(() => single.check());
    });
  });

  test('a commit whose answer never comes is unavailable', async () => {
    const proxy = await openProxy(`${db.settings.host}/.s.PGSQL.5432`);
    closing.push(proxy.close);
    const through = open({ ...db.settings, host: '127.0.0.1', port: proxy.port });
    const work = through.transaction(async (tx) => {
      await put(tx);
      proxy.cutAtNextBytes();
    });
    await assert.rejects(work, unavailable);
  });

  test('a server that is not there is unavailable', async () => {
    const nowhere = open({ host: '/nowhere', user: 'segl', database: 'segl' });
    await assert.rejects(nowhere.query('select 1'), unavailable);
    await assert.rejects(
      nowhere.transaction(async () => {}),
      unavailable,
    );
    await assert.rejects(nowhere.check(), unavailable);
    const closed = open({ host: '127.0.0.1', port: 1, user: 'segl', database: 'segl' });
    await assert.rejects(closed.check(), unavailable);
  });

  test('statements and locks that last too long are unavailable', async () => {
    const hasty = open(db.settings, { statementTimeout: 50 });
    await assert.rejects(hasty.query('select pg_sleep(10)'), unavailable);
  });

  test('of two transactions in each other’s way one gets through, the other is told to come again', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map(() => db.owner.query(`insert into outbox (sealed) values ('x') returning id`)),
    );
    const ids = [a!.rows[0]!.id, b!.rows[0]!.id];
    let arrived = 0;
    let go = () => {};
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    const cross = (first: unknown, second: unknown) =>
      db.database.transaction(async (tx) => {
        await tx.query(`update outbox set sealed = 'y' where id = $1`, [first]);
        if (++arrived === 2) go();
        await both;
        await tx.query(`update outbox set sealed = 'y' where id = $1`, [second]);
      });
    const results = await Promise.allSettled([cross(ids[0], ids[1]), cross(ids[1], ids[0])]);
    const failed = results.filter((result) => result.status === 'rejected');
    assert.equal(failed.length, 1);
    assert.equal(failed[0]!.reason.part, 'database');
  });

  test('workers are woken by jobs that were committed, and by nothing else', async () => {
    let woken = 0;
    const onEnqueued = () => {
      woken += 1;
    };
    const waking = open(db.settings, { onEnqueued });
    await waking.transaction(put);
    const undone = waking.transaction(async (tx) => {
      await enqueueJob(tx, { kind: 'never' });
      throw new Error('undone');
    });
    await assert.rejects(undone, /undone/);
    assert.equal(woken, 0);
    await waking.transaction((tx) => enqueueJob(tx, { kind: 'once' }));
    await enqueueJob(waking, { kind: 'twice' });
    assert.equal(woken, 2);
  });
});

async function superuser(host: string, sql: string): Promise<void> {
  const database = openDatabase({ host, user: 'postgres', database: 'template1' }, { connections: 1 });
  await database.query(sql).finally(() => database.close());
}

/** Passes bytes on until told to break off both sides when the client speaks next. */
async function openProxy(target: string) {
  const sockets = new Set<Socket>();
  let cut = false;
  const server = createServer((near) => {
    const far = connect(target);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => (cut ? near.destroy() : far.write(bytes)));
    far.on('data', (bytes) => near.write(bytes));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    cutAtNextBytes: () => {
      cut = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
