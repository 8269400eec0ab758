import { nodeHash } from '../../src/evidence/log/hashes.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../src/evidence/log/merkle-tree.ts';
import { hashesAt, type ReadTile, tileWidth } from '../../src/evidence/log/tile-reader.ts';

/** Roots of the trees of the first 0, 1, 2… leaves, and the tiles of the last of them. */
export function growTree(leaves: readonly Uint8Array[]): { roots: Uint8Array[]; readTile: ReadTile } {
  const levels: Uint8Array[][] = [[...leaves]];
  const roots = [edgeRoot(emptyEdge)];
  let edge = emptyEdge;
  for (const leaf of leaves) {
    edge = appendLeaves(edge, [leaf], (level, index, hash) => {
      (levels[level] ??= [])[index] = hash;
    });
    roots.push(edgeRoot(edge));
  }
  return {
    roots,
    readTile: async (level, index, width) =>
      levels[level]!.slice(index * tileWidth, index * tileWidth + width),
  };
}

/**
 * The tree of `size` leaves that are all the same: its hashes need no storing, whatever its size. `reads` counts the tiles that
 * were read from it.
 */
export function uniformTree(
  leaf: Uint8Array,
  size: number,
): { readTile: ReadTile; reads: () => number; root: Uint8Array } {
  const complete = [leaf];
  for (let i = 1; i <= 53; i++) complete.push(nodeHash(complete[i - 1]!, complete[i - 1]!));
  let root: Uint8Array | undefined;
  for (let height = 0, rest = size; rest > 0; height++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) root = root ? nodeHash(complete[height]!, root) : complete[height]!;
  }
  let reads = 0;
  return {
    root: root!,
    reads: () => reads,
    readTile: async (level, index, width) => {
      reads += 1;
      if (width < 1 || width > tileWidth || index * tileWidth + width > hashesAt(level, size)) {
        throw new Error(`a tree of ${size} has no tile ${level}/${index} of width ${width}`);
      }
      return Array<Uint8Array>(width).fill(complete[8 * level]!);
    },
  };
}
