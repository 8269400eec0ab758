import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { associatedData, newDataKey, sealBytes, sealStream } from '../envelope/index.ts';
import type { Attachment, Content } from '../message/content.ts';
import { Refusal } from '../message/refusals.ts';
import type { Context } from './context.ts';
import { digestOf } from './digest.ts';
import { gatherUpTo } from './gather.ts';
import { limits } from './limits.ts';

/** A sealed part on its way into `parts`. Exactly one of `sealed` and `blob` is set. */
export interface SealedPart {
  readonly part: number;
  readonly size: number;
  readonly sha256: string;
  readonly sealed: Buffer | null;
  readonly blob: string | null;
}

/** The number of the part that holds a mail as it came. */
export const rawPart = 2 ** 31 - 1;

export interface AttachmentHeader {
  readonly filename: string;
  readonly contentType: string;
  readonly contentId?: string;
}

/**
 * Seals a message's parts as they arrive, before anything is accepted: an upload streams through here into blobs, and
 * no clear byte touches a disk. `acceptMessage` takes the finished staging over; `discard` undoes it. What a crash
 * leaves behind is listed in `staged_blobs` and swept later.
 */
export class Staging {
  readonly message = uuidv7();
  readonly dataKey = newDataKey();
  readonly parts: SealedPart[] = [];
  readonly attachments: Attachment[] = [];
  readonly #ctx: Context;
  #attached = 0;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  async addAttachment(header: AttachmentHeader, source: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.#attached >= limits.attachments) {
      throw new Refusal(
        'too_many_attachments',
        `A message takes at most ${limits.attachments} attachments. Put the files into one archive.`,
        { limit: limits.attachments },
      );
    }
    // Taken before the content is: two may be on their way at once.
    this.#attached += 1;
    const part = this.#attached;
    const sealed = await this.#seal(part, source);
    this.parts.push(sealed);
    this.attachments.push({
      id: randomUUID(),
      part,
      filename: safeFilename(header.filename),
      contentType: safeContentType(header.contentType),
      size: sealed.size,
      sha256: sealed.sha256,
      ...(header.contentId ? { contentId: header.contentId.replace(/^<|>$/g, '') } : {}),
    });
  }

  /** Seals a mail as it came, for those of its recipients to whom it is passed on unsealed. */
  async addRaw(source: AsyncIterable<Uint8Array>): Promise<void> {
    this.parts.push(await this.#seal(rawPart, source));
  }

  /** Seals what the message says, with the list of its attachments, as part 0. */
  async finish(text: Omit<Content, 'attachments'>): Promise<void> {
    // The salt keeps the body's digest, which evidence commits to, from being guessed for a short text.
    const body = { ...text, attachments: this.attachments, salt: randomBytes(16).toString('base64url') };
    const bytes = Buffer.from(JSON.stringify(body));
    this.parts.push(await this.#seal(0, [bytes]));
  }

  /** Takes back what was stored. Never throws: what it cannot delete now, the sweep deletes later. */
  async discard(): Promise<void> {
    for (const { blob } of this.parts) if (blob) await discardBlob(this.#ctx, blob);
  }

  async #seal(part: number, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<SealedPart> {
    const data = associatedData(this.message, part);
    const { head, rest } = await gatherUpTo(source, limits.inlineBytes);
    if (rest === undefined) {
      const sealed = sealBytes(this.dataKey, data, head);
      return { part, size: head.length, sha256: digestOf(head), sealed, blob: null };
    }
    const blob = `messages/${this.message}/${part}`;
    await this.#ctx.db.query('insert into staged_blobs (key) values ($1)', [blob]);
    const stream = sealStream(this.dataKey, data, rest);
    try {
      await this.#ctx.blobs.put(blob, stream.sealed);
    } catch (error) {
      await discardBlob(this.#ctx, blob);
      throw error;
    }
    return { part, ...stream.result(), sealed: null, blob };
  }
}

async function discardBlob(ctx: Context, key: string): Promise<void> {
  try {
    await ctx.blobs.delete(key);
    await ctx.db.query('delete from staged_blobs where key = $1', [key]);
  } catch {
    // The row in staged_blobs stays, and the sweep finds it.
  }
}

const unsafe = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069"<>:|?*]/gu;

/** A name that names one file on every system: no folders, no control characters, no reserved or empty name. */
export function safeFilename(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const shortened = [...last.replace(unsafe, '_').trim()].slice(0, limits.filenameLength).join('');
  return /^\.*$/.test(shortened) ? 'attachment' : shortened;
}

/** `type/subtype` in lower case, or the type of bytes of which nothing is known. */
export function safeContentType(type: string): string {
  const bare = type.split(';')[0]!.trim().toLowerCase();
  return /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(bare) ? bare : 'application/octet-stream';
}
