/** One line of the benchmark's table: what we reach beside an anchor, measured in the same run. */
export interface Row {
  readonly name: string;
  /** Medians of the runs, in `unit`; the anchor is NaN where it is not installed. */
  readonly ours: number;
  readonly anchor: number;
  readonly unit: string;
  /** Median of the paired ratios; higher is better, whatever the unit. */
  readonly ratio: number;
  /** The ratio to reach, or null where the row only informs. */
  readonly target: number | null;
  readonly anchorName: string;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
