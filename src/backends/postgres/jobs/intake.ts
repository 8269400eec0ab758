import type { JobKinds } from '../../../delivery/job-types.ts';
import type { Want } from './claim.ts';
import { Horizon } from './horizon.ts';

/** Most jobs that a worker holds beyond those it runs. */
const mostAhead = 200;
/** Milliseconds in which a batch must be used up for the next one to be larger. */
const brisk = 100;

/** Decides how many jobs of which kinds a worker asks for. */
export class Intake {
  readonly #kinds: JobKinds;
  readonly #names: string[];
  readonly #concurrency: number;
  readonly #horizon: Horizon;
  readonly #held = new Map<string, number>();
  #ahead = 0;
  #lastFull = 0;
  #total = 0;

  constructor(kinds: JobKinds, concurrency: number, fullScanEvery: number) {
    this.#kinds = kinds;
    this.#names = Object.keys(kinds);
    this.#concurrency = concurrency;
    this.#horizon = new Horizon(fullScanEvery);
  }

  /** Jobs that may be taken now; the caller asks when fewer than half of those ahead are left. */
  get room(): number {
    return this.#concurrency + this.#ahead - this.#total;
  }

  get isDue(): boolean {
    return this.room > this.#ahead / 2;
  }

  wants(now: number): readonly Want[] {
    this.#horizon.begin(now);
    // Each kind comes first in turn.
    this.#names.push(this.#names.shift()!);
    return this.#names
      .map((kind) => ({
        kind,
        limit: Math.min(
          this.room,
          (this.#kinds[kind]!.limit ?? Number.POSITIVE_INFINITY) - this.#heldOf(kind),
        ),
        from: this.#horizon.from(kind),
      }))
      .filter(({ limit }) => limit > 0);
  }

  took(jobs: readonly { kind: string; runAt: string }[], asked: number, now: number): void {
    const latest = new Map<string, string>();
    for (const { kind, runAt } of jobs) {
      this.#held.set(kind, this.#heldOf(kind) + 1);
      if (runAt > (latest.get(kind) ?? '')) latest.set(kind, runAt);
    }
    this.#total += jobs.length;
    const more = jobs.length === asked;
    for (const [kind, runAt] of latest) {
      const atLimit = this.#heldOf(kind) >= this.#limitOf(kind);
      this.#horizon.found(kind, runAt, more || atLimit);
    }
    if (!more) return;
    const quick = now - this.#lastFull < brisk;
    this.#ahead = quick ? Math.min(mostAhead, Math.max(10, this.#ahead * 2)) : Math.floor(this.#ahead / 2);
    this.#lastFull = now;
  }

  ended(kind: string): void {
    this.#held.set(kind, this.#heldOf(kind) - 1);
    this.#total -= 1;
  }

  #heldOf(kind: string): number {
    return this.#held.get(kind) ?? 0;
  }

  #limitOf(kind: string): number {
    return this.#kinds[kind]!.limit ?? Number.POSITIVE_INFINITY;
  }
}
