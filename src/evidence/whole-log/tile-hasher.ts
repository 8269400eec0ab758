import { type EntrySpans, entrySpans } from '../log/entry-bundle.ts';
import { hashLength } from '../log/hashes.ts';
import { tileWidth } from '../log/tile-reader.ts';
import { type BatchHash, batchHash } from './batch-hash.ts';

/** What the entries of a bundle lead to. */
export interface HashedTile {
  /** Their leaf hashes: the tile of level 0, 32 bytes each. */
  readonly row: Uint8Array;
  /** The root over a full tile; undefined where it is not full. */
  readonly root: Uint8Array | undefined;
}

/** Hashes bundles, here or elsewhere. */
export interface TileHasher {
  /** The bundle has been read before: it is one of `width` entries. */
  hash(bundle: Uint8Array, width: number): Promise<HashedTile>;
  close(): Promise<void>;
}

export function hashTile(hash: BatchHash, bundle: Uint8Array, spans: EntrySpans): HashedTile {
  const row = hash.leaves(bundle, spans);
  return { row, root: row.length === tileWidth * hashLength ? foldRow(hash, row) : undefined };
}

/** The root over a power of two of hashes. */
export function foldRow(hash: BatchHash, row: Uint8Array): Uint8Array {
  let above = row;
  while (above.length > hashLength) above = hash.parents(above);
  return above;
}

export function hashHere(): TileHasher {
  const hash = batchHash();
  return {
    hash: async (bundle, width) => hashTile(hash, bundle, entrySpans(bundle, width)),
    close: async () => {},
  };
}
