import { Fatal } from '../../message/refusals.ts';
import { leafHash, sameBytes } from '../log/hashes.ts';
import { Malformed } from '../log/malformed.ts';
import { appendLeaves, edgeRoot, emptyEdge, type TreeEdge } from '../log/merkle-tree.ts';
import type { Queryable } from '../ports.ts';
import { checkDeliveries, checkKeys, checkQueue, checkUnlogged } from './check-tables.ts';
import { Findings, type LogFinding } from './findings.ts';
import { entryOf, type EventRow, eventColumns } from './entry.ts';
import { checkCheckpoint, type KnownTree, treeOf } from './known-tree.ts';
import { type LogState, readLogState } from './log-state.ts';
import type { LogKeys } from './ports.ts';

/** What a full replay of a log has found. */
export interface LogCheck {
  readonly log: number;
  readonly origin: string;
  /** Entries of the tree that was checked. */
  readonly size: number;
  /** In the order of the log; of many, the first hundred. */
  readonly findings: readonly LogFinding[];
  readonly count: number;
}

export interface CheckOptions {
  /** Ends the replay: it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called between pages of entries with how many were read; awaited, so that it may make the replay slower. */
  readonly onPage?: (done: number, size: number) => Promise<void> | void;
}

const page = 2_000;

/**
 * Replays the newest log: every event against its entry, every entry against its leaf, every leaf and stored node against the
 * tree, the tree against the signed checkpoint and the one kept beside the keys, and the numbers that deliveries count against
 * the events that there are. Says of each thing that is wrong what it is. `undefined`: there is no log yet. Reads only; what
 * is recorded meanwhile does not disturb it.
 */
export async function checkLog(
  db: Queryable,
  keys: LogKeys,
  options: CheckOptions = {},
): Promise<LogCheck | undefined> {
  const state = await readLogState(db);
  if (!state) return undefined;
  const findings = new Findings();
  const known = await rememberedTree(keys, state.origin);
  if (known === 'broken') findings.add('fork', 'What is kept beside the keys is no checkpoint.');
  const published = known === 'broken' ? undefined : known;
  const edge = await replay(db, state, published, findings, options);
  if (edge) await checkSigned(state, edge, findings);
  if (published) await checkBehind(db, published, findings);
  await checkBeyond(db, state, findings);
  const { signal } = options;
  for (const check of [checkDeliveries, checkUnlogged, checkQueue, checkKeys]) {
    signal?.throwIfAborted();
    await check(db, state, findings, signal);
  }
  const { log, origin, size } = state;
  return { log, origin, size, findings: findings.first, count: findings.count };
}

type Row = EventRow & {
  index: number;
  event: string;
  entry: Uint8Array;
  leaf: Uint8Array;
  previous: number | null;
};

/**
 * The edge that the entries give, compared on the way with a tree that was published; `undefined` where some entries are
 * missing, and nothing can be said of a tree.
 */
async function replay(
  db: Queryable,
  state: LogState,
  published: KnownTree | undefined,
  findings: Findings,
  { signal, onPage }: CheckOptions,
): Promise<TreeEdge | undefined> {
  const { log, size } = state;
  let edge: TreeEdge | undefined = emptyEdge;
  for (let from = 0, to = 0; from < size; from = to) {
    signal?.throwIfAborted();
    // A page ends where the published tree did.
    const ends = [from + page, size, ...(published && published.size > from ? [published.size] : [])];
    to = Math.min(...ends);
    const { rows } = await db.query<Row>({
      name: 'check-entries',
      text: `select x.index, x.event, x.entry, x.leaf, ${eventColumns},
          (select p.index from events b join log_entries p on p.event = b.id and p.log = x.log
            where b.delivery = e.delivery and b.seq = e.seq - 1) as previous
        from log_entries x left join events e on e.id = x.event
        where x.log = $1 and x.index >= $2 and x.index < $3 order by x.index`,
      values: [log, from, to],
    });
    const there = new Set(rows.map(({ index }) => index));
    for (let index = from; index < to; index++) {
      if (!there.has(index)) findings.add('entry_missing', `The entry ${index} of the log is missing.`);
    }
    for (const row of rows) checkEntry(row, findings);
    edge = rows.length === to - from && edge ? await growTree(db, log, edge, rows, findings) : undefined;
    if (edge && to === published?.size && !sameBytes(edgeRoot(edge), published.root)) {
      findings.add('fork', `The log does not go on from ${published.source}, which had ${to} entries.`);
    }
    await onPage?.(to, size);
  }
  return edge;
}

