/**
 * Where to look for events that wait. Rows that were taken stay in the queue's index until vacuum may remove them, and while
 * some old snapshot is open it may not: a scan from the beginning would walk over all of them, again and again. So a scan
 * goes on behind the highest position seen.
 *
 * Positions are given in order but committed in any. Those passed over are remembered as gaps and asked for by themselves,
 * until every transaction that was running when the gap was noticed has ended. What ran before the very first scan is found
 * by scanning from the beginning until all of that has ended; and whatever a rule as fine as this might still miss (a number
 * is drawn a moment before its transaction has an id) by a scan from the beginning twice a minute.
 */
export interface ScanRange {
  /** Only positions above; null: from the beginning. */
  readonly above: number | null;
  readonly gaps: readonly number[];
}

/** As PostgreSQL tells it: no transaction below `xmin` runs any more, none from `xmax` on had begun. */
export interface Snapshot {
  readonly xmin: bigint;
  readonly xmax: bigint;
}

const fullScanEvery = 30_000;
/** Milliseconds. */
const gapsKeptFor = 5_000;
const mostGaps = 5_000;

export class PendingScan {
  #highest: number | null = null;
  /** Transactions from here on began after the first scan; null: there was none, or it was long ago. */
  #begunBefore: bigint | null = null;
  #isSettled = false;
  #lastFull = Number.NEGATIVE_INFINITY;
  readonly #gaps = new Map<number, { readonly xmax: bigint; readonly noticed: number }>();

  /** What to ask for at `now` (milliseconds, monotonic). */
  range(now: number): ScanRange {
    const isFull = !this.#isSettled || now - this.#lastFull >= fullScanEvery;
    return isFull ? { above: null, gaps: [] } : { above: this.#highest, gaps: [...this.#gaps.keys()] };
  }

  /** What was asked for and taken, in order. Nothing is to be told of a batch that was not committed: forget instead. */
  took(range: ScanRange, positions: readonly number[], { xmin, xmax }: Snapshot, now: number): void {
    for (const position of positions) this.#gaps.delete(position);
    for (const [position, gap] of this.#gaps) {
      if (gap.xmax <= xmin && now - gap.noticed >= gapsKeptFor) this.#gaps.delete(position);
    }
    for (const position of positions) this.#advance(position, xmax, now);
    if (range.above !== null) return;
    this.#lastFull = now;
    this.#begunBefore ??= xmax;
    if (xmin >= this.#begunBefore) this.#isSettled = true;
  }

  /** Begins anew: something else has taken from the queue, or it is not known what became of a batch. */
  forget(): void {
    this.#highest = null;
    this.#begunBefore = null;
    this.#isSettled = false;
    this.#gaps.clear();
  }

  #advance(position: number, xmax: bigint, now: number): void {
    if (this.#highest !== null) {
      if (position <= this.#highest) return;
      if (position - this.#highest - 1 + this.#gaps.size > mostGaps) return this.#leap(position);
      for (let gap = this.#highest + 1; gap < position; gap++) this.#gaps.set(gap, { xmax, noticed: now });
    }
    this.#highest = position;
  }

  /** Numbers were thrown away in masses: scanning from the beginning for a moment is cheaper than asking for each. */
  #leap(position: number): void {
    this.forget();
    this.#highest = position;
  }
}
