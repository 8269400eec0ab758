import { hashLength, nodeHash, sameBytes } from '../log/hashes.ts';
import { tilePath } from '../log/tile-path.ts';
import { tileWidth } from '../log/tile-reader.ts';
import { batchHash } from './batch-hash.ts';
import type { Findings } from './findings.ts';
import { foldRow, type HashedTile } from './tile-hasher.ts';

/** Reads a stored tile's bytes; undefined where it could not be read or is no tile, which the reader has told. */
export type ReadStored = (level: number, index: number, width: number) => Promise<Uint8Array | undefined>;

/**
 * Follows a tree upwards. Each tile is compared with the hashes that the tiles below it lead to, and what stands in it is what the
 * next level is computed from: so a change is found where it was made, and not at every level above it. What cannot be read
 * is taken from below.
 */
export class TileChecks {
  readonly #findings: Findings;
  readonly #hash = batchHash();
  readonly #read: ReadStored;
  readonly #levels: Level[] = [];

  constructor(findings: Findings, read: ReadStored) {
    this.#findings = findings;
    this.#read = read;
  }

  /**
   * Takes the next tile of level 0: its width, what is stored of it and what its entries lead to, each undefined where it is not
   * known. Only the last one may be partial.
   */
  async add(width: number, stored: Uint8Array | undefined, computed: HashedTile | undefined): Promise<void> {
    const at = this.#level(0);
    const row = computed?.row;
    const isSame = stored && row ? this.#compare(0, at.tiles, stored, row) : !stored;
    if (width === tileWidth) {
      at.tiles += 1;
      const known = stored ?? row;
      await this.#addAbove(1, isSame ? computed?.root : known && foldRow(this.#hash, known));
    } else {
      at.row = stored ?? row ?? at.row;
      at.width = width;
      at.unknown = !stored && !row;
    }
  }

  /** The root that the tiles lead to; undefined where too much of them is unknown. There is at least one leaf. */
  async root(): Promise<Uint8Array | undefined> {
    let right: Uint8Array | undefined;
    for (let level = 0; level < this.#levels.length; level++) {
      const row = await this.#last(level);
      if (!row) return undefined;
      const hashes = split(row);
      if (right) hashes.push(right);
      right = hashes.length === 0 ? undefined : rootOf(hashes);
    }
    return right;
  }

  async #addAbove(level: number, hash: Uint8Array | undefined): Promise<void> {
    const at = this.#level(level);
    if (hash) at.row.set(hash, at.width * hashLength);
    else at.unknown = true;
    at.width += 1;
    if (at.width < tileWidth) return;
    const computed = at.unknown ? undefined : at.row;
    const stored = await this.#read(level, at.tiles, tileWidth);
    if (stored && computed) this.#compare(level, at.tiles, stored, computed);
    const known = stored ?? computed;
    await this.#addAbove(level + 1, known && foldRow(this.#hash, known));
    at.tiles += 1;
    at.width = 0;
    at.unknown = false;
  }

  /** What of a level is in no full tile; undefined where it is not known. */
  async #last(level: number): Promise<Uint8Array | undefined> {
    const { row, width, tiles, unknown } = this.#level(level);
    const computed = unknown ? undefined : row.subarray(0, width * hashLength);
    if (level === 0 || width === 0) return computed;
    const stored = await this.#read(level, tiles, width);
    if (stored && computed) this.#compare(level, tiles, stored, computed);
    return stored ?? computed;
  }

  /** Whether they are the same; tells where they are not. */
  #compare(level: number, index: number, stored: Uint8Array, computed: Uint8Array): boolean {
    if (sameBytes(stored, computed)) return true;
    const path = tilePath({ level, index, width: stored.length / hashLength });
    for (let i = 0; i < stored.length / hashLength; i++) {
      const [from, to] = [i * hashLength, (i + 1) * hashLength];
      if (sameBytes(stored.subarray(from, to), computed.subarray(from, to))) continue;
      const place = index * tileWidth + i;
      const what = `Hash ${i} of ${path} is not that of the tile below it, ${place}.`;
      this.#findings.add(
        'findings',
        level === 0
          ? {
              code: 'leaf',
              what: `Entry ${place} does not have the hash that ${path} holds for it.`,
              path,
              index: place,
            }
          : { code: 'tile_hash', what, path },
      );
    }
    return false;
  }

  #level(level: number): Level {
    return (this.#levels[level] ??= {
      tiles: 0,
      row: new Uint8Array(tileWidth * hashLength),
      width: 0,
      unknown: false,
    });
  }
}

interface Level {
  /** Full tiles so far. */
  tiles: number;
  /** The hashes since then, and how many. */
  row: Uint8Array;
  width: number;
  /** One of them is not known. */
  unknown: boolean;
}

/** The hashes that lie side by side in a row. */
export const split = (row: Uint8Array): Uint8Array[] =>
  Array.from({ length: row.length / hashLength }, (_, i) =>
    row.subarray(i * hashLength, (i + 1) * hashLength),
  );

/** The root over hashes, at least one (RFC 9162 §2.1.1): pairs from the left on, what is left over goes up as it is. */
export function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(row[i + 1] ? nodeHash(row[i]!, row[i + 1]!) : row[i]!);
    row = above;
  }
  return row[0]!;
}
