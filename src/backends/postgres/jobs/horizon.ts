/**
 * From which `run_at` on to look for ready jobs of a kind. Rows that ended stay in the index until vacuum may remove
 * them, and while some old snapshot is open it may not; a scan from the beginning would walk over all of them again
 * and again. So a scan starts a little before where the last one found its first job. What may lie before that (a
 * transaction that took long to commit, a dead worker's job) is found by a scan from the beginning, now and then.
 */
const grace = 1_000;
const fromTheBeginning = '-infinity';

export class Horizon {
  readonly #since = new Map<string, number>();
  readonly #fullScanEvery: number;
  #lastFullScan = Number.NEGATIVE_INFINITY;

  constructor(fullScanEvery: number) {
    this.#fullScanEvery = fullScanEvery;
  }

  /** Begins a round of scans at `now` (milliseconds, monotonic): whether it looks from the beginning. */
  isFullScanDue(now: number): boolean {
    if (now - this.#lastFullScan < this.#fullScanEvery) return false;
    this.#lastFullScan = now;
    return true;
  }

  from(kind: string): string {
    const since = this.#since.get(kind);
    return since === undefined ? fromTheBeginning : new Date(since - grace).toISOString();
  }

  /** The earliest job that a scan of the kind found, as an instant. */
  found(kind: string, runAt: string): void {
    const at = Date.parse(runAt);
    if (at > (this.#since.get(kind) ?? Number.NEGATIVE_INFINITY)) this.#since.set(kind, at);
  }
}
