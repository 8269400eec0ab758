import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueueJob, enqueueJobs } from '../../../src/delivery/enqueue-job.ts';
import { withDatabases } from '../../support/database.ts';
import { jobQueue, kind, until } from './job-queue.ts';

withDatabases('enqueued jobs', (db) => {
  const { start, jobs } = jobQueue(db);

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
});
