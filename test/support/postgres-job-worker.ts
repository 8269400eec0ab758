/**
 * A worker process for tests: `step` jobs write one row into `effects` in the transaction that ends them, `tick` is
 * periodic. Started with the settings of its database as JSON; says `ready`, and stops on SIGTERM.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { startWorker } from '../../src/backends/postgres/jobs/worker.ts';
import type { Handler } from '../../src/delivery/job-types.ts';

const { settings, everySeconds } = JSON.parse(process.argv[2]!);
const database = openDatabase(settings);

const step: Handler = async (job, finish) => {
  await sleep(job.id % 40);
  await database.transaction(async (tx) => {
    await tx.query('insert into effects (kind, job) values ($1, $2)', [job.kind, job.id]);
    await finish(tx);
  });
};

const retryDelays = Array.from({ length: 50 }, () => 0);
const worker = startWorker({
  database,
  concurrency: 5,
  leaseSeconds: 1,
  kinds: everySeconds
    ? { tick: { run: step, retryDelays, everySeconds } }
    : { step: { run: step, retryDelays } },
});
process.on('SIGTERM', async () => {
  await worker.stop(5);
  await database.close();
});
console.log('ready');
