import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type MimeNode, Splitter, type SplitterChunk } from '@zone-eu/mailsplit';
import { limits } from '../../../delivery/limits.ts';
import type { Staging } from '../../../delivery/stage-message.ts';
import { Refusal } from '../../../message/refusals.ts';
import { ContentReader } from './content-reader.ts';
import { Head } from './head.ts';
import { RawCopy } from './raw-copy.ts';

const mostHeaderBytes = 256 * 1024;
const mostParts = 1000;

/** What is to become of a mail, decided from its head. */
export interface Plan {
  /** Where its content goes, taken apart; absent: nobody gets it sealed. */
  readonly sealInto?: Staging | undefined;
  /** Where it goes as it came, with this line before it; absent: it is passed on to nobody. */
  readonly copyInto?: { readonly staging: Staging; readonly trace: string } | undefined;
}

export interface ReadMail {
  readonly head: Head;
  readonly text?: string;
  readonly html?: string;
  /** SHA-256, hex, over what the sender wrote, without the traces of its way here. */
  readonly digest: string;
}

/** The mail broke off before its end: nothing of it counts. */
export class MailCutOff extends Error {
  override readonly name = 'MailCutOff';
}

/**
 * Reads a mail (RFC 5322, MIME RFC 2045) while it arrives, and stages its parts. Memory does not depend on its size.
 * `decide` is called once, with the head, before anything is staged; `check` again and again, to throw for a mail that
 * has grown too large. Refuses: malformed (no mail, a head or a number of
 * parts beyond reason), too_large, too_many_attachments, and whatever `decide` refuses. Throws `MailCutOff`.
 */
export async function readMail(
  source: Readable,
  decide: (head: Head) => Promise<Plan>,
  check: () => void = () => undefined,
): Promise<ReadMail> {
  const splitter = new Splitter({
    ignoreEmbedded: true,
    maxHeadSize: mostHeaderBytes,
    maxChildNodes: mostParts,
  });
  const cut = () => {
    if (!source.readableEnded) splitter.destroy(new MailCutOff());
  };
  source.once('error', cut).once('close', cut);
  source.pipe(splitter);
  const digest = createHash('sha256');
  let head: Head | undefined;
  let content: ContentReader | undefined;
  let copy: RawCopy | undefined;
  try {
    for await (const chunk of splitter as AsyncIterable<SplitterChunk>) {
      if (!head) {
        const root = chunk as MimeNode;
        head = new Head(root);
        for (const { key, line } of writtenBySender(root)) digest.update(`${key}\n${line}\n`);
        const { sealInto, copyInto } = await decide(head);
        content = sealInto && new ContentReader(sealInto);
        copy = copyInto && new RawCopy(copyInto.staging, root, copyInto.trace);
      } else {
        const bytes = bytesOf(chunk);
        digest.update(bytes);
        await copy?.write(bytes);
      }
      await content?.take(chunk);
      check();
    }
    if (!head) throw new Refusal('malformed', 'The mail is empty.');
    await copy?.end();
    const texts = (await content?.finish()) ?? {};
    return { head, ...texts, digest: digest.digest('hex') };
  } catch (error) {
    content?.abandon(error as Error);
    copy?.abandon(error as Error);
    throw (error as { code?: unknown }).code === 'EMAXLEN' ? beyondReason() : error;
  } finally {
    source.off('error', cut).off('close', cut).unpipe(splitter);
  }
}

const beyondReason = () =>
  new Refusal(
    'malformed',
    `The mail has a header of more than ${mostHeaderBytes / 1024} KiB or more than ${mostParts} parts. Send large content as up to ${limits.attachments} attachments.`,
  );

const bytesOf = (chunk: SplitterChunk): Uint8Array =>
  chunk.type === 'node' ? chunk.getHeaders() : (chunk.value ?? Buffer.alloc(0));

/** The fields that make a mail the same when its sender sends it again, by whatever way. */
function writtenBySender(root: MimeNode): { key: string; line: string }[] {
  const wanted = /^(from|sender|reply-to|to|cc|subject|date|in-reply-to|references|content-type|x-segl-.*)$/;
  return (root.headers ? root.headers.getList() : []).filter(({ key }) => wanted.test(key));
}
