/**
 * From which `run_at` on to look for ready jobs of a kind. Rows that ended stay in the index until vacuum may remove
 * them, and while some old snapshot is open it may not; a scan from the beginning would walk over all of them again
 * and again. So a scan starts where the last one stopped. What may lie before that is found by scans that reach
 * further back, now and then: a second, for transactions that took a moment to commit, and from the beginning, for
 * the jobs of a dead worker.
 */
const shortReach = { every: 200, milliseconds: 1_000 };
const fromTheBeginning = '-infinity';

export class Horizon {
  readonly #since = new Map<string, string>();
  readonly #fullScanEvery: number;
  #lastFullScan = Number.NEGATIVE_INFINITY;
  #lastShortReach = Number.NEGATIVE_INFINITY;
  #reach = 0;

  constructor(fullScanEvery: number) {
    this.#fullScanEvery = fullScanEvery;
  }

  /** Begins a round of scans at `now` (milliseconds, monotonic). */
  begin(now: number): void {
    if (now - this.#lastFullScan >= this.#fullScanEvery) {
      this.#lastFullScan = now;
      this.#lastShortReach = now;
      this.#reach = Number.POSITIVE_INFINITY;
    } else if (now - this.#lastShortReach >= shortReach.every) {
      this.#lastShortReach = now;
      this.#reach = shortReach.milliseconds;
    } else {
      this.#reach = 0;
    }
  }

  from(kind: string): string {
    const since = this.#since.get(kind);
    if (since === undefined || this.#reach === Number.POSITIVE_INFINITY) return fromTheBeginning;
    return this.#reach === 0 ? since : new Date(Date.parse(since) - this.#reach).toISOString();
  }

  /**
   * `runAt` is that of the last job of the kind that the round found. Where there was `more` than it could take, the
   * next scan goes on from there, even if that lies further back than the scan before had come.
   */
  found(kind: string, runAt: string, more: boolean): void {
    if (more || runAt > (this.#since.get(kind) ?? '')) this.#since.set(kind, runAt);
  }
}
