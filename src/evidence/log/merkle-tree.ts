import { emptyRoot, nodeHash } from './hashes.ts';

/** All that a tree needs to grow: the roots of its complete subtrees, left to right, the largest first. */
export interface TreeEdge {
  /** Leaves in the tree; at most 2^53 − 1. */
  readonly size: number;
  /** One hash of 32 bytes for each bit set in `size`. */
  readonly hashes: readonly Uint8Array[];
}

export const emptyEdge: TreeEdge = { size: 0, hashes: [] };

/**
 * The edge of the tree with these leaf hashes added at its end. `onNode` is told each subtree of 256^level leaves that
 * became complete (level ≥ 1), with its place among those of its level: what the tiles above level 0 hold.
 */
export function appendLeaves(
  edge: TreeEdge,
  leaves: Iterable<Uint8Array>,
  onNode?: (level: number, index: number, hash: Uint8Array) => void,
): TreeEdge {
  const hashes = [...edge.hashes];
  let { size } = edge;
  for (const leaf of leaves) {
    let hash = leaf;
    // The subtrees that end where this leaf stands: as many as the old size ends in bits set.
    let height = 0;
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = nodeHash(hashes.pop()!, hash);
      height += 1;
      if (height % 8 === 0) onNode?.(height / 8, (rest - 1) / 2, hash);
    }
    hashes.push(hash);
    size += 1;
  }
  return { size, hashes };
}

/** The root of the tree (RFC 9162 §2.1.1). */
export function edgeRoot(edge: TreeEdge): Uint8Array {
  return edge.hashes.length === 0
    ? emptyRoot
    : edge.hashes.reduceRight((right, left) => nodeHash(left, right));
}
