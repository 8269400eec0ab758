import { Fatal } from '../message/refusals.ts';
import type { Chunks } from './chunks.ts';

interface Arrived {
  readonly chunk: Uint8Array;
  /** Bytes that were taken. */
  taken: number;
  /** Pieces that lie in the chunk and are still in use. */
  pieces: number;
}

/** Cuts a source's chunks into pieces of wanted sizes. */
export class ChunkReader {
  readonly #iterator: Promise<AsyncIterator<Uint8Array>>;
  readonly #chunkOf = new WeakMap<Buffer, Arrived>();
  #chunks: Chunks | undefined;
  #arrived: Arrived | undefined;

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
    let copy: Buffer | undefined;
    for (let filled = 0; ;) {
      const part = this.#part(size - filled);
      if (part?.length === size) {
        const piece = Buffer.from(part.buffer, part.byteOffset, size);
        this.#arrived!.pieces += 1;
        this.#chunkOf.set(piece, this.#arrived!);
        return piece;
      }
      if (part) {
        copy ??= Buffer.allocUnsafeSlow(size);
        copy.set(part, filled);
        filled += part.length;
        this.#reclaim(this.#arrived!);
        if (filled === size) return copy;
      }
      const next = await iterator.next();
      if (next.done) throw new Fatal('The sealed content ends before its last segment');
      this.#arrived = { chunk: next.value, taken: 0, pieces: 0 };
    }
  }

  /** Says that a piece is not used any more. A chunk goes back to the source when no piece lies in it. */
  release(piece: Buffer): void {
    const arrived = this.#chunkOf.get(piece);
    if (!arrived || !this.#chunkOf.delete(piece)) return;
    arrived.pieces -= 1;
    this.#reclaim(arrived);
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    const iterator = await this.#iterator.catch(() => undefined);
    await iterator?.return?.();
  }

  #part(wanted: number): Uint8Array | undefined {
    const arrived = this.#arrived;
    if (!arrived || arrived.taken === arrived.chunk.length) return undefined;
    const part = arrived.chunk.subarray(arrived.taken, arrived.taken + wanted);
    arrived.taken += part.length;
    return part;
  }

  #reclaim({ chunk, taken, pieces }: Arrived): void {
    if (taken === chunk.length && pieces === 0) this.#chunks?.reclaim?.(chunk);
  }
}
