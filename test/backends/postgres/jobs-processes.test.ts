import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { enqueueJobs } from '../../../src/delivery/enqueue-job.ts';
import { withDatabases } from '../../support/database.ts';

const program = fileURLToPath(new URL('../../support/postgres-job-worker.ts', import.meta.url));

withDatabases('jobs in several processes', (db) => {
  const processes = new Set<ChildProcess>();
  before(async () => {
    await db.owner.query('create table effects (kind text, job bigint)');
    await db.owner.query('grant select, insert on effects to segl');
  });
  after(() => {
    for (const child of processes) child.kill('SIGKILL');
  });

  async function startProcess(everySeconds?: number): Promise<ChildProcess> {
    const child = spawn(
      process.execPath,
      [program, JSON.stringify({ settings: db.settings, everySeconds })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    processes.add(child);
    await once(child.stdout!, 'data');
    return child;
  }
  async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    processes.delete(child);
  }
  const effects = async (kind: string) => {
    const { rows } = await db.owner.query<{ all: number; distinct: number }>(
      'select count(*) as all, count(distinct job) as distinct from effects where kind = $1',
      [kind],
    );
    return rows[0]!;
  };

  test('20 kills of 4 workers: each of 2,000 jobs has its effect exactly once', async () => {
    await enqueueJobs(
      db.database,
      Array.from({ length: 2000 }, () => ({ kind: 'step' })),
    );
    const workers = await Promise.all([1, 2, 3, 4].map(() => startProcess()));
    for (let kill = 0; kill < 20; kill++) {
      while ((await effects('step')).all < (kill + 1) * 80) await sleep(5);
      const victim = kill % 4;
      await end(workers[victim]!, 'SIGKILL');
      workers[victim] = await startProcess();
    }
    while ((await db.owner.query('select 1 from jobs limit 1')).count > 0) await sleep(20);
    assert.deepEqual(await effects('step'), { all: 2000, distinct: 2000 });
    await Promise.all(workers.map((worker) => end(worker, 'SIGTERM')));
  });

  test('periodic work happens once in its period, with three processes', async () => {
    const workers = await Promise.all([1, 2, 3].map(() => startProcess(1)));
    while ((await effects('tick')).all < 3) await sleep(20);
    await Promise.all(workers.map((worker) => end(worker, 'SIGTERM')));
    const { rows } = await db.owner.query<{ slot: string }>('select slot from job_slots order by slot');
    const slots = rows.map(({ slot }) => Number(slot));
    const waiting = (await db.owner.query('select 1 from jobs')).count;
    const { all, distinct } = await effects('tick');
    assert.equal(all, distinct);
    assert.equal(all + waiting, slots.length);
    assert.deepEqual(
      slots,
      Array.from({ length: slots.length }, (_, index) => slots[0]! + index),
    );
  });
});
