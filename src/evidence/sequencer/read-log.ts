import type { Queryable } from '../ports.ts';
import { readLogState, signingKeys } from './log-state.ts';

/** A log as it is published. */
export interface PublishedLog {
  readonly log: number;
  readonly origin: string;
  readonly size: number;
  /** The signed note over the tree of this size. */
  readonly checkpoint: string;
  /** C2SP vkeys that sign, the newest first. */
  readonly keys: readonly string[];
  /** Why it grows no more; null: it does. */
  readonly closed: string | null;
}

/** The newest log. `undefined`: nothing is published yet. */
export const readCurrentLog = (db: Queryable): Promise<PublishedLog | undefined> => readPublished(db);

/** One of the logs, by its number. `undefined`: it is not there, or nothing of it is published yet. */
export async function readPublished(db: Queryable, number?: number): Promise<PublishedLog | undefined> {
  const state = await readLogState(db, number);
  if (!state || state.checkpoint === null) return undefined;
  const { log, origin, size, checkpoint, closed } = state;
  return { log, origin, size, checkpoint, closed, keys: signingKeys(state).map(({ vkey }) => vkey) };
}
