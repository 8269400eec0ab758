import { Fatal } from '../../message/refusals.ts';
import { parseCheckpoint } from '../log/checkpoint.ts';
import { hex } from '../log/log-key.ts';
import { Malformed } from '../log/malformed.ts';
import { edgeRoot, type TreeEdge } from '../log/merkle-tree.ts';
import { loadEdge } from '../log/proofs.ts';
import { openNote } from '../log/signed-note.ts';
import type { ReadTile } from '../log/tile-reader.ts';
import type { LogState } from './log-state.ts';

/** A tree that has been in a published checkpoint. */
export interface KnownTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** Who knows it, as a sentence names it. */
  readonly source: string;
}

/**
 * The edge of the stored tree, shown to be the one that the log's checkpoint signs and to go on from every tree that is known
 * to have been published. Throws `Fatal` with what does not fit.
 */
export async function loadTree(
  state: LogState,
  known: readonly KnownTree[],
  readTile: ReadTile,
): Promise<TreeEdge> {
  const edge = await loadEdge(state.size, readTile);
  await checkCheckpoint(state, edge);
  for (const { size, root, source } of known) {
    if (size > state.size) {
      throw new Fatal(
        `The database lies behind ${source}: that had ${size} entries, and the log has ${state.size}. ` +
          'It was restored, or an older copy of it has taken over.',
      );
    }
    const then = edgeRoot(await loadEdge(size, readTile));
    if (hex(then) !== hex(root)) {
      throw new Fatal(`The log does not go on from ${source}: its first ${size} entries are other ones.`);
    }
  }
  return edge;
}

/** That the log's own checkpoint is signed by one of its keys, and over this tree. */
export async function checkCheckpoint(
  { origin, size, checkpoint, keys }: LogState,
  edge: TreeEdge,
): Promise<void> {
  if (checkpoint === null) {
    if (size > 0) throw new Fatal(`The log has ${size} entries and no checkpoint.`);
    return;
  }
  try {
    const { text, verified } = await openNote(
      checkpoint,
      keys.map(({ vkey }) => vkey),
    );
    if (verified.length === 0) throw new Fatal('The checkpoint of the log is signed by none of its keys.');
    const signed = parseCheckpoint(text);
    if (signed.origin !== origin) throw new Fatal(`The checkpoint of the log is that of ${signed.origin}.`);
    if (signed.size !== size) {
      throw new Fatal(`The checkpoint of the log signs ${signed.size} entries, and the log has ${size}.`);
    }
    if (hex(signed.root) !== hex(edgeRoot(edge))) {
      throw new Fatal(
        `The checkpoint of the log signs another tree than the stored one over ${size} entries.`,
      );
    }
  } catch (error) {
    if (error instanceof Malformed) throw new Fatal(`The checkpoint of the log is broken: ${error.message}.`);
    throw error;
  }
}

/** The tree of a note that was kept outside of the database. Throws `Malformed`. */
export function treeOf(note: string, source: string): KnownTree {
  const { size, root } = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  return { size, root, source };
}
