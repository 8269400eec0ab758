import type { AnchorState } from '../desk/log/anchor-state.ts';
import type { Line } from './advice.ts';

/** Seconds by which clocks may differ before events seem to lie outside of what their stamps allow. */
const mostClockOff = 10;

/** What the doctor says of the log's timestamps; `everySeconds`: how often the log is stamped where it grows. */
export function sayAnchor(
  { last, unstampedSeconds, clockOffSeconds }: AnchorState,
  everySeconds: number,
): Line[] {
  const lines: Line[] = [];
  const isLate = unstampedSeconds > 3 * everySeconds;
  const stamped = last
    ? `The log was last stamped at ${last.stampedAt.slice(0, 19)}Z, with ${last.size} entries`
    : 'The log was never stamped';
  if (isLate)
    lines.push(['warn', `${stamped}; an entry waits for ${spell(unstampedSeconds)}. Does SEGL_TSA answer?`]);
  else
    lines.push([
      'ok',
      `${stamped}; ${unstampedSeconds > 0 ? 'newer entries wait for the next stamp' : 'no entry waits'}.`,
    ]);
  if (Math.abs(clockOffSeconds) > mostClockOff) {
    lines.push([
      'warn',
      `This clock was ${spell(Math.abs(clockOffSeconds))} ${clockOffSeconds > 0 ? 'ahead of' : 'behind'} the ` +
        "authority's: events will seem to lie outside of what their stamps allow. Set the clock by NTP.",
    ]);
  }
  return lines;
}

function spell(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3_600)} hours`;
}
