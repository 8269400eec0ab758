import type { Queryable } from '../evidence/ports.ts';

const checkEveryMs = 250;
const staleAfterMs = 1000;

export interface DownloadLease {
  /** Whether bytes may leave now. Asked before every write. */
  isFresh(): boolean;
  release(): void;
}

/**
 * Bytes of a download leave only under a lease. One query in 250 ms asks for all running downloads of this process
 * which deliveries still stand; without an answer for a second, nothing leaves.
 */
export class DownloadLeases {
  readonly #db: Queryable;
  /** Holders and the last confirmation (monotonic milliseconds) of each delivery. */
  readonly #held = new Map<string, { holders: number; confirmed: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** To be taken right after the database released the content. */
  hold(delivery: string): DownloadLease {
    const entry = this.#held.get(delivery) ?? { holders: 0, confirmed: 0 };
    entry.holders += 1;
    entry.confirmed = performance.now();
    this.#held.set(delivery, entry);
    this.#timer ??= setInterval(() => this.#check(), checkEveryMs).unref();
    let released = false;
    return {
      isFresh: () => performance.now() - entry.confirmed < staleAfterMs,
      release: () => {
        if (released) return;
        released = true;
        entry.holders -= 1;
        if (entry.holders === 0) this.#held.delete(delivery);
        if (this.#held.size === 0) {
          clearInterval(this.#timer);
          this.#timer = undefined;
        }
      },
    };
  }

  async #check(): Promise<void> {
    const asked = performance.now();
    const ids = [...this.#held.keys()];
    const standing = await this.#db
      .query<{ id: string }>({
        name: 'standing-deliveries',
        text: `select id from deliveries
          where id = any ($1::uuid[]) and status in ('sent', 'notified', 'opened', 'reported') and expires_at > now()`,
        values: [ids],
      })
      .then(({ rows }) => new Set(rows.map((row) => row.id)))
      .catch(() => undefined);
    if (!standing) return;
    for (const id of ids) {
      const entry = this.#held.get(id);
      if (entry)
        entry.confirmed = standing.has(id) ? Math.max(entry.confirmed, asked) : Number.NEGATIVE_INFINITY;
    }
  }
}
