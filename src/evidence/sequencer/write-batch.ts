import { leafHash } from '../log/hashes.ts';
import { appendLeaves, type TreeEdge } from '../log/merkle-tree.ts';
import type { Queryable } from '../ports.ts';
import { entryOf, type EventRow } from './entry.ts';

export interface Batch {
  readonly log: number;
  readonly before: TreeEdge;
  readonly after: TreeEdge;
  readonly events: readonly string[];
  readonly entries: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
  readonly nodes: readonly Node[];
}

interface Node {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** Others are at work in this process: they are let through after so many entries. */
const entriesAtOnce = 256;

/** What the log will hold with these events at its end. Writes nothing. */
export async function stageBatch(log: number, before: TreeEdge, events: readonly EventRow[]): Promise<Batch> {
  const entries: Uint8Array[] = [];
  const leaves: Uint8Array[] = [];
  const nodes: Node[] = [];
  let after = before;
  for (let from = 0; from < events.length; from += entriesAtOnce) {
    const some = events.slice(from, from + entriesAtOnce).map(entryOf);
    const hashes = some.map(leafHash);
    after = appendLeaves(after, hashes, (level, index, hash) => nodes.push({ level, index, hash }));
    entries.push(...some);
    leaves.push(...hashes);
    if (from + entriesAtOnce < events.length) await new Promise(setImmediate);
  }
  return { log, before, after, events: events.map(({ id }) => id), entries, leaves, nodes };
}

/** Writes a batch and its checkpoint, in the caller's transaction. Throws `TakenMeanwhile`. */
export async function writeBatch(
  tx: Queryable,
  { log, before, after, events, entries, leaves, nodes }: Batch,
  positions: readonly number[],
  checkpoint: string,
): Promise<void> {
  await tx.query({
    name: 'sequencer-entries',
    text: `insert into log_entries (log, index, event, entry, leaf)
      select $1, $2::bigint + n - 1, event, entry, leaf
      from unnest($3::uuid[], $4::bytea[], $5::bytea[]) with ordinality as new (event, entry, leaf, n)`,
    values: [log, before.size, events, entries, leaves],
  });
  if (nodes.length > 0) {
    await tx.query({
      name: 'sequencer-nodes',
      text: `insert into log_nodes (log, level, index, hash)
        select $1, * from unnest($2::smallint[], $3::bigint[], $4::bytea[])`,
      values: [
        log,
        nodes.map(({ level }) => level),
        nodes.map(({ index }) => index),
        nodes.map(({ hash }) => hash),
      ],
    });
  }
  const removed = await tx.query({
    name: 'sequencer-remove',
    text: 'delete from pending_events where position = any ($1::bigint[])',
    values: [positions],
  });
  const moved = await tx.query({
    name: 'sequencer-publish',
    text: `update logs set size = $3, checkpoint = $4, checkpoint_at = clock_timestamp()
      where id = $1 and size = $2 and closed is null and not exists (select from logs newer where newer.id > $1)`,
    values: [log, before.size, after.size, checkpoint],
  });
  if (removed.count !== positions.length || moved.count !== 1) throw new TakenMeanwhile();
}

/** Somebody else grew the log at the same time. Nothing of the batch is kept. */
export class TakenMeanwhile extends Error {
  override readonly name = 'TakenMeanwhile';
}
