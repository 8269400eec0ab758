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

/** The `width` entries of a bundle, as views on its bytes. Throws `Malformed` where there are more, fewer, or part of one. */
export function parseEntryBundle(bundle: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length && entries.length < width) {
    const start = at + 2;
    at = start + ((bundle[at]! << 8) | (bundle[at + 1] ?? 0));
    if (start > bundle.length || at > bundle.length)
      throw new Malformed('An entry runs past the end of its bundle');
    entries.push(bundle.subarray(start, at));
  }
  if (entries.length < width) throw new Malformed(`The bundle has ${entries.length} entries, not ${width}`);
  if (at < bundle.length) throw new Malformed(`The bundle goes on after its ${width} entries`);
  return entries;
}
