import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueueJob, enqueueJobs } from '../../../src/delivery/enqueue-job.ts';
import type { Handler } from '../../../src/delivery/job-types.ts';
import { withDatabases } from '../../support/database.ts';
import { gate, jobQueue, kind, until } from './job-queue.ts';

withDatabases('leased jobs', (db) => {
  const { start, effect, effects, jobs } = jobQueue(db);

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
});
