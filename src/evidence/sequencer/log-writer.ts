import { Fatal, Unavailable } from '../../message/refusals.ts';
import { checkpointText } from '../log/checkpoint.ts';
import { parseVkey } from '../log/log-key.ts';
import { edgeRoot, type TreeEdge } from '../log/merkle-tree.ts';
import { type NoteSigner, signNote } from '../log/signed-note.ts';
import type { Database, Queryable } from '../ports.ts';
import { type KnownTree, loadTree, treeOf } from './known-tree.ts';
import { takeLock } from './lock.ts';
import { type LogState, readLogState, signingKeys } from './log-state.ts';
import { openLog } from './open-log.ts';
import { PendingScan } from './pending-scan.ts';
import type { LogKeys } from './ports.ts';
import { type Glance, peek, readPending } from './read-pending.ts';
import { tileReader } from './tile-reader.ts';
import { stageBatch, TakenMeanwhile, writeBatch } from './write-batch.ts';

export interface WriterOptions {
  readonly db: Database;
  readonly keys: LogKeys;
  /** Of the first log of this installation: a name that is its own, as the host with a path. */
  readonly origin: string;
  /** The actor of what nobody did. */
  readonly installation: string;
  /** Events at once; 4,096 unless told. */
  readonly most?: number;
}

/**
 * - `taken`: a batch was committed and is published; `more` waits.
 * - `idle`: nothing waits.
 * - `elsewhere`: another process grows the log.
 * - `closed`: nobody does, until somebody has looked.
 */
export type Outcome = 'taken' | 'more' | 'idle' | 'elsewhere' | 'closed';

const usualMost = 4_096;

interface Published {
  readonly log: number;
  readonly edge: TreeEdge;
  readonly note: string | null;
}

/**
 * Grows the log by batches. Each is one transaction: the lock, what waits, entries and nodes of the tree, the signed
 * checkpoint, the queue without it. Memory follows only what was committed; after any error it is thrown away, and the next
 * batch begins as a start does, from what is stored.
 */
