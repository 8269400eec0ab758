import { setTimeout as sleep } from 'node:timers/promises';
import { applyTombstones } from '../delivery/apply-tombstones.ts';
import type { Context } from '../delivery/context.ts';
import { Unavailable } from '../message/refusals.ts';
import { errorFacts, type Log } from './log.ts';

/** Milliseconds between two tries. */
const pause = 1_000;

/**
 * Until this resolves nothing may be released or accepted: the database may be a restored backup, and hold what was
 * destroyed since. Only the blobs tell. Where they, or the database, do not answer, it waits for them; any other error is
 * thrown, and nothing starts.
 */
export async function thaw(ctx: Context, log: Log): Promise<void> {
  for (let said = false; ;) {
    try {
      return await applyTombstones(ctx);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      if (!said) log.warn(errorFacts(error), 'frozen until it is known that no backup was restored');
      said = true;
    }
    await sleep(pause);
  }
}