function checkEntry(row: Row, findings: Findings): void {
  const { index, event, entry, leaf, previous } = row;
  if (!sameBytes(leafHash(entry), leaf)) {
    findings.add('leaf', `The entry ${index} (event ${event}) does not have the hash that is stored for it.`);
  }
  if (row.id === null) {
    findings.add('event_missing', `The event ${event}, entry ${index} of the log, is not among the events.`);
    return;
  }
  const differing = differenceOf(row);
  if (differing) {
    findings.add(
      'event_changed',
      `The event ${event} says something else than entry ${index} of the log: ${differing}.`,
    );
  }
  if (row.seq !== null && row.seq > 1 && (previous === null || previous > index)) {
    const before = `event ${row.seq - 1} of the delivery ${row.delivery}`;
    findings.add(
      'order',
      previous === null
        ? `The log has no ${before}, and has ${event}, which comes after it.`
        : `Entry ${index} (event ${event}) stands before ${before}, which is entry ${previous}.`,
    );
  }
}

/** Which members of an event's entry are others than its row says; `undefined`: none. */
function differenceOf(row: Row): string | undefined {
  let now: Uint8Array;
  try {
    now = entryOf(row);
  } catch (error) {
    return (error as Error).message;
  }
  if (sameBytes(now, row.entry)) return undefined;
  const [is, was] = [now, row.entry].map((bytes) => membersOf(bytes));
  if (!is || !was) return 'the entry is no JSON';
  const names = [...new Set([...Object.keys(is), ...Object.keys(was)])].sort();
  const differing = names.filter((name) => JSON.stringify(is[name]) !== JSON.stringify(was[name]));
  return differing.length > 0 ? differing.join(', ') : 'the entry is not written canonically';
}

function membersOf(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The edge with a page's entries, whose complete subtrees must be the stored ones. */
async function growTree(
  db: Queryable,
  log: number,
  edge: TreeEdge,
  rows: readonly Row[],
  findings: Findings,
): Promise<TreeEdge> {
  const nodes: { level: number; index: number; hash: Uint8Array }[] = [];
  const grown = appendLeaves(
    edge,
    rows.map(({ entry }) => leafHash(entry)),
    (level, index, hash) => nodes.push({ level, index, hash }),
  );
  const stored = await db.query<{ hash: Uint8Array | null }>({
    name: 'check-nodes',
    text: `select n.hash from unnest($2::smallint[], $3::bigint[]) with ordinality as w (level, index, place)
      left join log_nodes n on n.log = $1 and n.level = w.level and n.index = w.index order by w.place`,
    values: [log, nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
  });
  nodes.forEach(({ level, index, hash }, place) => {
    const there = stored.rows[place]!.hash;
    if (there && sameBytes(there, hash)) return;
    const span = 256 ** level;
    const tile = `hash ${index % 256} of tile ${level}/${Math.floor(index / 256)}`;
    const entries = `the entries ${index * span} to ${(index + 1) * span - 1}`;
    findings.add(
      'tile',
      there
        ? `The stored ${tile} is not the one that ${entries} give: some were changed or exchanged, or it was.`
        : `The ${tile}, over ${entries}, is missing.`,
    );
  });
  return grown;
}

/** The tree that was remembered outside of the database, in the same replay. `broken`: what stands there is no checkpoint. */
async function rememberedTree(keys: LogKeys, origin: string): Promise<KnownTree | 'broken' | undefined> {
  const note = await keys.remembered(origin);
  try {
    return note === undefined ? undefined : treeOf(note, 'the checkpoint kept beside the keys');
  } catch (error) {
    if (error instanceof Malformed) return 'broken';
    throw error;
  }
}

async function checkSigned(state: LogState, edge: TreeEdge, findings: Findings): Promise<void> {
  try {
    await checkCheckpoint(state, edge);
  } catch (error) {
    if (!(error instanceof Fatal)) throw error;
    findings.add('checkpoint', error.message);
  }
}

async function checkBehind(db: Queryable, { size }: KnownTree, findings: Findings): Promise<void> {
  // Read anew: the log has grown meanwhile, and what was remembered with it.
  const now = (await readLogState(db))!.size;
  if (now >= size) return;
  findings.add(
    'fork',
    `The checkpoint kept beside the keys is over ${size} entries, and the log has ${now}: it was set back.`,
  );
}

/** Entries and hashes that are stored although the tree does not reach that far. */
async function checkBeyond(db: Queryable, { log }: LogState, findings: Findings): Promise<void> {
  const { rows } = await db.query<{ entry: number | null; level: number | null; index: number | null }>(
    `select (select min(x.index) from log_entries x where x.log = l.id and x.index >= l.size) as entry, n.level, n.index
      from logs l left join lateral (
        select level, index from log_nodes n where n.log = l.id and (n.index + 1) * 256::numeric ^ n.level > l.size
          or n.log = l.id and n.level < 1
        order by level, index limit 1
      ) n on true
      where l.id = $1`,
    [log],
  );
  const { entry, level, index } = rows[0]!;
  if (entry !== null) findings.add('beyond', `The entry ${entry} is stored and lies beyond the signed tree.`);
  if (level !== null) {
    const tile = `hash ${index! % 256} of tile ${level}/${Math.floor(index! / 256)}`;
    findings.add('beyond', `The ${tile} is stored and lies beyond the signed tree.`);
  }
}
