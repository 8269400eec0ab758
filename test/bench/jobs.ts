/**
 * Draining a full queue, beside graphile-worker on the same durable PostgreSQL, in turn. Its packages are looked for
 * in the folder named by BENCH_MODULES, then among ours. Alone: `node test/bench/jobs.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import type { ConnectionSettings } from '../../src/backends/postgres/connection.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { startEmbedded } from '../../src/backends/postgres/embedded.ts';
import { startWorker } from '../../src/backends/postgres/jobs/worker.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';
import { enqueueJobs } from '../../src/delivery/enqueue-job.ts';
import { median, type Row } from './row.ts';

const jobs = 5_000;
const rounds = 3;
const concurrency = 10;
const anchorName = 'graphile-worker';

type Drain = () => Promise<number>;

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-jobs-'));
  const embedded = await startEmbedded(folder);
  try {
    await migrate(embedded.owner, 'segl');
    const database = openDatabase(embedded.runtime);
    const graphile = findGraphile();
    const plain = () => drainOurs(database, 'batched');
    const exact = () => drainOurs(database, 'exact');
    const theirs = graphile && (() => drainGraphile(graphile, embedded.owner, {}));
    const tuned = { localQueue: { size: 200 }, completeJobBatchDelay: 5, failJobBatchDelay: 5 };
    const theirsTuned = graphile && (() => drainGraphile(graphile, embedded.owner, tuned));
    const rows = [
      await compare('Jobs drained', plain, theirs, 2),
      await compare('Jobs drained, each ending in a transaction of its own', exact, theirs, 2),
      await compare('Jobs drained, graphile-worker with its batches on', plain, theirsTuned, null),
    ];
    const release = await holdSnapshot(embedded.owner);
    rows.push(await compare('Jobs drained while an old snapshot is open', plain, theirs, 2));
    await release();
    await database.close();
    return rows;
  } finally {
    await embedded.stop();
    await rm(folder, { recursive: true });
  }
}

async function compare(
  name: string,
  ours: Drain,
  theirs: Drain | undefined,
  target: number | null,
): Promise<Row> {
  const rates: [number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    // Who comes first changes: a checkpoint or a vacuum of the other's rows falls on both alike.
    const first = round % 2 === 0;
    const a = first ? await ours() : Number.NaN;
    const b = (await theirs?.()) ?? Number.NaN;
    rates.push([first ? a : await ours(), b]);
  }
  return {
    name,
    ours: Math.round(median(rates.map(([own]) => own))),
    anchor: Math.round(median(rates.map(([, anchor]) => anchor))),
    unit: 'jobs/s',
    ratio: median(rates.map(([own, anchor]) => own / anchor)),
    target,
    anchorName,
    ...(theirs
      ? {}
      : {
          note: 'graphile-worker is not installed: npm install it into a folder and name that in BENCH_MODULES',
        }),
  };
}

/** Jobs a second, from a queue of 5,000 that is there beforehand. */
async function drainOurs(
  database: ReturnType<typeof openDatabase>,
  kind: 'batched' | 'exact',
): Promise<number> {
  await enqueueJobs(
    database,
    Array.from({ length: jobs }, (_, n) => ({ kind, payload: { n } })),
  );
  let left = jobs;
  let end = () => {};
  const drained = new Promise<void>((resolve) => {
    end = resolve;
  });
  const done = () => {
    left -= 1;
    if (left === 0) end();
  };
  const start = performance.now();
  const worker = startWorker({
    database,
    concurrency,
    kinds: {
      batched: { retryDelays: [], run: async () => done() },
      exact: {
        retryDelays: [],
        run: async (_, finish) => {
          await database.transaction(finish);
          done();
        },
      },
    },
  });
  await drained;
  // Stopping ends what is still to be written, so it belongs to the time.
  await worker.stop(10);
  return jobs / ((performance.now() - start) / 1000);
}

interface Graphile {
  run(options: Record<string, unknown>): Promise<{ stop(): Promise<void> }>;
  runMigrations(options: Record<string, unknown>): Promise<void>;
  Logger: new (factory: () => () => void) => unknown;
}

function findGraphile(): Graphile | undefined {
  for (const folder of [process.env.BENCH_MODULES, import.meta.dirname]) {
    try {
      if (folder) return createRequire(join(folder, 'x.js'))('graphile-worker');
    } catch {
      // Not here.
    }
  }
  return undefined;
}

async function drainGraphile(
  { run, runMigrations, Logger }: Graphile,
  settings: ConnectionSettings,
  worker: Record<string, unknown>,
): Promise<number> {
  const logger = new Logger(() => () => {});
  const pgPool = new Pool({ ...settings, max: 20 });
  pgPool.on('error', () => {});
  pgPool.on('connect', (client) => client.on('error', () => {}));
  await runMigrations({ pgPool, logger });
  const client = new Client(settings);
  await client.connect();
  await client.query(
    `select graphile_worker.add_jobs(array(
      select ('noop', json_build_object('n', n), null, null, null, null, null, null)::graphile_worker.job_spec
      from generate_series(1, ${jobs}) as n))`,
  );
  await client.end();
  let left = jobs;
  let end = () => {};
  const drained = new Promise<void>((resolve) => {
    end = resolve;
  });
  const start = performance.now();
  const runner = await run({
    pgPool,
    logger,
    noHandleSignals: true,
    concurrency,
    taskList: {
      noop: async () => {
        left -= 1;
        if (left === 0) end();
      },
    },
    preset: { worker },
  });
  await drained;
  await runner.stop();
  const rate = jobs / ((performance.now() - start) / 1000);
  await pgPool.end();
  return rate;
}

/** Opens a transaction that sees the database of now, so that vacuum may remove nothing that ends later. */
async function holdSnapshot(settings: ConnectionSettings): Promise<() => Promise<void>> {
  const client = new Client(settings);
  await client.connect();
  await client.query('begin isolation level repeatable read');
  await client.query('select count(*) from jobs');
  return () => client.end();
}

if (import.meta.main) console.table(await bench());
