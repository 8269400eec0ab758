/**
 * Numbers UUIDs in the order in which they first come, in 24 to 40 bytes each: a set of strings would take ten times that for a
 * log of millions. At most 2^31 of them.
 */
export class UuidTable {
  #size = 0;
  /** Four words for each UUID. */
  #words = new Uint32Array(4 * 1024);
  /** Open addressing: the number of a UUID and one, or 0 where there is none. A power of two long, at most half full. */
  #slots = new Uint32Array(2048);
  readonly #wanted = new Uint32Array(4);
  /** Nobody who writes a log can choose ids that fall into one slot. */
  readonly #seeds = globalThis.crypto.getRandomValues(new Uint32Array(8));

  get size(): number {
    return this.#size;
  }

  /** The number of the UUID, written as RFC 9562 does in lower case. It is the table's old `size` where the UUID was not in it. */
  number(uuid: string): number {
    this.#parse(uuid);
    const slot = this.#find(this.#wanted, 0);
    const found = this.#slots[slot]!;
    if (found > 0) return found - 1;
    if (4 * this.#size === this.#words.length) this.#words = doubled(this.#words);
    this.#words.set(this.#wanted, 4 * this.#size);
    this.#slots[slot] = ++this.#size;
    if (2 * this.#size > this.#slots.length) this.#spread();
    return this.#size - 1;
  }

  #parse(uuid: string): void {
    for (let word = 0, at = 0; word < 4; word++) {
      let value = 0;
      for (let digits = 0; digits < 8; at++) {
        const code = uuid.charCodeAt(at);
        if (code === 0x2d) continue;
        // 0 to 9 begin at 0x30, a to f at 0x61.
        value = (value << 4) | (code < 0x40 ? code - 0x30 : code - 0x57);
        digits += 1;
      }
      this.#wanted[word] = value;
    }
  }

  /** The slot of the UUID that stands at `at` in `words`, or the free one where it belongs. */
  #find(words: Uint32Array, at: number): number {
    const last = this.#slots.length - 1;
    for (let slot = this.#hash(words, at) & last; ; slot = (slot + 1) & last) {
      const found = this.#slots[slot]!;
      if (found === 0) return slot;
      const there = 4 * (found - 1);
      let same = true;
      for (let i = 0; i < 4; i++) same &&= this.#words[there + i] === words[at + i];
      if (same) return slot;
    }
  }

  #hash(words: Uint32Array, at: number): number {
    let hash = 0;
    for (let i = 0; i < 4; i++) {
      hash = Math.imul(hash ^ words[at + i]! ^ this.#seeds[i]!, this.#seeds[i + 4]! | 1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #spread(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let i = 0; i < this.#size; i++) this.#slots[this.#find(this.#words, 4 * i)] = i + 1;
  }
}

export function doubled(old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * old.length);
  larger.set(old);
  return larger;
}