export class LogWriter {
  readonly #options: WriterOptions;
  readonly #scan = new PendingScan();
  /** What stands and was checked; absent: at the start, and after an error. */
  #standing: Published | undefined;
  /** The largest tree that this process has committed. The database must never come to lie behind it. */
  #committed: Published | undefined;
  /** The size at which another process had left the log when it was last looked at. */
  #sizeElsewhere = -1;
  /** Events at once: fewer after a failure, so that a batch that is too slow for its time gets through in the end. */
  #most: number;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#most = options.most ?? usualMost;
  }

  /** The newest checkpoint that this process has published. */
  get published(): string | null {
    return this.#committed?.note ?? null;
  }

  /** Whether the next look begins at the beginning of the queue. */
  get looksAtAll(): boolean {
    return this.#scan.range(performance.now()).above === null;
  }

  /**
   * Takes up one batch. Throws `Unavailable` where a part does not answer: what became of the batch is then found out by the
   * next call. Where the evidence is in doubt, the log is closed with the reason.
   */
  async takeBatch(): Promise<Outcome> {
    const { db } = this.#options;
    try {
      const range = this.#scan.range(performance.now());
      if (this.#standing) {
        const glance = await peek(db, range);
        if (glance.isClosed) return 'closed';
        if (this.#grewElsewhere(glance)) return 'elsewhere';
        if (!glance.isWaiting) return 'idle';
      }
      const result = await db.transaction((tx) => this.#takeInside(tx, range));
      if (result === 'opened') return await this.takeBatch();
      if (typeof result === 'string') return result;
      const { published, positions, snapshot, isFull } = result;
      this.#most = Math.min(2 * this.#most, this.#options.most ?? usualMost);
      this.#standing = published;
      if (positions.length > 0) {
        this.#committed = published;
        this.#scan.took(range, positions, snapshot!, performance.now());
      }
      if (positions.length === 0) return 'idle';
      return isFull ? 'more' : 'taken';
    } catch (error) {
      this.#standing = undefined;
      this.#scan.forget();
      if (error instanceof TakenMeanwhile) return 'elsewhere';
      this.#most = Math.max(1, this.#most >> 1);
      if (!(error instanceof Fatal)) throw error;
      await closeLog(db, error.message);
      return 'closed';
    }
  }

  /** Whether somebody else grows it: who has the log in hand keeps it, so that each need not load it anew all the time. */
  #grewElsewhere({ log, size }: Glance): boolean {
    if (log === this.#standing!.log && size === this.#standing!.edge.size) return false;
    if (size === this.#sizeElsewhere) return false;
    this.#sizeElsewhere = size ?? -1;
    return true;
  }

  async #takeInside(tx: Queryable, range: ReturnType<PendingScan['range']>) {
    const most = this.#most;
    if (!(await takeLock(tx))) return 'elsewhere' as const;
    const state = await readLogState(tx);
    if (!state) {
      await this.#open(tx);
      return 'opened' as const;
    }
    if (state.closed !== null) return 'closed' as const;
    const { log, origin, size } = state;
    if (this.#standing?.log !== log || this.#standing.edge.size !== size) {
      this.#scan.forget();
      range = this.#scan.range(performance.now());
      const known = await this.#knownTrees(state);
      const edge = await loadTree(state, known, tileReader(tx, log));
      this.#standing = { log, edge, note: state.checkpoint };
    }
    const before = this.#standing.edge;
    const pending = await readPending(tx, range, most);
    if (!pending) return { published: this.#standing, positions: [], isFull: false };
    const { events, positions, snapshot } = pending;
    const batch = await stageBatch(log, before, events);
    const note = await signNote(
      checkpointText({ origin, size: batch.after.size, root: edgeRoot(batch.after) }),
      await this.#signers(state, new Set(batch.events)),
    );
    await writeBatch(tx, batch, positions, note);
    return {
      published: { log, edge: batch.after, note },
      positions,
      snapshot,
      isFull: positions.length === most,
    };
  }

  /** A key signs from the tree on in which the event stands that says so. */
  async #signers(state: LogState, inBatch: ReadonlySet<string>): Promise<NoteSigner[]> {
    const due = signingKeys(state).filter(({ event, isLogged }) => isLogged || inBatch.has(event));
    return Promise.all(
      due.map(async ({ vkey }) => {
        const signer = await this.#options.keys.find(vkey);
        const { name, keyId } = parseVkey(vkey);
        if (!signer) {
          throw new Unavailable('keys', {
            cause: new Error(`the private half of the log's key ${vkey} is not in the folder of keys`),
          });
        }
        return { name, keyId, sign: (bytes: Uint8Array) => signer.sign(bytes) };
      }),
    );
  }

  async #knownTrees({ log, origin }: LogState): Promise<KnownTree[]> {
    const known: KnownTree[] = [];
    const remembered = await this.#options.keys.remembered(origin);
    if (remembered !== undefined) {
      known.push(treeOf(remembered, 'the checkpoint that was last published'));
    }
    if (this.#committed?.log === log) {
      const { size } = this.#committed.edge;
      known.push({ size, root: edgeRoot(this.#committed.edge), source: 'what this process has published' });
    }
    return known;
  }

  /** The first log of an installation; closed from the start where its checkpoints are out in the world already. */
  async #open(tx: Queryable): Promise<void> {
    const { keys, origin, installation } = this.#options;
    if ((await keys.remembered(origin)) === undefined) {
      await openLog(tx, keys, { log: 1, origin, actor: { kind: 'system', id: installation } });
    } else {
      await tx.query(
        'insert into logs (id, origin, closed, closed_at) values (1, $1, $2, clock_timestamp())',
        [
          origin,
          'The database has no log, and checkpoints of this one were published: another database stood here.',
        ],
      );
    }
  }
}

/** Nothing more is taken up until the log is opened anew. What was said first stays. */
async function closeLog(db: Queryable, why: string): Promise<void> {
  await db.query(
    `update logs set closed = $1, closed_at = clock_timestamp()
      where id = (select max(id) from logs) and closed is null`,
    [why],
  );
}
