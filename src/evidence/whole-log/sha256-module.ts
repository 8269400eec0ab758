/**
 * A WebAssembly module that compresses four SHA-256 blocks at once, one in each lane of a vector (FIPS 180-4 §6.2.2). Calling
 * the platform's hash once for each of a log's millions of short inputs costs more than the hashing.
 *
 * It exports `memory` and `compress(p0, p1, p2, p3)`, the addresses of four blocks of 64 bytes. At address 0 of the memory
 * stands the state: for each of its eight words the four lanes'. At `maskAt` stand four words, all ones for a lane that is to be
 * changed, zero for one that is done.
 */
export const stateBytes = 128;
export const maskAt = stateBytes;
/** Where the memory is free for the blocks. */
export const freeFrom = 256;

/** FIPS 180-4 §4.2.2 and §5.3.3: the fractions of the roots of the first primes. */
const primes = [...Array(312).keys()].filter((n) => n > 1 && !hasDivisor(n));
function hasDivisor(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return true;
  return false;
}
const fraction = (root: (n: number) => number) => (n: number) => Math.floor((root(n) % 1) * 2 ** 32) >>> 0;
const roundConstants = primes.slice(0, 64).map(fraction(Math.cbrt));
export const initialState = primes.slice(0, 8).map(fraction(Math.sqrt));

type Code = readonly number[];

/** Unsigned LEB128. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}
const vector = (items: readonly Code[]): Code => [...leb(items.length), ...items.flat()];
const sized = (bytes: Code): Code => [...leb(bytes.length), ...bytes];
const section = (id: number, content: Code): Code => [id, ...sized(content)];
const name = (text: string): Code => sized([...text].map((c) => c.charCodeAt(0)));

const i32 = 0x7f;
const v128 = 0x7b;

const get = (local: number): Code => [0x20, ...leb(local)];
const set = (local: number): Code => [0x21, ...leb(local)];
const simd = (op: number): Code => [0xfd, ...leb(op)];
const memory = (op: number, offset: number): Code => [...simd(op), 0, ...leb(offset)];
const number = (value: number): Code => [0x41, ...signedLeb(value)];
function signedLeb(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signedLeb(value >> 7)];
}

const load = (offset: number): Code => memory(0x00, offset);
const store = (offset: number): Code => memory(0x0b, offset);
const loadFirstLane = (offset: number): Code => memory(0x5c, offset);
const loadLane = (offset: number, lane: number): Code => [...memory(0x56, offset), lane];
const [select, or, xor, add] = [simd(0x52), simd(0x50), simd(0x51), simd(0xae)];
const all = (value: number): Code => {
  const word = [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
  return [...simd(0x0c), ...word, ...word, ...word, ...word];
};
const swapBytes = [...simd(0x0d), ...[0, 4, 8, 12].flatMap((at) => [at + 3, at + 2, at + 1, at])];

const shiftRight = (x: number, by: number): Code => [...get(x), ...number(by), ...simd(0xad)];
const rotate = (x: number, by: number): Code => [
  ...shiftRight(x, by),
  ...get(x),
  ...number(32 - by),
  ...simd(0xab),
  ...or,
];
const xorOf = (a: Code, b: Code, c: Code): Code => [...a, ...b, ...xor, ...c, ...xor];

// Locals: the four addresses, the eight working variables, the sixteen last words of the schedule, one to keep a sum in.
const state = [4, 5, 6, 7, 8, 9, 10, 11];
const words = [...Array(16).keys()].map((i) => 12 + i);
const sum = 28;

function loadWord(t: number): Code {
  const lanes = [1, 2, 3].flatMap((lane) => {
    // An address below, the vector so far above: load_lane wants them in this order.
    return [...set(sum), ...get(lane), ...get(sum), ...loadLane(4 * t, lane)];
  });
  return [...get(0), ...loadFirstLane(4 * t), ...lanes, ...set(sum), ...get(sum), ...get(sum), ...swapBytes];
}

function scheduleWord(t: number): Code {
  const at = (back: number): number => words[(t - back) % 16]!;
  const [w15, w2] = [at(15), at(2)];
  const small0 = xorOf(rotate(w15, 7), rotate(w15, 18), shiftRight(w15, 3));
  const small1 = xorOf(rotate(w2, 17), rotate(w2, 19), shiftRight(w2, 10));
  return [...get(at(16)), ...small0, ...add, ...get(at(7)), ...add, ...small1, ...add];
}

function round(t: number): Code {
  const variable = (place: number): number => state[(place - t + 64) % 8]!;
  const [a, b, c, d, e, f, g, h] = state.map((_, place) => variable(place)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const word = words[t % 16]!;
  const big1 = xorOf(rotate(e, 6), rotate(e, 11), rotate(e, 25));
  const big0 = xorOf(rotate(a, 2), rotate(a, 13), rotate(a, 22));
  const choice = [...get(f), ...get(g), ...get(e), ...select];
  const majority = [...get(c), ...get(a), ...get(a), ...get(b), ...xor, ...select];
  return [
    ...(t < 16 ? loadWord(t) : scheduleWord(t)),
    ...set(word),
    ...[
      ...get(h),
      ...big1,
      ...add,
      ...choice,
      ...add,
      ...all(roundConstants[t]!),
      ...add,
      ...get(word),
      ...add,
    ],
    ...set(sum),
    ...[...get(d), ...get(sum), ...add, ...set(d)],
    ...[...get(sum), ...big0, ...add, ...majority, ...add, ...set(h)],
  ];
}

function compress(): Code {
  const begin = state.flatMap((local, i) => [...number(0), ...load(16 * i), ...set(local)]);
  const rounds = [...Array(64).keys()].flatMap(round);
  const end = state.flatMap((local, i) => {
    const old = [...number(0), ...load(16 * i)];
    const sumOfBoth = [...old, ...get(local), ...add];
    return [...number(0), ...sumOfBoth, ...old, ...number(0), ...load(maskAt), ...select, ...store(16 * i)];
  });
  return [...begin, ...rounds, ...end];
}

/** The module's bytes. */
export function sha256Module(): Uint8Array<ArrayBuffer> {
  const body = [...vector([[...leb(25), v128]]), ...compress(), 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([[0x60, ...vector([[i32], [i32], [i32], [i32]]), 0]])),
    ...section(3, vector([[0]])),
    ...section(5, vector([[0x00, 1]])),
    ...section(
      7,
      vector([
        [...name('memory'), 0x02, 0],
        [...name('compress'), 0x00, 0],
      ]),
    ),
    ...section(10, vector([sized(body)])),
  ]);
}
