/**
 * Reads one tile of a tree (C2SP tlog-tiles): `width` hashes (1 to 256) from hash `256 × index` of the level on. A hash of
 * level L is the root of a complete subtree of 256^L leaves. Asked for a narrower tile than there is, it gives its beginning.
 * Throws where the tile is not there or cannot be read.
 */
export type ReadTile = (level: number, index: number, width: number) => Promise<readonly Uint8Array[]>;

/** Hashes in a full tile. */
export const tileWidth = 256;

/** How many hashes a tree of `size` leaves has at a tile level. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / tileWidth ** level);
