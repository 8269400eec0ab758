/** Takes the bytes of one part as they arrive. */
export interface Leaf {
  /** Resolves when the next bytes may come. */
  write(bytes: Uint8Array): Promise<void> | void;
  /** Resolves once the part is wholly taken in. */
  end(): Promise<void> | void;
  /** The mail broke off: lets go, and resolves when nothing is under way any more. */
  abandon(error: Error): Promise<void> | void;
}

/** Hands what is written to `take`, no faster than it reads; what it throws comes out of `write` or `end`. */
export function handedTo(take: (content: AsyncIterable<Uint8Array>) => Promise<void>): Leaf {
  const slot = new Slot();
  let failed = false;
  const taken = take(slot).finally(() => slot.close());
  taken.catch(() => (failed = true));
  return {
    async write(bytes) {
      await slot.put(bytes);
      if (failed) await taken;
    },
    async end() {
      slot.end();
      await taken;
    },
    async abandon(error) {
      slot.end(error);
      await taken.catch(() => undefined);
    },
  };
}

/** Room for one segment between one writer and one reader. */
class Slot implements AsyncIterableIterator<Uint8Array> {
  #bytes: Uint8Array | undefined;
  #ended = false;
  #closed = false;
  #error: Error | undefined;
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;

  /** Resolves when the reader comes back for more, or will read no more. */
  async put(bytes: Uint8Array): Promise<void> {
    if (this.#closed || bytes.length === 0) return;
    this.#bytes = bytes;
    this.#wakeReader?.();
    await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
  }

  end(error?: Error): void {
    this.#ended = true;
    this.#error = error;
    this.#wakeReader?.();
  }

  close(): void {
    this.#closed = true;
    this.#bytes = undefined;
    this.#wakeWriter?.();
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#bytes === undefined) this.#wakeWriter?.();
    while (this.#bytes === undefined && !this.#ended && !this.#closed) {
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
    if (this.#error) throw this.#error;
    const bytes = this.#bytes;
    this.#bytes = undefined;
    return bytes === undefined ? { done: true, value: undefined } : { done: false, value: bytes };
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
