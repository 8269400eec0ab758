const lineFeed = 10;
const carriageReturn = 13;
/** Bytes of a line in which its index stands. */
const headLength = 32;

/** Follows lines as they pass: how many there were, and the index that the last one begins with. */
export class LineCount {
  rows = 0;
  #head: Buffer = Buffer.alloc(0);
  #lastHead: Buffer = this.#head;

  /** The lines of a chunk; with `crlf` each ends as RFC 4180 §2.1 has it. */
  pass(chunk: Buffer, crlf: boolean): Buffer {
    const ends: number[] = [];
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) ends.push(at);
    this.#note(chunk, ends);
    if (!crlf || ends.length === 0) return chunk;
    const out = Buffer.allocUnsafe(chunk.length + ends.length);
    let from = 0;
    let to = 0;
    for (const end of ends) {
      to += chunk.copy(out, to, from, end);
      out[to++] = carriageReturn;
      out[to++] = lineFeed;
      from = end + 1;
    }
    chunk.copy(out, to, from);
    return out;
  }

  /** The index of the last line, or undefined where there was none. */
  get lastIndex(): number | undefined {
    if (this.rows === 0) return undefined;
    return Number(/^(?:\{"index":)?(\d+)/.exec(this.#lastHead.toString('latin1'))![1]);
  }

  #note(chunk: Buffer, ends: readonly number[]): void {
    const begun = (from: number) => Buffer.from(chunk.subarray(from, from + headLength));
    if (ends.length === 0) {
      this.#head = Buffer.concat([this.#head, begun(0)]).subarray(0, headLength);
      return;
    }
    this.rows += ends.length;
    this.#lastHead =
      ends.length > 1
        ? begun(ends.at(-2)! + 1)
        : Buffer.concat([this.#head, begun(0)]).subarray(0, headLength);
    this.#head = begun(ends.at(-1)! + 1);
  }
}
