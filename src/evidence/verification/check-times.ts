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
  const earliest = earliestFrom(sorted);
  return new Map(
    events.map((checked) => {
      const { event, evidence, id } = checked;
      const [lower, upper] = around(sorted, earliest, evidence.segl.index);
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

/**
 * Of each stamp and those of larger trees the first in time: a small tree can be stamped anew at any time, and that says
 * nothing against an earlier stamp of a larger one.
 */
function earliestFrom(stamps: readonly HoldingStamp[]): readonly HoldingStamp[] {
  const earliest = [...stamps];
  for (let at = earliest.length - 2; at >= 0; at -= 1) {
    const next = earliest[at + 1]!;
    if (next.time + next.accuracy < earliest[at]!.time + earliest[at]!.accuracy) earliest[at] = next;
  }
  return earliest;
}

/** The stamp of the last tree without the leaf, and the first stamp of one with it. */
function around(
  stamps: readonly HoldingStamp[],
  earliest: readonly HoldingStamp[],
  index: number,
): [HoldingStamp | undefined, HoldingStamp | undefined] {
  const first = stamps.findIndex(({ size }) => size > index);
  return first < 0 ? [stamps.at(-1), undefined] : [stamps[first - 1], earliest[first]];
}

const isoOf = (stamp: HoldingStamp | undefined): string | null =>
  stamp ? new Date(stamp.time).toISOString() : null;
