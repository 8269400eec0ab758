import { Fatal } from '../message/refusals.ts';

/** Cuts a source's chunks into pieces of wanted sizes. */
export class ChunkReader {
  readonly #source: Promise<AsyncIterator<Uint8Array>>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: Promise<AsyncIterable<Uint8Array>>) {
    this.#source = source.then((chunks) => chunks[Symbol.asyncIterator]());
    this.#source.catch(() => {});
  }

  /** The next `size` bytes; a piece that is one chunk of the source is not copied. `Fatal` where fewer are left. */
  async take(size: number): Promise<Buffer> {
    const source = await this.#source;
    let piece: Buffer | undefined;
    for (let filled = 0; ; ) {
      const part = this.#rest.subarray(0, size - filled);
      this.#rest = this.#rest.subarray(part.length);
      if (part.length === size) return Buffer.from(part.buffer, part.byteOffset, size);
      piece ??= Buffer.allocUnsafeSlow(size);
      piece.set(part, filled);
      filled += part.length;
      if (filled === size) return piece;
      const next = await source.next();
      if (next.done) throw new Fatal('The sealed content ends before its last segment');
      this.#rest = next.value;
    }
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    const source = await this.#source.catch(() => undefined);
    await source?.return?.();
  }
}
