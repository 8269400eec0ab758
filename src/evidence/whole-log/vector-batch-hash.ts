import { hashLength } from '../log/hashes.ts';
import type { BatchHash } from './batch-hash.ts';
import { freeFrom, initialState, maskAt, sha256Module, stateBytes } from './sha256-module.ts';

/** What is used of the platform's WebAssembly; Node's types leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
  compress(p0: number, p1: number, p2: number, p3: number): void;
}

const block = 64;
const page = 65_536;
/** What follows a message: a bit set, and its length in 8 bytes (FIPS 180-4 §5.1.1). */
const blocksFor = (length: number): number => Math.ceil((length + 9) / block);

const startState = Uint32Array.from({ length: stateBytes / 4 }, (_, i) => initialState[i >> 2]!);

/** Four hashes at once, in WebAssembly. Throws `WebAssembly.CompileError` where the machine has no vectors. */
export function vectorBatchHash(): BatchHash {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(sha256Module()));
  const { memory, compress } = instance.exports as Exports;
  let bytes = new Uint8Array(memory.buffer);
  let state = new Uint32Array(memory.buffer, 0, stateBytes / 4);
  let mask = new Uint32Array(memory.buffer, maskAt, 4);
  // Of each message that lies in the memory: where, and how many blocks.
  let places = new Int32Array(256);
  let blocks = new Int32Array(256);

  /** Lays the input into the memory, leaves room for the blocks before it, and gives its address. */
  function layIn(input: Uint8Array, messages: number, blocksInAll: number): number {
    const at = freeFrom + blocksInAll * block;
    const missing = at + input.length - bytes.length;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / page));
      bytes = new Uint8Array(memory.buffer);
      state = new Uint32Array(memory.buffer, 0, stateBytes / 4);
      mask = new Uint32Array(memory.buffer, maskAt, 4);
    }
    if (messages > places.length) {
      places = new Int32Array(messages);
      blocks = new Int32Array(messages);
    }
    bytes.set(input, at);
    return at;
  }

  /** Writes one message, a prefix and what lies from `from` to `to`, and pads it; says where the next one may stand. */
  function write(message: number, place: number, prefix: number, from: number, to: number): number {
    const length = to - from + 1;
    const end = place + blocksFor(length) * block;
    bytes[place] = prefix;
    bytes.copyWithin(place + 1, from, to);
    bytes[place + length] = 0x80;
    bytes.fill(0, place + length + 1, end - 4);
    // At most 65,536 bytes: their number of bits fits into the last four.
    const bits = length * 8;
    bytes[end - 4] = bits >>> 24;
    bytes[end - 3] = bits >>> 16;
    bytes[end - 2] = bits >>> 8;
    bytes[end - 1] = bits;
    places[message] = place;
    blocks[message] = (end - place) / block;
    return end;
  }

  function hashAll(count: number): Uint8Array {
    const words = new Uint32Array((count * hashLength) / 4);
    for (let first = 0; first < count; first += 4) {
      hashFour(first, count - 1);
      for (let lane = 0; lane < 4 && first + lane < count; lane++) {
        for (let i = 0; i < 8; i++) words[(first + lane) * 8 + i] = swapped(state[i * 4 + lane]!);
      }
    }
    return new Uint8Array(words.buffer);
  }

  /** Hashes four messages from `first` on into the state. Where they are fewer, the last one stands in for those missing. */
  function hashFour(first: number, last: number): void {
    state.set(startState);
    const [a, b, c, d] = [
      first,
      Math.min(first + 1, last),
      Math.min(first + 2, last),
      Math.min(first + 3, last),
    ];
    const [countA, countB, countC, countD] = [blocks[a]!, blocks[b]!, blocks[c]!, blocks[d]!];
    const [pa, pb, pc, pd] = [places[a]!, places[b]!, places[c]!, places[d]!];
    const most = Math.max(countA, countB, countC, countD);
    const least = Math.min(countA, countB, countC, countD);
    mask.fill(~0);
    for (let i = 0; i < least; i++) compress(pa + i * block, pb + i * block, pc + i * block, pd + i * block);
    for (let i = least; i < most; i++) {
      mask[0] = i < countA ? ~0 : 0;
      mask[1] = i < countB ? ~0 : 0;
      mask[2] = i < countC ? ~0 : 0;
      mask[3] = i < countD ? ~0 : 0;
      // A lane that is done reads what changes nothing.
      const offset = i * block;
      compress(
        i < countA ? pa + offset : freeFrom,
        i < countB ? pb + offset : freeFrom,
        i < countC ? pc + offset : freeFrom,
        i < countD ? pd + offset : freeFrom,
      );
    }
  }

  return {
    leaves(bundle, { starts, ends }) {
      let needed = 0;
      for (let i = 0; i < starts.length; i++) needed += blocksFor(ends[i]! - starts[i]! + 1);
      const input = layIn(bundle, starts.length, needed);
      let place = freeFrom;
      for (let i = 0; i < starts.length; i++) {
        place = write(i, place, 0x00, input + starts[i]!, input + ends[i]!);
      }
      return hashAll(starts.length);
    },
    parents(row) {
      const pair = 2 * hashLength;
      const count = row.length / pair;
      const input = layIn(row, count, count * blocksFor(pair + 1));
      let place = freeFrom;
      for (let i = 0; i < count; i++) {
        place = write(i, place, 0x01, input + i * pair, input + (i + 1) * pair);
      }
      return hashAll(count);
    },
  };
}

/** Vectors hold words with their low byte first, hashes with their high byte first. */
const swapped = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
