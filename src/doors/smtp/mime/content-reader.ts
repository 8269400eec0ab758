import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gatherUpTo, peekUpTo } from '../../../delivery/gather.ts';
import { limits } from '../../../delivery/limits.ts';
import type { AttachmentHeader, Staging } from '../../../delivery/stage-message.ts';
import { Refusal } from '../../../message/refusals.ts';
import { BodyText } from './body-text.ts';
import { decodeHtml, decodeText } from './charset.ts';
import { unflow } from './flowed.ts';
import { handedTo, type Leaf } from './leaf.ts';
import type { Part } from './part.ts';
import { nestedHeaderBytes, partName } from './part-name.ts';
import { pictureType } from './picture-type.ts';
import { SignedCopy } from './signed-copy.ts';
import type { Piece } from './splitter.ts';
import { readTnef } from './tnef.ts';
import { transferDecoder } from './transfer-decoder.ts';

/** A winmail.dat is unpacked in memory; a larger one is kept as it is. */
const mostTnef = 32 * 1024 * 1024;
/** A larger calendar is staged at once, whatever else comes. */
const mostInvitation = 256 * 1024;

/**
 * Turns the parts of a mail into what the recipient is shown: texts, and attachments that go sealed into the staging
 * while the mail still arrives. Nothing of the mail is dropped: what is no text is an attachment.
 */
export class ContentReader {
  readonly #staging: Staging;
  readonly #body = new BodyText();
  #leaf: Leaf | undefined;
  #count = 0;
  #textBytes = 0;
  /** What stands in multiparts that hold no part: their boundary is not the one that the header says. */
  readonly #unparted = new Map<Part, Buffer[]>();
  /** A calendar among the alternatives: most programs send it once more as a file, whose name then counts. */
  #invitation: { readonly header: AttachmentHeader; readonly bytes: Buffer } | undefined;
  /** The outermost multipart/signed that is being read. */
  #signed: SignedCopy | undefined;

  constructor(staging: Staging) {
    this.#staging = staging;
  }

