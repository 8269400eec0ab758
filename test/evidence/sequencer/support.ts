import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskLogKeys } from '../../../src/backends/keys/log-keys.ts';
import type { Database } from '../../../src/evidence/ports.ts';
import { recordPlainEvent } from '../../../src/evidence/record-plain-event.ts';
import { leafHash } from '../../../src/evidence/log/hashes.ts';
import { openNote } from '../../../src/evidence/log/signed-note.ts';
import { parseCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../../src/evidence/log/merkle-tree.ts';
import { LogWriter, type Outcome, type WriterOptions } from '../../../src/evidence/sequencer/log-writer.ts';
import type { LogKeys } from '../../../src/evidence/sequencer/ports.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import type { TestDatabase } from '../../support/database.ts';

export const origin = 'segl.example/log';
export const installation = randomUUID();

/** A folder for keys of a test's own, and what is made on it. */
export interface Bench {
  readonly folder: string;
  readonly keys: LogKeys;
  writer(options?: Partial<WriterOptions>): LogWriter;
  remove(): Promise<void>;
}

export async function makeBench(db: TestDatabase): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-log-'));
  const keys = diskLogKeys(folder);
  return {
    folder,
    keys,
    writer: (options = {}) => new LogWriter({ db: db.database, keys, origin, installation, ...options }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Takes up all that waits. */
export async function drain(writer: LogWriter): Promise<Outcome> {
  for (;;) {
    const outcome = await writer.takeBatch();
    if (outcome !== 'taken' && outcome !== 'more') return outcome;
  }
}

const actor = { kind: 'staff', id: randomUUID() } as const;

/** Records events of no delivery; resolves to their ids. */
export async function record(db: Database, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    ids.push(await recordPlainEvent(db, { type: 'policy.changed', actor, details: { n } }));
  }
  return ids;
}

export interface Entry {
  readonly index: number;
  readonly event: string;
  readonly entry: Buffer;
  readonly leaf: Buffer;
}

export async function entriesOf(db: Database, log = 1): Promise<Entry[]> {
  const { rows } = await db.query<Entry>(
    'select index, event, entry, leaf from log_entries where log = $1 order by index',
    [log],
  );
  return rows;
}

export const textOf = ({ entry }: Entry): Record<string, any> => JSON.parse(entry.toString('utf8'));

/**
 * What must hold of a log, whatever happened to whoever wrote it: every event that is recorded is in it exactly once or waits;
 * indices have no gap; hashes follow from entries; the checkpoint is signed by a key of the log, over this very tree.
 */
export async function assertWhole(
  db: TestDatabase,
  assert: typeof import('node:assert/strict'),
): Promise<number> {
  const current = (await readCurrentLog(db.database))!;
  const entries = await entriesOf(db.database, current.log);
  assert.deepEqual(
    entries.map(({ index }) => index),
    entries.map((_, n) => n),
    'no gap',
  );
  assert.equal(entries.length, current.size);
  for (const { entry, leaf, index } of entries) {
    assert.ok(Buffer.from(leafHash(entry)).equals(leaf), `leaf ${index}`);
  }
  const { text, verified } = await openNote(current.checkpoint, current.keys);
  assert.deepEqual(verified, current.keys);
  const checkpoint = parseCheckpoint(text);
  const edge = appendLeaves(
    emptyEdge,
    entries.map(({ leaf }) => leaf),
  );
  assert.deepEqual([checkpoint.origin, checkpoint.size], [current.origin, current.size]);
  assert.deepEqual(Buffer.from(checkpoint.root), Buffer.from(edgeRoot(edge)));
  const { rows } = await db.database.query<{ id: string }>(
    `select e.id from events e left join (
        select event, count(*) as times
        from (select event from log_entries where log = $1 union all select event from pending_events) x
        group by event
      ) k on k.event = e.id
      where coalesce(k.times, 0) <> 1`,
    [current.log],
  );
  assert.deepEqual(rows, [], 'each event is in the log once, or waits once');
  assert.equal(new Set(entries.map(({ event }) => event)).size, entries.length);
  const seen = new Map<string, number>();
  for (const { delivery, seq, id } of entries.map(textOf)) {
    if (!delivery) continue;
    assert.equal(seq, (seen.get(delivery) ?? 0) + 1, `event ${id} of delivery ${delivery}`);
    seen.set(delivery, seq);
  }
  return current.size;
}

/** Records very many events of no delivery, in one statement. */
export async function recordMany(db: Pick<Database, 'query'>, count: number): Promise<void> {
  await db.query(
    `with new as (
        insert into events (id, v, type, actor, actor_id, details)
        select gen_random_uuid(), 1, 'policy.changed', 'system', gen_random_uuid(), jsonb_build_object('n', n)
        from generate_series(1, $1) n returning id
      )
      insert into pending_events (event) select id from new`,
    [count],
  );
}
