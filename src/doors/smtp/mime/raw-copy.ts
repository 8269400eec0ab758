import { PassThrough } from 'node:stream';
import type { MimeNode } from '@zone-eu/mailsplit';
import type { Staging } from '../../../delivery/stage-message.ts';
import { type Leaf, pumped } from './leaf.ts';

/** Lines that are for us alone, or that would tell recipients of each other. */
const withheld = /^(bcc|x-segl-.*)$/;

/** A mail on its way into a staging as it came, under a trace line of our own (RFC 5321 §4.4). */
export class RawCopy {
  readonly #leaf: Leaf;

  constructor(staging: Staging, root: MimeNode, trace: string) {
    this.#leaf = pumped(new PassThrough(), (content) => staging.addRaw(content));
    this.#begin = headOf(root, trace);
  }

  #begin: Buffer | undefined;

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writeHead();
    await this.#leaf.write(bytes);
  }

  async end(): Promise<void> {
    await this.#writeHead();
    await this.#leaf.end();
  }

  abandon(error: Error): void {
    this.#leaf.abandon(error);
  }

  async #writeHead(): Promise<void> {
    const head = this.#begin;
    this.#begin = undefined;
    if (head) await this.#leaf.write(head);
  }
}

/** The head byte for byte, but for what is withheld. */
function headOf(root: MimeNode, trace: string): Buffer {
  const headers = root.headers;
  if (headers)
    for (const { key } of headers.getList().filter((line) => withheld.test(line.key))) headers.remove(key);
  return Buffer.concat([Buffer.from(trace), root.getHeaders()]);
}
