import type { LoggedEvent } from '../bundle/logged-event.ts';
import type { HoldingStamp } from './check-stamps.ts';
import type { FindingList } from './finding-list.ts';

/** Milliseconds by which the clocks of whoever signs, of the log and of an authority may differ. */
const tolerance = 120_000;

/**
 * Whether the file was signed after what is in it. Its time of signing is the signer's own word, and the certificate is judged
 * by it: without this a key whose certificate has ended could sign what happened since. `signedAt` in seconds since 1970.
 */
export function checkSigningTime(
  signedAt: number,
  events: readonly LoggedEvent[],
  stamps: readonly HoldingStamp[],
  findings: FindingList,
): void {
  const latest = signedAt * 1000 + tolerance;
  const early = events.find(({ at }) => Date.parse(at) > latest);
  if (early) findings.add('signed_early', { event: early.id, value: early.at });
  const stamp = stamps.find(({ time, accuracy }) => time - accuracy > latest);
  if (stamp) findings.add('signed_early', { value: new Date(stamp.time).toISOString() });
}
