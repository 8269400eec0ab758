import { Fatal } from '../message/refusals.ts';
import type { Chunks } from './chunks.ts';

/** Cuts a source's chunks into pieces of wanted sizes. */
export class ChunkReader {
  readonly #iterator: Promise<AsyncIterator<Uint8Array>>;
  #chunks: Chunks | undefined;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: Promise<Chunks>) {
    this.#iterator = chunks.then((opened) => {
      this.#chunks = opened;
      return opened[Symbol.asyncIterator]();
    });
    this.#iterator.catch(() => {});
  }

  /** The next `size` bytes; a piece that lies in one chunk is not copied. `Fatal` where fewer are left. */
  async take(size: number): Promise<Buffer> {
    const iterator = await this.#iterator;
    let piece: Buffer | undefined;
    for (let filled = 0; ; ) {
      const part = this.#rest.subarray(0, size - filled);
      this.#rest = this.#rest.subarray(part.length);
      if (part.length === size) return Buffer.from(part.buffer, part.byteOffset, size);
      if (part.length > 0) {
        piece ??= Buffer.allocUnsafeSlow(size);
        piece.set(part, filled);
        filled += part.length;
        this.release(part);
      }
      if (filled === size) return piece!;
      const next = await iterator.next();
      if (next.done) throw new Fatal('The sealed content ends before its last segment');
      this.#rest = next.value;
    }
  }

  /** Hands a piece's memory back to the source, unless bytes of the same chunk are still to be taken. */
  release(piece: Uint8Array): void {
    if (this.#rest.length > 0 && this.#rest.buffer === piece.buffer) return;
    this.#chunks?.reclaim?.(piece);
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    const iterator = await this.#iterator.catch(() => undefined);
    await iterator?.return?.();
  }
}
