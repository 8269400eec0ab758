import { emptyRoot, hashLength, nodeHash, sameBytes } from './hashes.ts';
import { Malformed } from './malformed.ts';

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  /** The leaf's hash, 32 bytes; not the entry. */
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/**
 * The root of the tree that this proof leads to (RFC 9162 §2.1.3.2). Throws `Malformed` where a proof for this index and size
 * cannot look like this.
 */
export function rootFromInclusion({ index, size, leaf, proof }: Inclusion): Uint8Array {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new Malformed('The proof is for an index that is not in the tree');
  }
  demandHashes([leaf, ...proof]);
  let [fn, sn] = [index, size - 1];
  let root = leaf;
  for (const sibling of proof) {
    if (sn === 0) throw new Malformed('The proof has more hashes than the tree has levels');
    if (isOdd(fn) || fn === sn) {
      root = nodeHash(sibling, root);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      root = nodeHash(root, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  if (sn !== 0) throw new Malformed('The proof has too few hashes');
  return root;
}

/** Whether the leaf is at this index in the tree with this root. A proof of an impossible shape proves nothing: false. */
export function verifyInclusion(inclusion: Inclusion & { readonly root: Uint8Array }): boolean {
  try {
    return sameBytes(rootFromInclusion(inclusion), inclusion.root);
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/** Whether the tree of `from` leaves is the beginning of the tree of `to` leaves (RFC 9162 §2.1.4.2). */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: Consistency): boolean {
  if (!isCount(from) || !isCount(to) || from > to) return false;
  if ([fromRoot, toRoot, ...proof].some((hash) => hash.length !== hashLength)) return false;
  if (from === to) return proof.length === 0 && sameBytes(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && sameBytes(fromRoot, emptyRoot);

  let [fn, sn] = [from - 1, to - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  // The old tree is one complete subtree of the new one: its root is the first hash, and nobody needs to be told it.
  const [first, ...rest] = fn === 0 ? [fromRoot, ...proof] : proof;
  if (!first) return false;
  let [oldRoot, newRoot] = [first, first];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      oldRoot = nodeHash(hash, oldRoot);
      newRoot = nodeHash(hash, newRoot);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      newRoot = nodeHash(newRoot, hash);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameBytes(oldRoot, fromRoot) && sameBytes(newRoot, toRoot);
}

function demandHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.some((hash) => hash.length !== hashLength)) throw new Malformed('A hash does not have 32 bytes');
}
