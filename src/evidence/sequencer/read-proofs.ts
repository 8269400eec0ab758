import { setImmediate as breathe } from 'node:timers/promises';
import { inclusionProver } from '../log/proofs.ts';
import type { Queryable } from '../ports.ts';
import { type PublishedLog, readCurrentLog } from './read-log.ts';
import { tileReader } from './tile-reader.ts';

export interface EventProof {
  readonly event: string;
  readonly index: number;
  /** The entry's bytes as they were taken up: UTF-8 of RFC 8785. */
  readonly entry: Uint8Array;
  /** The inclusion proof in the tree of the checkpoint, from the leaf upwards: 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
}

export interface Proofs {
  readonly log: PublishedLog;
  /** In the order of the log. What it has not taken up yet is not among them. */
  readonly proofs: readonly EventProof[];
}

/** Whose proofs are wanted: events by their ids, or all that is recorded about a message. */
export type Wanted = readonly string[] | { readonly message: string };

/**
 * Proofs over one and the same checkpoint, the newest. Log and entries only ever grow, so nothing can change underneath while
 * they are put together. `undefined`: nothing is published yet.
 */
export async function readProofs(db: Queryable, wanted: Wanted): Promise<Proofs | undefined> {
  const log = await readCurrentLog(db);
  if (!log) return undefined;
  const ids = 'message' in wanted ? await eventsOf(db, wanted.message) : wanted;
  const { rows } = await db.query<{ event: string; index: number; entry: Uint8Array }>({
    name: 'log-entries-of',
    text: `select event, index, entry from log_entries
      where event = any ($1::uuid[]) and log = $2 and index < $3 order by index`,
    values: [ids, log.log, log.size],
  });
  const prove = inclusionProver(log.size, tileReader(db, log.log));
  const proofs: EventProof[] = [];
  for (const row of rows) {
    proofs.push({ ...row, hashes: await prove(row.index) });
    // Thousands take a while, and others want to be served.
    if (proofs.length % 100 === 0) await breathe();
  }
  return { log, proofs };
}

async function eventsOf(db: Queryable, message: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'events-of-message',
    text: 'select id from events where message = $1',
    values: [message],
  });
  return rows.map(({ id }) => id);
}
