import { afterEach, beforeEach } from 'node:test';
import { startWorker, type WorkerOptions } from '../../../src/backends/postgres/jobs/worker.ts';
import type { Handler, JobKind, JobKinds } from '../../../src/delivery/job-types.ts';
import type { TestDatabase } from '../../support/database.ts';

/** The job queue of a suite: empty before each test; after it, its workers stop and whatever else was said `atEnd`. */
export function jobQueue(db: TestDatabase) {
  const ending: (() => Promise<unknown>)[] = [];
  beforeEach(() => db.owner.query('truncate jobs, job_slots, outbox'));
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });
  return {
    atEnd: (...ends: (() => Promise<unknown>)[]) => void ending.push(...ends),
    start(kinds: JobKinds, options: Partial<WorkerOptions> = {}) {
      const worker = startWorker({ database: db.database, pollMilliseconds: 20, kinds, ...options });
      ending.push(() => worker.stop(1));
      return worker;
    },
    effect: (tx: TestDatabase['database']) => tx.query(`insert into outbox (sealed) values ('effect')`),
    effects: async () => (await db.owner.query('select id from outbox')).count,
    jobs: async () => (await db.owner.query('select * from jobs order by id')).rows,
  };
}

export const kind = (run: Handler, more: Partial<JobKind> = {}): JobKind => ({
  run,
  retryDelays: [],
  ...more,
});

/** A gate that a test opens, and a promise of somebody standing before it. */
export function gate() {
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

export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
