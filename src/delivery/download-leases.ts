import type { Queryable } from '../evidence/ports.ts';
import { stands } from './standing.ts';

const checkEveryMs = 250;
const staleAfterMs = 1000;

export interface DownloadLease {
  /** Whether bytes may leave now. Asked before every write. */
  isFresh(): boolean;
  /**
   * Aborted once nothing may leave any more: what was written already and waits for a slow reader must not leave
   * either.
   */
  readonly lost: AbortSignal;
  release(): void;
}

interface Entry {
  holders: number;
  /** Monotonic milliseconds. */
  confirmed: number;
  readonly lost: AbortController;
}

/**
 * Bytes of a download leave only under a lease. One query in 250 ms asks for all running downloads of this process
 * which deliveries still stand; without an answer for a second, nothing leaves.
 */
export class DownloadLeases {
  readonly #db: Queryable;
  readonly #held = new Map<string, Entry>();
  #timer: NodeJS.Timeout | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #asking = false;

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** To be taken right after the database released the content. */
  hold(delivery: string): DownloadLease {
    const found = this.#held.get(delivery);
    const entry: Entry =
      found && !found.lost.signal.aborted ? found : { holders: 0, confirmed: 0, lost: new AbortController() };
    entry.holders += 1;
    entry.confirmed = performance.now();
    this.#held.set(delivery, entry);
    this.#timer ??= setInterval(() => this.#check(), checkEveryMs).unref();
    let released = false;
    return {
      isFresh: () => isFresh(entry),
      lost: entry.lost.signal,
      release: () => {
        if (released) return;
        released = true;
        entry.holders -= 1;
        if (entry.holders === 0 && this.#held.get(delivery) === entry) this.#held.delete(delivery);
        if (this.#held.size === 0) {
          clearInterval(this.#timer);
          this.#timer = undefined;
        }
      },
    };
  }

  async #check(): Promise<void> {
    const now = performance.now();
    // Of a process that was busy itself the database could not tell: it is asked first, and has until the next time.
    const wasBusy = now - this.#checkedAt > staleAfterMs / 2;
    this.#checkedAt = now;
    if (!wasBusy) for (const entry of this.#held.values()) if (!isFresh(entry)) entry.lost.abort();
    // While the database hangs, a question a second is enough: each may hold a connection for long.
    if (this.#asking && performance.now() - this.#askedAt < staleAfterMs) return;
    const asked = performance.now();
    this.#askedAt = asked;
    this.#asking = true;
    const ids = [...this.#held.keys()];
    const standing = await this.#db
      .query<{ id: string }>({
        name: 'standing-deliveries',
        text: `select d.id from deliveries d where d.id = any ($1::uuid[]) and ${stands}`,
        values: [ids],
      })
      .then(({ rows }) => new Set(rows.map((row) => row.id)))
      .catch(() => undefined);
    if (this.#askedAt === asked) this.#asking = false;
    if (!standing) return;
    for (const id of ids) {
      const entry = this.#held.get(id);
      if (!entry) continue;
      if (standing.has(id)) entry.confirmed = Math.max(entry.confirmed, asked);
      else entry.lost.abort();
    }
  }
}

const isFresh = ({ confirmed, lost }: Entry): boolean =>
  !lost.signal.aborted && performance.now() - confirmed < staleAfterMs;
