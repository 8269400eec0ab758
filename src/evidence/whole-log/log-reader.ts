import { type EntrySpans, entrySpans, longestEntry } from '../log/entry-bundle.ts';
import { hashLength } from '../log/hashes.ts';
import { type LogSource, Unreadable } from '../log/log-source.ts';
import { Malformed } from '../log/malformed.ts';
import { tilePath } from '../log/tile-path.ts';
import { tileWidth } from '../log/tile-reader.ts';
import type { Findings } from './findings.ts';

export interface ReadBundle {
  readonly bytes: Uint8Array;
  readonly spans: EntrySpans;
}

// More than a tile may have, so that one that is too long is found to be wrong; the reading itself stays bounded.
const longestTile = 4 * tileWidth * hashLength;
const longestBundle = tileWidth * (2 + longestEntry) + 1;

/** Reads a log's parts. What is not there or not in its form is told to the findings, and is undefined. */
export class LogReader {
  readonly #source: LogSource;
  readonly #findings: Findings;

  constructor(source: LogSource, findings: Findings) {
    this.#source = source;
    this.#findings = findings;
  }

  async read(path: string, limit: number): Promise<Uint8Array | undefined> {
    try {
      const bytes = await this.#source.read(path, limit);
      if (!bytes) this.#findings.add('unread', { code: 'unread', what: `There is no ${path}.`, path });
      return bytes;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.#findings.add('unread', {
        code: 'unread',
        what: `${path} could not be read: ${error.message}`,
        path,
      });
      return undefined;
    }
  }

  /** The hashes of a tile, 32 bytes each. */
  async tile(level: number, index: number, width: number): Promise<Uint8Array | undefined> {
    const part = await this.#partOrWhole(level, index, width, longestTile);
    if (!part) return undefined;
    const { bytes, path } = part;
    const expected = part.width * hashLength;
    if (bytes.length === expected) return bytes.subarray(0, width * hashLength);
    const what = `${path} has ${bytes.length} bytes instead of ${expected}.`;
    this.#findings.add('findings', { code: 'tile_malformed', what, path });
    return undefined;
  }

  /** The entries of a bundle. */
  async bundle(index: number, width: number): Promise<ReadBundle | undefined> {
    const part = await this.#partOrWhole('entries', index, width, longestBundle);
    if (!part) return undefined;
    const { bytes, path } = part;
    try {
      const { starts, ends } = entrySpans(bytes, part.width);
      const end = ends[width - 1]!;
      return {
        bytes: bytes.subarray(0, end),
        spans: { starts: starts.subarray(0, width), ends: ends.subarray(0, width) },
      };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#findings.add('findings', { code: 'bundle_malformed', what: `${path}: ${error.message}.`, path });
      return undefined;
    }
  }

  /** A partial tile may be gone where the full one is there already (tlog-tiles, "Partial Tiles"). */
  async #partOrWhole(
    level: number | 'entries',
    index: number,
    width: number,
    limit: number,
  ): Promise<{ bytes: Uint8Array; path: string; width: number } | undefined> {
    const path = tilePath({ level, index, width });
    if (width < tileWidth) {
      const whole = tilePath({ level, index, width: tileWidth });
      const found = await this.#quietly(path, limit);
      const bytes = found ?? (await this.#quietly(whole, limit));
      if (bytes) return found ? { bytes, path, width } : { bytes, path: whole, width: tileWidth };
    }
    const bytes = await this.read(path, limit);
    return bytes && { bytes, path, width };
  }

  async #quietly(path: string, limit: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#source.read(path, limit);
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }
}
