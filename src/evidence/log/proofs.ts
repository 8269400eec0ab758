/** Proofs out of tiles: RFC 9162 §2.1.3.1 and §2.1.4.1. */
import { emptyRoot, nodeHash } from './hashes.ts';
import type { TreeEdge } from './merkle-tree.ts';
import { hashesAt, type ReadTile, tileWidth } from './tile-reader.ts';

/** Leaves `from` to `to` (exclusive), whose hash some node of the tree is. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two below `n`; `n` ≥ 2. */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

/** What proves that leaf `index` is in the tree of `size` leaves: 32-byte hashes, from the leaf upwards. */
export const inclusionProof = async (
  index: number,
  size: number,
  readTile: ReadTile,
): Promise<Uint8Array[]> => inclusionProver(size, readTile)(index);

/** The same for many leaves of one tree: what one proof has read and hashed, the next ones need not. */
export function inclusionProver(size: number, readTile: ReadTile): (index: number) => Promise<Uint8Array[]> {
  const hashRanges = rangeHasher(size, readTile);
  return async (index) => {
    demand(Number.isSafeInteger(size) && Number.isInteger(index) && index >= 0 && index < size);
    const siblings: Range[] = [];
    let [from, to] = [0, size];
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      siblings.push(index < middle ? { from: middle, to } : { from, to: middle });
      if (index < middle) to = middle;
      else from = middle;
    }
    return hashRanges(siblings.reverse());
  };
}

/**
 * What proves that the tree of `from` leaves is the beginning of the tree of `to` leaves. Empty where they are one tree, and
 * where `from` is 0: every tree begins with the empty one.
 */
export async function consistencyProof(from: number, to: number, readTile: ReadTile): Promise<Uint8Array[]> {
  demand(Number.isSafeInteger(to) && Number.isInteger(from) && from >= 0 && from <= to);
  if (from === 0 || from === to) return [];
  const ranges: Range[] = [];
  let tree: Range = { from: 0, to };
  // The left part that the old tree has as a whole is known to whoever knows the old root, unless something lies left of it.
  while (tree.to !== from) {
    const middle = tree.from + splitOf(tree.to - tree.from);
    const [left, right] = [
      { from: tree.from, to: middle },
      { from: middle, to: tree.to },
    ];
    ranges.push(from <= middle ? right : left);
    tree = from <= middle ? left : right;
  }
  if (tree.from > 0) ranges.push(tree);
  return rangeHasher(to, readTile)(ranges.reverse());
}

/** The edge of the tree of `size` leaves. */
export async function loadEdge(size: number, readTile: ReadTile): Promise<TreeEdge> {
  demand(Number.isSafeInteger(size) && size >= 0);
  const ranges = subtreesOf({ from: 0, to: size });
  return { size, hashes: await rangeHasher(size, readTile)(ranges) };
}

function demand(valid: boolean): void {
  if (!valid) throw new RangeError('There is no such proof: the index or a size lies outside of the tree');
}

/** The complete subtrees that a range of the tree is made of, left to right. */
function subtreesOf(range: Range): Range[] {
  const subtrees: Range[] = [];
  for (let { from } = range; from < range.to;) {
    let width = 1;
    while (width * 2 <= range.to - from) width *= 2;
    subtrees.push({ from, to: from + width });
    from += width;
  }
  return subtrees;
}

/** Gives the hash of each range, in one round of reading: no tile is read twice, and no subtree hashed twice. */
function rangeHasher(size: number, readTile: ReadTile): (ranges: readonly Range[]) => Promise<Uint8Array[]> {
  const tiles = new Map<string, Promise<readonly Uint8Array[]>>();
  const tile = (level: number, index: number): Promise<readonly Uint8Array[]> => {
    const key = `${level}/${index}`;
    let reading = tiles.get(key);
    if (!reading) {
      const width = Math.min(tileWidth, hashesAt(level, size) - index * tileWidth);
      reading = readTile(level, index, width);
      tiles.set(key, reading);
    }
    return reading;
  };

  const hashSubtree = async ({ from, to }: Range): Promise<Uint8Array> => {
    let level = 0;
    while (tileWidth ** (level + 1) <= to - from) level += 1;
    const unit = tileWidth ** level;
    const first = from / unit;
    const start = first % tileWidth;
    const width = (to - from) / unit;
    const hashes = await tile(level, (first - start) / tileWidth);
    if (hashes.length < start + width)
      throw new Error(`The tile ${level}/${(first - start) / tileWidth} is too narrow`);
    return foldComplete(hashes.slice(start, start + width));
  };
  const hashRange = async (range: Range): Promise<Uint8Array> => {
    const subtrees = await Promise.all(subtreesOf(range).map(hashSubtree));
    return subtrees.length === 0 ? emptyRoot : subtrees.reduceRight((right, left) => nodeHash(left, right));
  };
  const hashed = new Map<string, Promise<Uint8Array>>();
  return (ranges) =>
    Promise.all(
      ranges.map((range) => {
        const key = `${range.from}/${range.to}`;
        let hash = hashed.get(key);
        if (!hash) hashed.set(key, (hash = hashRange(range)));
        return hash;
      }),
    );
}

/** The root over a power of two of hashes. */
function foldComplete(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i]!, row[i + 1]!));
    row = above;
  }
  return row[0]!;
}
