import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../evidence/ports.ts';
import { finishAll, type Held } from './finish.ts';

/** Ends jobs in batches: while one statement runs, the next batch gathers. */
export class Completions {
  readonly #database: Database;
  readonly #onEnded: (held: Held) => void;
  #waiting: Held[] = [];
  #flushing: Promise<void> | undefined;

  constructor(database: Database, onEnded: (held: Held) => void) {
    this.#database = database;
    this.#onEnded = onEnded;
  }

  add(held: Held): void {
    this.#waiting.push(held);
    this.#flushing ??= this.#flush();
  }

  /** Resolves when all that was added has ended, or could not be. */
  async settle(): Promise<void> {
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    await new Promise(setImmediate);
    let failures = 0;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await finishAll(this.#database, batch);
        for (const held of batch) this.#onEnded(held);
      } catch {
        // The jobs are done and their leases are ours: say so again, for a while. Then they run a second time, which
        // is what a handler without `finish` has accepted.
        failures += 1;
        if (failures > 20) for (const held of batch) this.#onEnded(held);
        else this.#waiting.push(...batch);
        await sleep(250);
      }
    }
    this.#flushing = undefined;
  }
}
