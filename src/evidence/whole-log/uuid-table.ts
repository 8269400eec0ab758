/**
 * Numbers UUIDs in the order in which they first come, in 24 to 40 bytes each: a set of strings would take ten times that for a
 * log of millions. At most 2^31 of them.
 */
export class UuidTable {
  #size = 0;
  /** Four words for each UUID. */
  #words = new Int32Array(4 * 1024);
  /** Open addressing: the number of a UUID and one, or 0 where there is none. A power of two long, at most half full. */
  #slots = new Uint32Array(2048);
  readonly #hash = randomHash();

  get size(): number {
    return this.#size;
  }

  /** The number of the UUID, written as RFC 9562 does in lower case. It is the table's old `size` where the UUID was not in it. */
  number(uuid: string): number {
    const a = (sixteenBits(uuid, 0) << 16) | sixteenBits(uuid, 4);
    const b = (sixteenBits(uuid, 9) << 16) | sixteenBits(uuid, 14);
    const c = (sixteenBits(uuid, 19) << 16) | sixteenBits(uuid, 24);
    const d = (sixteenBits(uuid, 28) << 16) | sixteenBits(uuid, 32);
    const [words, slots] = [this.#words, this.#slots];
    const last = slots.length - 1;
    let slot = this.#hash(a, b, c, d) & last;
    for (let found = slots[slot]!; found > 0; found = slots[slot]!) {
      const at = 4 * (found - 1);
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d)
        return found - 1;
      slot = (slot + 1) & last;
    }
    slots[slot] = this.#size + 1;
    this.#add(a, b, c, d);
    return this.#size - 1;
  }

  #add(a: number, b: number, c: number, d: number): void {
    const at = 4 * this.#size;
    if (at === this.#words.length) {
      const larger = new Int32Array(2 * at);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = c;
    this.#words[at + 3] = d;
    this.#size += 1;
    if (2 * this.#size > this.#slots.length) this.#spread();
  }

  #spread(): void {
    const words = this.#words;
    const slots = new Uint32Array(2 * this.#slots.length);
    const last = slots.length - 1;
    for (let i = 0; i < this.#size; i++) {
      const at = 4 * i;
      let slot = this.#hash(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!) & last;
      while (slots[slot]! > 0) slot = (slot + 1) & last;
      slots[slot] = i + 1;
    }
    this.#slots = slots;
  }
}

type Hash = (a: number, b: number, c: number, d: number) => number;

/** Nobody who writes a log can choose ids that all fall into one slot: the hash is another one each time. */
function randomHash(): Hash {
  const [s0, s1, s2, s3, m0, m1, m2, m3] = globalThis.crypto.getRandomValues(
    new Int32Array(8),
  ) as unknown as Eight;
  const mixed = (hash: number, factor: number): number => {
    const product = Math.imul(hash, factor | 1);
    return product ^ (product >>> 15);
  };
  return (a, b, c, d) => mixed(mixed(mixed(mixed(a ^ s0, m0) ^ b ^ s1, m1) ^ c ^ s2, m2) ^ d ^ s3, m3);
}

type Eight = [number, number, number, number, number, number, number, number];

/** The value of each character that is a hex digit in lower case. */
const digits = new Uint8Array(128);
[...'0123456789abcdef'].forEach((digit, value) => (digits[digit.charCodeAt(0)] = value));

const sixteenBits = (text: string, at: number): number =>
  (digits[text.charCodeAt(at)]! << 12) |
  (digits[text.charCodeAt(at + 1)]! << 8) |
  (digits[text.charCodeAt(at + 2)]! << 4) |
  digits[text.charCodeAt(at + 3)]!;
