import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, type JobKinds, LeaseLost, type NotYet } from '../../../delivery/job-types.ts';
import type { Database } from '../../../evidence/ports.ts';
import type { Bell } from './bell.ts';
import { type Claimed, claim } from './claim.ts';
import { Completions } from './completions.ts';
import { countJobs, type JobCounts } from './count.ts';
import { bury, nameOf, retryLater } from './fail.ts';
import { finish, type Held } from './finish.ts';
import { Intake } from './intake.ts';
import { plan } from './plan.ts';
import { giveBack, renew } from './renew.ts';

export interface WorkerOptions {
  readonly database: Database;
  readonly kinds: JobKinds;
  readonly bell?: Bell;
  /** Jobs at once; 20 unless told. */
  readonly concurrency?: number;
  /** How long a dead worker's jobs stay its own; 60 unless told. Renewed three times in that time. */
  readonly leaseSeconds?: number;
  readonly pollMilliseconds?: number;
  /** Milliseconds between scans that look for jobs from the beginning; 2,000 unless told. */
  readonly fullScanMilliseconds?: number;
  /** For the log. Holds no personal data. */
  readonly onFailure?: (failure: JobFailure) => void;
}

export interface JobFailure {
  readonly id: number;
  readonly kind: string;
  readonly attempts: number;
  readonly because: string;
  readonly dead: boolean;
}

export interface Worker {
  /** There may be new jobs: look now. */
  wake(): void;
  stats(): Promise<JobCounts>;
  /** Takes nothing new, waits up to `seconds` for what runs, and gives back the rest. */
  stop(seconds: number): Promise<void>;
}

/** A process that ended took its jobs' tries with it, run or not; so many are allowed on top of the kind's own. */
const triesLostToCrashes = 3;

interface InHand extends Held {
  readonly job: Job;
}

/** Works off the jobs of these kinds until it is stopped. Any number of workers may run on one database. */
export function startWorker(options: WorkerOptions): Worker {
  const { database, kinds } = options;
  const concurrency = options.concurrency ?? 20;
  const leaseSeconds = options.leaseSeconds ?? 60;
  const pollMilliseconds = options.pollMilliseconds ?? 250;
  const intake = new Intake(kinds, concurrency, options.fullScanMilliseconds ?? 2_000);
  const held = new Map<number, Held>();
  const waiting: InHand[] = [];
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let round: Promise<void> | undefined;
  let again = false;

  const letGo = ({ id, lease }: Held) => {
    if (held.get(id)?.lease === lease) held.delete(id);
  };
  const completions = new Completions(database, letGo);

  function advance(): void {
    while (waiting.length > 0 && running.size < concurrency && !stopping.signal.aborted) {
      const next = waiting.shift()!;
      const run = work(next).then(() => {
        running.delete(run);
        intake.ended(next.job.kind);
        advance();
        // With all taken that was there, only a kind that was at its limit can have more.
        if (again || kinds[next.job.kind]!.limit !== undefined) wake();
      });
      running.add(run);
    }
  }

  function wake(): void {
    again = true;
    round ??= look().finally(() => {
      round = undefined;
    });
  }

  async function look(): Promise<void> {
    await new Promise(setImmediate);
    while (again && intake.isDue && !stopping.signal.aborted) {
      again = false;
      const now = performance.now();
      const room = intake.room;
      const wants = intake.wants(now);
      if (wants.length === 0) return;
      const lease = randomUUID();
      let jobs: readonly Claimed[];
      try {
        jobs = await claim(database, lease, leaseSeconds, wants, room);
      } catch {
        // The next poll looks again; until then the doors say that the database does not answer.
        return;
      }
      intake.took(jobs, room, now);
      for (const { runAt, ...job } of jobs) {
        const hand = { id: job.id, lease, job };
        held.set(job.id, hand);
        waiting.push(hand);
      }
      advance();
      // Where there was as much as was asked for, there may be more.
      again ||= jobs.length === room;
    }
  }

  async function work(hand: InHand): Promise<void> {
    const { job } = hand;
    const kind = kinds[job.kind]!;
    let finished = false;
    try {
      if (job.attempts > kind.retryDelays.length + 1 + triesLostToCrashes) {
        await fail(hand, { because: 'its process ended each time' });
        return;
      }
      const result = await kind.run(job, async (tx) => {
        await finish(tx, hand);
        finished = true;
      });
      if (result) await fail(hand, result);
      else if (finished) letGo(hand);
      else completions.add(hand);
    } catch (error) {
      if (error instanceof LeaseLost) letGo(hand);
      else await fail(hand, { because: nameOf(error) });
    }
  }

  async function fail(hand: InHand, { retryInSeconds, because }: NotYet): Promise<void> {
    const { job } = hand;
    const kind = kinds[job.kind]!;
    const dead = job.attempts > kind.retryDelays.length;
    try {
      if (dead) await bury(database, hand, because, job, kind.onDead);
      else await retryLater(database, hand, retryInSeconds ?? kind.retryDelays[job.attempts - 1]!, because);
      options.onFailure?.({ id: job.id, kind: job.kind, attempts: job.attempts, because, dead });
    } catch (error) {
      // The lease runs out and the job comes again.
      options.onFailure?.({
        id: job.id,
        kind: job.kind,
        attempts: job.attempts,
        because: nameOf(error),
        dead: false,
      });
    } finally {
      letGo(hand);
    }
  }

  async function repeat(milliseconds: () => number, task: () => Promise<void> | void): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(milliseconds(), undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) await Promise.resolve(task()).catch(() => {});
    }
  }

  const periods = new Map(
    Object.entries(kinds).flatMap(([kind, { everySeconds }]) =>
      everySeconds ? [[kind, everySeconds] as const] : [],
    ),
  );
  let nextPlan = 0;
  const loops = [
    repeat(() => pollMilliseconds, wake),
    repeat(
      () => (leaseSeconds * 1000) / 3,
      () => (held.size > 0 ? renew(database, [...held.values()], leaseSeconds) : undefined),
    ),
  ];
  if (periods.size > 0) {
    loops.push(
      repeat(
        () => nextPlan,
        async () => {
          nextPlan = 1_000;
          nextPlan = Math.min(await plan(database, periods), 60_000);
          wake();
        },
      ),
    );
  }
  options.bell?.onRing(wake);
  wake();

  return {
    wake,
    stats: () => countJobs(database),
    async stop(seconds) {
      stopping.abort();
      await Promise.all([round, ...loops]);
      await giveBack(database, waiting.splice(0)).catch(() => {});
      const deadline = new AbortController();
      await Promise.race([
        Promise.all(running),
        sleep(seconds * 1000, undefined, { signal: deadline.signal }).catch(() => {}),
      ]);
      deadline.abort();
      await completions.settle();
      await giveBack(database, [...held.values()]).catch(() => {});
    },
  };
}
