import type { Staging } from '../../../delivery/stage-message.ts';
import { decodeWords } from './charset.ts';
import { handedTo, type Leaf } from './leaf.ts';
import type { Part } from './part.ts';

/** What a person needs to know the mail by; never Bcc. */
const known = /^(from|to|cc|date|subject|message-id|mime-version)$/;
/** The recipient's number at the end of a subject was for us alone. */
const numberTag = /\[[^[\]]*\d[^[\]]*\]\s*$/;

/** A multipart/signed (RFC 1847 §2.1) with its bytes as they came, without which its signature proves nothing. */
export class SignedCopy {
  readonly part: Part;
  readonly #leaf: Leaf;

  constructor(staging: Staging, part: Part) {
    this.part = part;
    this.#leaf = handedTo((content) =>
      staging.addAttachment({ filename: 'signed-message.eml', contentType: 'message/rfc822' }, content),
    );
  }

  /** Writes a head under which the part is a mail of its own. */
  async begin(): Promise<void> {
    const { part } = this;
    const { headers } = part.root;
    const tagged = numberTag.test(decodeWords(headers.first('subject')).slice(-100));
    const lines = [
      ...headers.getList().filter(({ key }) => known.test(key) && !(tagged && key === 'subject')),
      ...part.headers.getList().filter(({ key }) => key.startsWith('content-')),
    ];
    await this.#leaf.write(Buffer.from(`${lines.map(({ line }) => line).join('\r\n')}\r\n\r\n`, 'latin1'));
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#leaf.write(bytes);
  }

  async end(): Promise<void> {
    await this.#leaf.end();
  }

  async abandon(error: Error): Promise<void> {
    await this.#leaf.abandon(error);
  }
}
