import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobFailure } from '../../../src/backends/postgres/jobs/worker.ts';
import { enqueueJob } from '../../../src/delivery/enqueue-job.ts';
import type { Handler, JobKind } from '../../../src/delivery/job-types.ts';
import { withDatabases } from '../../support/database.ts';
import { jobQueue, kind, until } from './job-queue.ts';

withDatabases('failing jobs', (db) => {
  const { start, effect, effects, jobs } = jobQueue(db);

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
});
