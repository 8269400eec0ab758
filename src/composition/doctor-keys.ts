import type { Context } from '../delivery/context.ts';
import { readEpochState } from '../delivery/epoch-state.ts';
import { Unavailable } from '../message/refusals.ts';
import type { Line } from './advice.ts';

/** What there is to say of the epoch keys, and of what was destroyed with their help. */
export async function examineKeys(ctx: Context, now = Date.now()): Promise<Line[]> {
  try {
    return say(await readEpochState(ctx, now), now);
  } catch (error) {
    // That they do not answer is said already.
    if (error instanceof Unavailable) return [];
    throw error;
  }
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

type State = Awaited<ReturnType<typeof readEpochState>>;

function say(state: State, now: number): Line[] {
  const { keys, oldest, newest, readableSince, held, unwritten, isBehind } = state;
  const lines: Line[] = [
    [
      'ok',
      `${keys === 1 ? 'One epoch key' : `${keys} epoch keys`}, the oldest of ${oldest}: a backup that was made since ${minute(readableSince)} can be read.`,
    ],
  ];
  for (const { kid, by } of held) {
    const why =
      by.length > 0 ? `${by.join(', ')} still need it` : 'no worker has run that would have destroyed it';
    lines.push(['warn', `The epoch key ${kid} outlives its days, and so does what was destroyed: ${why}.`]);
  }
  if (newest > new Date(now + 86_400_000).toISOString().slice(0, 10)) {
    lines.push([
      'warn',
      `The newest epoch key is of ${newest}: a clock was ahead. Until that day no other is made, and what is destroyed leaves the backups later.`,
    ]);
  }
  if (unwritten > 0) {
    lines.push([
      'warn',
      `${unwritten} destroyed seals are not written beside the database yet: should a backup be restored now, they come back.`,
    ]);
  }
  if (isBehind) {
    lines.push([
      'fail',
      'A backup of the database was restored, and holds what was destroyed since. Start Segl, which destroys it again before it opens.',
    ]);
  }
  return lines;
}
