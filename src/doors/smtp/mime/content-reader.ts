import { PassThrough, Readable } from 'node:stream';
import { type MessageChunk, MimeNode, type SplitterChunk } from '@zone-eu/mailsplit';
import libmime from 'libmime';
import { gatherUpTo, peek } from '../../../delivery/gather.ts';
import { limits } from '../../../delivery/limits.ts';
import type { Staging } from '../../../delivery/stage-message.ts';
import { BodyText } from './body-text.ts';
import { decodeText } from './charset.ts';
import { gatheredLeaf, type Leaf, pumped, streamedLeaf } from './leaf.ts';
import { partName } from './part-name.ts';
import { readTnef } from './tnef.ts';

/** A winmail.dat is unpacked in memory; a larger one is kept as it is. */
const mostTnef = 32 * 1024 * 1024;

/**
 * Turns the parts of a mail into what the recipient is shown: texts, and attachments that go sealed into the staging
 * while the mail still arrives. Nothing of the mail is dropped: what is no text is an attachment.
 */
export class ContentReader {
  readonly #staging: Staging;
  readonly #body = new BodyText();
  #leaf: Leaf | undefined;
  #count = 0;
  /** The outermost multipart/signed and its bytes as they came, without which its signature proves nothing. */
  #signed: { readonly node: MimeNode; readonly copy: Leaf } | undefined;

  constructor(staging: Staging) {
    this.#staging = staging;
  }

  async take(chunk: SplitterChunk): Promise<void> {
    if (chunk.type === 'node') {
      await this.#endLeaf();
      if (this.#signed && !within(chunk, this.#signed.node)) await this.#endSigned();
      if (chunk.multipart === 'signed' && !this.#signed) await this.#keepSigned(chunk);
      else await this.#signed?.copy.write(chunk.getHeaders());
      if (!chunk.multipart) this.#leaf = this.#leafOf(chunk);
      return;
    }
    if (!chunk.value) return;
    await this.#copySigned(chunk);
    if (chunk.type === 'body') await this.#leaf?.write(chunk.value);
    else await this.#endLeaf();
  }

  async finish(): Promise<{ text?: string; html?: string }> {
    await this.#endLeaf();
    await this.#endSigned();
    return this.#body.whole();
  }

  abandon(error: Error): void {
    this.#leaf?.abandon(error);
    this.#signed?.copy.abandon(error);
  }

  async #endLeaf(): Promise<void> {
    const leaf = this.#leaf;
    this.#leaf = undefined;
    await leaf?.end();
  }

  #leafOf(node: MimeNode): Leaf {
    const type = node.contentType || 'text/plain';
    const readable =
      (type === 'text/plain' || type === 'text/html') && node.disposition !== 'attachment' && !node.filename;
    if (readable) {
      return gatheredLeaf(node, limits.bodyBytes, (bytes) => {
        const text = decodeText(bytes, node.charset || '');
        const flowed = type === 'text/plain' && node.flowed;
        this.#body.add(
          type === 'text/html' ? 'html' : 'text',
          flowed ? libmime.decodeFlowed(text, node.delSp) : text,
          alternativeOf(node),
        );
      });
    }
    this.#count += 1;
    const number = this.#count;
    const tnef =
      type === 'application/ms-tnef' ||
      type === 'application/vnd.ms-tnef' ||
      /^winmail\.dat$/i.test(node.filename || '');
    return streamedLeaf(node, (content) =>
      tnef ? this.#unpack(node, content) : this.#attach(node, number, content),
    );
  }

  async #attach(node: MimeNode, number: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { first, whole } = await peek(content);
    const contentId = node.headers ? node.headers.getFirst('Content-ID') : '';
    await this.#staging.addAttachment(
      {
        filename: partName(node, number, first),
        contentType: node.contentType || 'application/octet-stream',
        ...(contentId ? { contentId } : {}),
      },
      whole,
    );
  }

  async #unpack(node: MimeNode, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { head, rest } = await gatherUpTo(content, mostTnef);
    const unpacked = rest ? undefined : readTnef(head);
    // What could not be unpacked whole goes along as it came.
    if (!unpacked?.complete) {
      await this.#staging.addAttachment(
        { filename: node.filename || 'winmail.dat', contentType: 'application/ms-tnef' },
        rest ?? Readable.from([head]),
      );
    }
    if (!unpacked) return;
    if (unpacked.html) this.#body.add('html', unpacked.html, node);
    if (unpacked.text) this.#body.add('text', unpacked.text, node);
    for (const { bytes, ...header } of unpacked.attachments) {
      await this.#staging.addAttachment(header, Readable.from([bytes]));
    }
  }

  async #keepSigned(node: MimeNode): Promise<void> {
    const copy = pumped(new PassThrough(), (content) =>
      this.#staging.addAttachment({ filename: 'signed-message.eml', contentType: 'message/rfc822' }, content),
    );
    this.#signed = { node, copy };
    await copy.write(signedHead(node));
  }

  async #copySigned({ node, value }: MessageChunk): Promise<void> {
    if (!this.#signed || !value) return;
    if (within(node, this.#signed.node)) await this.#signed.copy.write(value);
    else await this.#endSigned();
  }

  async #endSigned(): Promise<void> {
    const signed = this.#signed;
    this.#signed = undefined;
    await signed?.copy.end();
  }
}

/** What a program needs that verifies the signature, and what a person needs to know the mail by; never Bcc. */
function signedHead(node: MimeNode): Buffer {
  const kept = /^(from|to|cc|date|subject|message-id|mime-version|content-.*)$/;
  const lines = node.headers ? node.headers.getList().filter(({ key }) => kept.test(key)) : [];
  return Buffer.from(`${lines.map(({ line }) => line).join('\r\n')}\r\n\r\n`, 'latin1');
}

function within(node: MimeNode, ancestor: MimeNode): boolean {
  for (let each: MimeNode | false = node; each; each = each.parentNode) if (each === ancestor) return true;
  return false;
}

function alternativeOf(node: MimeNode): MimeNode | undefined {
  let found: MimeNode | undefined;
  for (let each: MimeNode | false = node; each; each = each.parentNode)
    if (each.multipart === 'alternative') found = each;
  return found;
}
