import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { openDatabase } from '../../../src/backends/postgres/database.ts';
import { openBell } from '../../../src/backends/postgres/jobs/bell.ts';
import {
  type JobFailure,
  startWorker,
  type WorkerOptions,
} from '../../../src/backends/postgres/jobs/worker.ts';
import { enqueueJob, enqueueJobs } from '../../../src/delivery/enqueue-job.ts';
import type { Handler, JobKind, JobKinds } from '../../../src/delivery/job-types.ts';
import { withDatabases } from '../../support/database.ts';

withDatabases('jobs', (db) => {
  const ending: (() => Promise<unknown>)[] = [];
  beforeEach(() => db.owner.query('truncate jobs, job_slots, outbox'));
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });

  function start(kinds: JobKinds, options: Partial<WorkerOptions> = {}) {
    const worker = startWorker({ database: db.database, pollMilliseconds: 20, kinds, ...options });
    ending.push(() => worker.stop(1));
    return worker;
  }
  const kind = (run: Handler, more: Partial<JobKind> = {}): JobKind => ({ run, retryDelays: [], ...more });
  const effect = (tx: typeof db.database) => tx.query(`insert into outbox (sealed) values ('effect')`);
  const effects = async () => (await db.owner.query('select id from outbox')).count;
  const jobs = async () => (await db.owner.query('select * from jobs order by id')).rows;

  /** A gate that a test opens, and a promise of somebody standing before it. */
  function gate() {
    let open = () => {};
    let arrive = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    return {
      open,
      arrived,
      pass: () => {
        arrive();
        return opened;
      },
    };
  }

  async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  test('a job gets what was enqueued, once, and is gone', async () => {
    const seen: unknown[] = [];
    await db.database.transaction((tx) =>
      enqueueJobs(tx, [
        { kind: 'notice', payload: { delivery: 'd', reminder: true }, sealed: 'jwe' },
        { kind: 'notice' },
      ]),
    );
    await enqueueJob(db.database, { kind: 'notice', payload: { n: 3 } });
    start({
      notice: kind(
        async ({ kind, payload, sealed, attempts }) => void seen.push([kind, payload, sealed, attempts]),
      ),
    });
    await until(async () => (await jobs()).length === 0);
    assert.deepEqual(seen, [
      ['notice', { delivery: 'd', reminder: true }, 'jwe', 1],
      ['notice', {}, null, 1],
      ['notice', { n: 3 }, null, 1],
    ]);
  });

  test('what was rolled back never runs; what is for later waits', async () => {
    const undone = db.database.transaction(async (tx) => {
      await enqueueJob(tx, { kind: 'step', payload: { n: 1 } });
      throw new Error('undone');
    });
    await assert.rejects(undone);
    await enqueueJobs(db.database, [
      { kind: 'step', payload: { n: 2 }, delaySeconds: 3600 },
      { kind: 'step', payload: { n: 3 } },
      { kind: 'unknown' },
    ]);
    const seen: unknown[] = [];
    const worker = start({ step: kind(async ({ payload }) => void seen.push(payload.n)) });
    await until(() => seen.length > 0);
    await worker.stop(1);
    assert.deepEqual(seen, [3]);
    assert.equal((await jobs()).length, 2);
  });

  test('of two drafts with one slot the second is dropped while the first waits', async () => {
    await enqueueJob(db.database, { kind: 'sweep', slot: 'a' });
    await enqueueJobs(db.database, [
      { kind: 'sweep', slot: 'a' },
      { kind: 'sweep', slot: 'b' },
      { kind: 'other', slot: 'a' },
    ]);
    assert.equal((await jobs()).length, 3);
  });

  test('a step that fails after it ended its job is undone, and tried again', async () => {
    await enqueueJob(db.database, { kind: 'step' });
    const run: Handler = async ({ attempts }, finish) => {
      await db.database.transaction(async (tx) => {
        await finish(tx);
        await effect(tx as typeof db.database);
        if (attempts < 3) await tx.query('select 1/0');
      });
    };
    start({ step: kind(run, { retryDelays: [0, 0] }) });
    await until(async () => (await jobs()).length === 0);
    assert.equal(await effects(), 1);
  });

  test('a worker that lost its lease commits nothing', async () => {
    await enqueueJob(db.database, { kind: 'step' });
    const { open, arrived, pass } = gate();
    let outcome: unknown;
    const run: Handler = async (_, finish) => {
      await pass();
      const work = db.database.transaction(async (tx) => {
        await effect(tx as typeof db.database);
        await finish(tx);
      });
      outcome = await work.catch((error) => error.name);
      await work;
    };
    const worker = start({ step: kind(run) });
    await arrived;
    await db.owner.query('update jobs set lease = gen_random_uuid()');
    open();
    await until(() => outcome !== undefined);
    await worker.stop(1);
    assert.equal(outcome, 'LeaseLost');
    assert.equal(await effects(), 0);
    const [left] = await jobs();
    assert.equal(left!.dead_at, null);
    assert.notEqual(left!.lease, null);
  });

  test('a lease is renewed while its job runs, and nobody else takes the job', async () => {
    await enqueueJob(db.database, { kind: 'step' });
    const { open, arrived, pass } = gate();
    let runs = 0;
    const run: Handler = async () => {
      runs += 1;
      await pass();
    };
    start({ step: kind(run) }, { leaseSeconds: 0.3 });
    start({ step: kind(run) }, { leaseSeconds: 0.3 });
    await arrived;
    const until1 = (await jobs())[0]!.leased_until as string;
    await until(async () => {
      const [job] = await jobs();
      const { rows } = await db.owner.query<{ past: boolean }>(
        'select clock_timestamp() > $1::timestamptz as past',
        [until1],
      );
      return rows[0]!.past && (job!.leased_until as string) > until1;
    });
    open();
    await until(async () => (await jobs()).length === 0);
    assert.equal(runs, 1);
  });

  test('after its delays a job is dead: without its secret, kept for a person, said in the same transaction', async () => {
    await enqueueJob(db.database, { kind: 'step', payload: { delivery: 'd' }, sealed: 'jwe' });
    const failures: JobFailure[] = [];
    let runs = 0;
    const run: Handler = async () => {
      runs += 1;
      if (runs === 1) return { because: 'deferred', retryInSeconds: 0 };
      throw Object.assign(new TypeError('ana@example.com is not there'), { code: 'EHOST' });
    };
    const onDead: JobKind['onDead'] = async (job, tx) => {
      assert.equal(job.sealed, 'jwe');
      await effect(tx as typeof db.database);
    };
    const worker = start(
      { step: kind(run, { retryDelays: [3600, 0], onDead }) },
      { onFailure: (f) => failures.push(f) },
    );
    await until(async () => (await jobs())[0]!.dead_at !== null);
    await worker.stop(1);
    const [dead] = await jobs();
    assert.equal(dead!.sealed, null);
    assert.equal(dead!.last_error, 'TypeError EHOST');
    assert.equal(dead!.lease, null);
    assert.equal(runs, 3);
    assert.equal(await effects(), 1);
    assert.deepEqual(
      failures.map(({ attempts, because, dead }) => [attempts, because, dead]),
      [
        [1, 'deferred', false],
        [2, 'TypeError EHOST', false],
        [3, 'TypeError EHOST', true],
      ],
    );
    const { oldestReadySeconds, ...counts } = await worker.stats();
    assert.deepEqual(counts, { ready: 0, running: 0, dead: 1 });
    assert.equal(oldestReadySeconds, 0);
  });

  test('a job is not dead unless its last words were said', async () => {
    await enqueueJob(db.database, { kind: 'step' });
    let tries = 0;
    const onDead: JobKind['onDead'] = async (_, tx) => {
      await effect(tx as typeof db.database);
      tries += 1;
      if (tries === 1) throw new Error('not now');
    };
    start({ step: kind(async () => ({ because: 'no' }), { onDead }) }, { leaseSeconds: 0.1 });
    await until(async () => (await jobs())[0]!.dead_at !== null);
    assert.equal(tries, 2);
    assert.equal(await effects(), 1);
  });

  test('a job whose process ends each time is buried in the end', async () => {
    await enqueueJob(db.database, { kind: 'poison' });
    await db.owner.query('update jobs set attempts = 6');
    let runs = 0;
    const run: Handler = async () => {
      runs += 1;
    };
    start({ poison: kind(run, { retryDelays: [1, 1] }) });
    await until(async () => (await jobs())[0]!.dead_at !== null);
    assert.equal(runs, 0);
  });

  test('a kind keeps to its limit, and a long queue of one kind does not starve another', async () => {
    await enqueueJobs(
      db.database,
      Array.from({ length: 500 }, () => ({ kind: 'slow' })),
    );
    await enqueueJobs(
      db.database,
      Array.from({ length: 50 }, () => ({ kind: 'quick' })),
    );
    const { open, pass } = gate();
    let slow = 0;
    let most = 0;
    let quick = 0;
    const runSlow: Handler = async () => {
      slow += 1;
      most = Math.max(most, slow);
      await pass();
      slow -= 1;
    };
    start({
      slow: kind(runSlow, { limit: 3 }),
      quick: kind(async () => {
        quick += 1;
      }),
    });
    await until(() => quick === 50);
    assert.equal(slow, 3);
    open();
    await until(async () => (await jobs()).length === 0);
    assert.equal(most, 3);
  });

  test('stopping waits for what runs, and gives back what does not end', async () => {
    await enqueueJobs(
      db.database,
      Array.from({ length: 10 }, (_, n) => ({ kind: n === 0 ? 'ends' : 'hangs' })),
    );
    const ends = gate();
    const hangs = gate();
    let started = 0;
    const worker = start(
      {
        ends: kind(async () => {
          started += 1;
          await ends.pass();
        }),
        hangs: kind(
          async () => {
            started += 1;
            await hangs.pass();
          },
          { limit: 2 },
        ),
      },
      { concurrency: 3 },
    );
    await until(() => started === 3);
    await ends.arrived;
    const stopped = worker.stop(0.3);
    ends.open();
    await stopped;
    const left = await jobs();
    assert.equal(left.length, 9);
    for (const job of left) {
      assert.equal(job.lease, null);
      assert.equal(job.attempts, 0);
    }
    hangs.open();
  });

  test('a dead worker’s job is taken when its lease has run out, however old it is', async () => {
    await enqueueJob(db.database, { kind: 'step', payload: { n: 1 }, delaySeconds: -86_400 });
    await db.owner.query(
      `update jobs set lease = gen_random_uuid(), attempts = 1, leased_until = clock_timestamp() + interval '0.3 s'`,
    );
    const seen: unknown[] = [];
    const run: Handler = async ({ payload, attempts }) => void seen.push([payload.n, attempts]);
    start({ step: kind(run) }, { fullScanMilliseconds: 100 });
    await enqueueJob(db.database, { kind: 'step', payload: { n: 2 } });
    await until(() => seen.length === 2);
    assert.deepEqual(seen, [
      [2, 1],
      [1, 2],
    ]);
  });

  test('a bell reaches this process and the others; a deaf worker still polls', async () => {
    const here = openBell(db.settings);
    const there = openBell(db.settings);
    ending.push(
      () => here.close(),
      () => there.close(),
    );
    let near = 0;
    let far = 0;
    here.onRing(() => {
      near += 1;
    });
    there.onRing(() => {
      far += 1;
    });
    // The far connection may not listen yet: ring until it hears.
    await until(() => {
      here.ring();
      return far > 0;
    });
    const rung = near;
    assert.ok(rung >= 1 && far < rung, 'many rings travel as few notices');

    const seen: unknown[] = [];
    start(
      { step: kind(async ({ payload }) => void seen.push(payload.n)) },
      { bell: there, pollMilliseconds: 1e8 },
    );
    await until(async () => {
      await enqueueJob(db.database, { kind: 'step', payload: { n: 1 } });
      here.ring();
      return seen.length > 0;
    });
    start({ other: kind(async ({ payload }) => void seen.push(payload.n)) });
    await enqueueJob(db.database, { kind: 'other', payload: { n: 'polled' } });
    await until(() => seen.includes('polled'));
  });

  test('an old snapshot does not make the scans longer and longer', async () => {
    const single = openDatabase(db.settings, { connections: 1 });
    ending.push(() => single.close());
    let done = 0;
    const reads = async () => {
      await single.query('select pg_stat_force_next_flush()');
      const { rows } = await db.owner.query<{ n: number }>(
        `select idx_tup_read as n from pg_stat_user_indexes where indexrelname = 'jobs_ready'`,
      );
      return rows[0]!.n;
    };
    await db.owner.transaction(async (snapshot) => {
      await snapshot.query('set transaction isolation level repeatable read');
      await snapshot.query('select count(*) from jobs');
      const worker = start(
        {
          step: kind(async () => {
            done += 1;
          }),
        },
        { database: single, pollMilliseconds: 1e8, fullScanMilliseconds: 1e9 },
      );
      const rounds: number[] = [];
      for (let round = 0; round < 12; round++) {
        const before = await reads();
        await enqueueJobs(
          single,
          Array.from({ length: 300 }, () => ({ kind: 'step', delaySeconds: -1000 + 10 * round })),
        );
        worker.wake();
        await until(
          async () =>
            done === 300 * (round + 1) && (await db.owner.query('select 1 from jobs limit 1')).count === 0,
        );
        rounds.push((await reads()) - before);
      }
      // A scan that reaches a second further back may fall into any round, but not into all.
      const early = Math.min(...rounds.slice(1, 4));
      const late = Math.min(...rounds.slice(-3));
      assert.ok(late < early * 2, `index entries read a round: ${rounds.join(', ')}`);
    });
  });
});
