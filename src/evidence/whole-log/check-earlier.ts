import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { sameBytes } from '../log/hashes.ts';
import { Unreadable } from '../log/log-source.ts';
import { edgeRoot } from '../log/merkle-tree.ts';
import { loadEdge } from '../log/proofs.ts';
import { parseNote } from '../log/signed-note.ts';
import { hashesAt, type ReadTile, tileWidth } from '../log/tile-reader.ts';
import type { Findings } from './findings.ts';
import type { LogReader } from './log-reader.ts';

/**
 * Judges whether the log goes on from trees that somebody has kept a checkpoint of: an operator who wrote it anew could not
 * make it. Those of other logs are passed over; resolves to how many were not. The notes have been read before: they are
 * checkpoints.
 */
export async function checkEarlier(
  notes: readonly string[],
  current: Checkpoint,
  reader: LogReader,
  findings: Findings,
): Promise<number> {
  const kept = notes.map((note) => parseCheckpoint(parseNote(note).text));
  const earlier = kept.filter(({ origin }) => origin === current.origin);
  for (const { size, root } of earlier) {
    const path = 'checkpoint';
    if (size > current.size) {
      const what = `The log has ${current.size} entries, and a checkpoint that was kept had ${size}.`;
      findings.add('findings', { code: 'fork', what, path });
      continue;
    }
    const found = await rootAt(size, tilesOf(reader, current.size));
    if (!found || sameBytes(found, root)) continue;
    const what = `The log does not go on from the checkpoint that was kept of ${size} entries.`;
    findings.add('findings', { code: 'fork', what, path });
  }
  return earlier.length;
}

/** Undefined where a tile could not be read; the reader has told. */
async function rootAt(size: number, readTile: ReadTile): Promise<Uint8Array | undefined> {
  try {
    return edgeRoot(await loadEdge(size, readTile));
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Tiles as wide as they are now: those of the width they once had may be gone. */
const tilesOf =
  (reader: LogReader, size: number): ReadTile =>
  async (level, index, width) => {
    const widthNow = Math.min(tileWidth, hashesAt(level, size) - index * tileWidth);
    const tile = await reader.tile(level, index, widthNow);
    if (!tile) throw new Unreadable('a tile is missing');
    return Array.from({ length: width }, (_, i) => tile.subarray(i * 32, (i + 1) * 32));
  };
