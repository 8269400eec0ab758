/**
 * Bytes that arrive in chunks of any size. Where a producer offers `reclaim`, a reader that has finished with a
 * chunk may hand it back and must not look at it again: megabyte buffers left to the garbage collector cost more
 * time than sealing them. A reader that never calls it keeps its chunks as usual.
 */
export interface Chunks extends AsyncIterable<Uint8Array> {
  reclaim?(chunk: Uint8Array): void;
}

/** Frees lent buffers as soon as they are handed back. Buffers of anybody else are left alone. */
export class LentBuffers {
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** Lends a buffer, which has its memory to itself. */
  lend<Lent extends Uint8Array>(buffer: Lent): Lent {
    this.#lent.add(buffer.buffer);
    return buffer;
  }

  reclaim({ buffer }: Uint8Array): void {
    if (this.#lent.delete(buffer)) (buffer as ArrayBuffer).transfer(0);
  }
}
