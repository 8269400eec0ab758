import { createHash } from 'node:crypto';
import { closeDigest, type FromDigest, openDigest, postDigest } from './digest-thread.ts';

/** Buffers of one stream that may exist at once: where the hash is slower, it slows the sealing down. */
const maxBuffers = 4;

/**
 * SHA-256 of a stream that is cut into buffers of one size. The hash costs more than twice what AES-GCM does, so
 * from the first full buffer on it runs in a thread of its own, beside the sealing. Buffers are moved there and
 * back without being copied, and filled again.
 */
export class StreamDigest {
  readonly #bufferSize: number;
  readonly #free: ArrayBuffer[] = [];
  #made = 0;
  #stream: number | undefined;
  #sha256: string | undefined;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(bufferSize: number) {
    this.#bufferSize = bufferSize;
  }

  /** A buffer to fill; waits while all of them are still being hashed. */
  async buffer(): Promise<Buffer> {
    if (this.#free.length === 0 && this.#made < maxBuffers) {
      this.#made += 1;
      return Buffer.from(new ArrayBuffer(this.#bufferSize));
    }
    await this.#until(() => this.#free.length > 0);
    return Buffer.from(this.#free.pop()!);
  }

  /** Takes the first `size` bytes of a buffer from `buffer()`, and the buffer itself: it must not be used any more. */
  update(buffer: Buffer, size: number): void {
    this.#stream ??= openDigest({
      answered: (answer) => this.#answered(answer),
      failed: (error) => {
        this.#error = error;
        this.#wake?.();
      },
    });
    this.#post('update', buffer, size);
  }

  /** Ends the digest with the last buffer, of which `size` bytes are filled. Lower-case hex. */
  async end(last: Buffer, size: number): Promise<string> {
    if (this.#stream === undefined) return createHash('sha256').update(last.subarray(0, size)).digest('hex');
    this.#post('end', last, size);
    await this.#until(() => this.#sha256 !== undefined);
    closeDigest(this.#stream);
    this.#stream = undefined;
    return this.#sha256!;
  }

  /** Gives up a stream that did not come to its end. Harmless after `end`. */
  abandon(): void {
    if (this.#stream === undefined) return;
    if (!this.#error) this.#post('abandon', Buffer.from(new ArrayBuffer(0)), 0);
    closeDigest(this.#stream);
    this.#stream = undefined;
  }

  #post(does: 'update' | 'end' | 'abandon', { buffer }: Buffer, size: number): void {
    if (this.#error) throw this.#error;
    postDigest({ stream: this.#stream!, does, bytes: buffer as ArrayBuffer, size });
  }

  #answered(answer: FromDigest): void {
    if ('sha256' in answer) this.#sha256 = answer.sha256;
    else this.#free.push(answer.bytes);
    this.#wake?.();
  }

  async #until(arrived: () => boolean): Promise<void> {
    while (!arrived()) {
      if (this.#error) throw this.#error;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }
}
