import type { Queryable } from '../evidence/ports.ts';

/** Ids, codes and numbers: a payload lies in clear. */
export type JobPayload = Readonly<Record<string, string | number | boolean | null>>;

export interface JobDraft {
  readonly kind: string;
  readonly payload?: JobPayload;
  /** A secret of the job (a link token, a code), sealed under the label `job`; dropped when the job ends. */
  readonly sealed?: string;
  /** Not before so many seconds from now. */
  readonly delaySeconds?: number;
  /** At most one waiting job of the kind has this slot: a second draft is dropped. */
  readonly slot?: string;
}

export interface Job {
  readonly id: number;
  readonly kind: string;
  readonly payload: JobPayload;
  readonly sealed: string | null;
  /** 1 for the first try. Tries that ended with their process count. */
  readonly attempts: number;
}

/**
 * Ends the job inside the caller's transaction: both are committed, or neither. Throws `LeaseLost` where another
 * worker holds the job by now; the caller lets it through, so that its transaction rolls back.
 */
export type Finish = (tx: Queryable) => Promise<void>;

/**
 * Not done: to be tried again, after so many seconds or (undefined) after the kind's own delay. `because` is kept for
 * people and never holds personal data.
 */
export interface NotYet {
  readonly retryInSeconds?: number | undefined;
  readonly because: string;
}

/**
 * Does one job. A step that changes the database calls `finish` in its own transaction and is then never done twice.
 * Without `finish`, returning ends the job soon after, and a crash in between repeats it. Throwing means `NotYet`; of
 * the error only its name and code are kept.
 */
export type Handler = (job: Job, finish: Finish) => Promise<NotYet | undefined | void>;

/** Runs in the transaction that lays a job among the dead ones, where a person will see it. */
export type DeadHandler = (job: Job, tx: Queryable) => Promise<void>;

/** How the jobs of one kind are worked off. */
export interface JobKind {
  readonly run: Handler;
  /** Seconds before the second, third… try. After the last the job is dead. */
  readonly retryDelays: readonly number[];
  /** Jobs of this kind at once in one worker; no limit of its own unless told. */
  readonly limit?: number;
  readonly onDead?: DeadHandler;
  /** Periodic work: one job in each period of so many seconds, however many workers run. */
  readonly everySeconds?: number;
}

export type JobKinds = Readonly<Record<string, JobKind>>;

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
