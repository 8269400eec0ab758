import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../../../src/backends/postgres/database.ts';
import { enqueueJobs } from '../../../src/delivery/enqueue-job.ts';
import type { Handler } from '../../../src/delivery/job-types.ts';
import { withDatabases } from '../../support/database.ts';
import { gate, jobQueue, kind, until } from './job-queue.ts';

withDatabases('claimed jobs', (db) => {
  const { atEnd, start, jobs } = jobQueue(db);

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

  test('an old snapshot does not make the scans longer and longer', async () => {
    const single = openDatabase(db.settings, { connections: 1 });
    atEnd(() => single.close());
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
