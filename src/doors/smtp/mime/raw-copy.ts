import type { Staging } from '../../../delivery/stage-message.ts';
import { handedTo, type Leaf } from './leaf.ts';
import type { Part } from './part.ts';

/** Lines that are for us alone, or that would tell recipients of each other. */
const withheld = /^((resent-)?bcc|x-segl-.*)$/;

/** A mail on its way into a staging as it came, under a trace line of our own (RFC 5321 §4.4). */
export class RawCopy {
  readonly #leaf: Leaf;
  #begin: Buffer | undefined;

  constructor(staging: Staging, root: Part, trace: string) {
    this.#leaf = handedTo((content) => staging.addRaw(content));
    this.#begin = Buffer.concat([Buffer.from(trace), headOf(root)]);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writeHead();
    await this.#leaf.write(bytes);
  }

  async end(): Promise<void> {
    await this.#writeHead();
    await this.#leaf.end();
  }

  async abandon(error: Error): Promise<void> {
    await this.#leaf.abandon(error);
  }

  async #writeHead(): Promise<void> {
    const head = this.#begin;
    this.#begin = undefined;
    if (head) await this.#leaf.write(head);
  }
}

/** The head byte for byte, but for what is withheld; its end is marked where the sender did not. */
function headOf({ headers }: Part): Buffer {
  const kept = headers.without(withheld);
  const text = kept.toString('latin1');
  if (/(^|\n)\r?\n$/.test(text)) return kept;
  return Buffer.concat([kept, Buffer.from(text === '' || text.endsWith('\n') ? '\r\n' : '\r\n\r\n')]);
}