  async take(piece: Piece): Promise<void> {
    const { kind, part, bytes } = piece;
    if (kind !== 'content') await this.#endLeaf();
    if (this.#signed && !part.within(this.#signed.part)) await this.#endSigned();
    if (this.#signed) await this.#signed.write(bytes);
    if (kind === 'head') await this.#begin(part);
    else if (kind === 'content') await this.#leaf?.write(bytes);
    else if (kind === 'outside') this.#unparted.get(part)?.push(this.#counted(bytes));
  }

  async finish(): Promise<{ text?: string; html?: string }> {
    await this.#endLeaf();
    await this.#endSigned();
    await this.#addInvitation();
    for (const [part, chunks] of this.#unparted)
      this.#body.add('text', readable(Buffer.concat(chunks), part), part);
    return this.#body.whole();
  }

  /** Resolves when nothing is being staged any more. */
  async abandon(error: Error): Promise<void> {
    await Promise.all([this.#leaf?.abandon(error), this.#signed?.abandon(error)]);
  }

  async #begin(part: Part): Promise<void> {
    if (part.parent) this.#unparted.delete(part.parent);
    if (part.multipart === 'signed' && !this.#signed) {
      this.#signed = new SignedCopy(this.#staging, part);
      await this.#signed.begin();
    }
    if (part.multipart === undefined) this.#leaf = this.#leafOf(part);
    else this.#unparted.set(part, []);
  }

  async #endLeaf(): Promise<void> {
    await this.#leaf?.end();
    this.#leaf = undefined;
  }

  async #endSigned(): Promise<void> {
    await this.#signed?.end();
    this.#signed = undefined;
  }

  #leafOf(part: Part): Leaf {
    if (isReadable(part)) return this.#textOf(part);
    this.#count += 1;
    const number = this.#count;
    const leaf = handedTo((content) =>
      isTnef(part) ? this.#unpack(part, content) : this.#attach(part, number, content),
    );
    const decoder = transferDecoder(part.encoding);
    return {
      write: (bytes) => leaf.write(decoder.write(Buffer.from(bytes))),
      async end() {
        await leaf.write(decoder.end());
        await leaf.end();
      },
      abandon: (error) => leaf.abandon(error),
    };
  }

  #textOf(part: Part): Leaf {
    const decoder = transferDecoder(part.encoding);
    const chunks: Buffer[] = [];
    return {
      write: (bytes) => void chunks.push(this.#counted(decoder.write(Buffer.from(bytes)))),
      end: () => {
        chunks.push(this.#counted(decoder.end()));
        const form = part.type === 'text/html' ? 'html' : 'text';
        this.#body.add(form, readable(Buffer.concat(chunks), part), alternativeOf(part));
      },
      abandon: () => undefined,
    };
  }

  /** The texts of a mail are held in memory, and a page shows them. Refuses too_large. */
  #counted(bytes: Buffer): Buffer {
    this.#textBytes += bytes.length;
    if (this.#textBytes <= limits.bodyBytes) return bytes;
    throw new Refusal(
      'too_large',
      `The text is larger than ${Math.floor(limits.bodyBytes / 1024 / 1024)} MiB. Send it as an attachment.`,
    );
  }

  async #attach(part: Part, number: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { begin, whole } = await peekUpTo(content, part.filename ? 16 : nestedHeaderBytes);
    const type = pictureType(part.type, begin);
    const filename = partName(part, type, number, begin);
    const contentId = part.contentId ? { contentId: part.contentId } : {};
    const header = { filename, contentType: type, ...contentId };
    const waits = type === 'text/calendar' && part.parent?.multipart === 'alternative' && !this.#invitation;
    if (!waits) return this.#staging.addAttachment(header, whole);
    const { head, rest } = await gatherUpTo(whole, mostInvitation);
    if (rest) await this.#staging.addAttachment(header, rest);
    else this.#invitation = { header, bytes: head };
  }

  async #addInvitation(): Promise<void> {
    if (!this.#invitation) return;
    const { header, bytes } = this.#invitation;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (this.#staging.attachments.some((each) => each.sha256 === sha256)) return;
    await this.#staging.addAttachment(header, Readable.from([bytes]));
  }

  async #unpack(part: Part, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { head, rest } = await gatherUpTo(content, mostTnef);
    const unpacked = rest ? undefined : readTnef(head);
    // What could not be unpacked whole goes along as it came.
    if (!unpacked?.complete) {
      await this.#staging.addAttachment(
        { filename: part.filename || 'winmail.dat', contentType: 'application/ms-tnef' },
        rest ?? Readable.from([head]),
      );
    }
    if (!unpacked) return;
    this.#body.addRich(unpacked);
    for (const { bytes, ...header } of unpacked.attachments) {
      await this.#staging.addAttachment(header, Readable.from([bytes]));
    }
  }
}

const isTnef = ({ type, filename }: Part): boolean =>
  /^application\/(vnd\.)?ms-tnef$/.test(type) || /^winmail\.dat$/i.test(filename);

/** Texts that are shown. One with a file name is a file, save where it can only be what the mail says. */
function isReadable({ type, disposition, filename, parent }: Part): boolean {
  if (!/^text\/(plain|html)$/.test(type) || disposition === 'attachment') return false;
  return !filename || parent === undefined || parent.multipart === 'alternative';
}

function readable(bytes: Buffer, { type, charset, flowed, delSp }: Part): string {
  const decoded = type === 'text/html' ? decodeHtml(bytes, charset) : decodeText(bytes, charset);
  const text = decoded.replaceAll('\0', '').replace(/\r\n?/g, '\n');
  return flowed && type === 'text/plain' ? unflow(text, delSp) : text;
}

function alternativeOf(part: Part): Part | undefined {
  let found: Part | undefined;
  for (let each: Part | undefined = part; each; each = each.parent)
    if (each.multipart === 'alternative') found = each;
  return found;
}
