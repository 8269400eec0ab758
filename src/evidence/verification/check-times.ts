import type { CheckedEvent } from './check-events.ts';
import type { HoldingStamp } from './check-stamps.ts';
import type { FindingList } from './finding-list.ts';

/** Between which stamps an event came into the log, in ISO 8601; null: there is none on that side. */
export interface Interval {
  readonly after: string | null;
  readonly before: string | null;
}

/**
 * Milliseconds by which an event may be older than the last stamp without it. It waits for the log for a moment, and a tree is
 * stamped only while nothing has waited for more than half a minute.
 */
export const waitingTolerance = 120_000;

/** Milliseconds by which the clocks of the log and of the authority may differ besides what the authority says of its own. */
export const clockTolerance = 10_000;

/**
 * Where in others' time each event lies: after the last stamp of a tree without it, before the first of a tree with it. The
 * event's own time must be there too, within the tolerances.
 */
export function checkTimes(
  events: readonly CheckedEvent[],
  stamps: readonly HoldingStamp[],
  findings: FindingList,
): ReadonlyMap<CheckedEvent, Interval> {
  const sorted = [...stamps].sort((a, b) => a.size - b.size || a.time - b.time);
  return new Map(
    events.map((checked) => {
      const { event, evidence, id } = checked;
      const [lower, upper] = around(sorted, evidence.segl.index);
      const at = event ? Date.parse(event.at) : Number.NaN;
      const interval = { after: isoOf(lower), before: isoOf(upper) };
      if (lower && at < lower.time - lower.accuracy - waitingTolerance) {
        findings.add('time_early', { event: id, value: interval.after! });
      }
      if (upper && at > upper.time + upper.accuracy + clockTolerance) {
        findings.add('time_late', { event: id, value: interval.before! });
      }
      return [checked, interval];
    }),
  );
}

/** The last stamp of a tree without the leaf, and the first of one with it. */
function around(
  stamps: readonly HoldingStamp[],
  index: number,
): [HoldingStamp | undefined, HoldingStamp | undefined] {
  const first = stamps.findIndex(({ size }) => size > index);
  return first < 0 ? [stamps.at(-1), undefined] : [stamps[first - 1], stamps[first]];
}

const isoOf = (stamp: HoldingStamp | undefined): string | null =>
  stamp ? new Date(stamp.time).toISOString() : null;
