import { Malformed } from './malformed.ts';

/** A bundle gives each entry's length in 16 bits. */
export const longestEntry = 0xffff;

/** Entries in the form of C2SP tlog-tiles: each after its length, big-endian in 16 bits. */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > longestEntry) throw new RangeError(`an entry has at most ${longestEntry} bytes`);
    bundle[at] = entry.length >> 8;
    bundle[at + 1] = entry.length & 0xff;
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/** Where each entry of a bundle begins, and where it ends. */
export interface EntrySpans {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Where the `width` entries of a bundle lie. Throws `Malformed` where there are more, fewer, or part of one. */
export function entrySpans(bundle: Uint8Array, width: number): EntrySpans {
  const starts = new Int32Array(width);
  const ends = new Int32Array(width);
  let at = 0;
  for (let i = 0; i < width; i++) {
    if (at === bundle.length) throw new Malformed(`The bundle has ${i} entries, not ${width}`);
    const start = at + 2;
    at = start + ((bundle[at]! << 8) | (bundle[at + 1] ?? 0));
    if (start > bundle.length || at > bundle.length)
      throw new Malformed('An entry runs past the end of its bundle');
    starts[i] = start;
    ends[i] = at;
  }
  if (at < bundle.length) throw new Malformed(`The bundle goes on after its ${width} entries`);
  return { starts, ends };
}

/** The `width` entries of a bundle, as views on its bytes. Throws `Malformed` as `entrySpans` does. */
export function parseEntryBundle(bundle: Uint8Array, width: number): Uint8Array[] {
  const { starts, ends } = entrySpans(bundle, width);
  return Array.from(starts, (start, i) => bundle.subarray(start, ends[i]));
}
