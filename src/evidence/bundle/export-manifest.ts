import type { Json } from '../commitment.ts';

/**
 * What a file of evidence holds: the payload of a JWS as that of a bundle is, with the `typ` below, so that the file can be
 * checked without its server. docs/exports.md is the specification.
 */
export const manifestFormat = 'segl-export/1';
export const manifestType = 'segl-export+jws';

export interface ExportManifest {
  readonly format: typeof manifestFormat;
  /** When the file was asked for: ISO 8601 UTC. */
  readonly made: string;
  readonly issuer: { readonly organisation: string; readonly url: string; readonly installation: string };
  readonly file: {
    readonly format: 'csv' | 'excel' | 'jsonl';
    readonly bytes: number;
    readonly rows: number;
    /** SHA-256 of the whole file, in hex. */
    readonly sha256: string;
  };
  readonly columns: readonly string[];
  /** What the file is narrowed to; empty: nothing. */
  readonly terms: { readonly [term: string]: Json };
  /** Ids of the units whose messages it holds; null: everything. */
  readonly units: readonly string[] | null;
  /** The tree that it is of: all entries before `size` that fit. The signed note over it; null: there was none. */
  readonly log: { readonly size: number; readonly checkpoint: string | null };
  /** The file in pieces, so that a difference can be found: entries `first` to `last` of the log, bytes and rows of the file. */
  readonly parts: readonly {
    readonly first: number;
    readonly last: number;
    readonly bytes: number;
    readonly rows: number;
    readonly sha256: string;
  }[];
}
