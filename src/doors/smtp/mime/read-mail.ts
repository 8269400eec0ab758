import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Staging } from '../../../delivery/stage-message.ts';
import { Refusal } from '../../../message/refusals.ts';
import { ContentReader } from './content-reader.ts';
import { Head } from './head.ts';
import type { Part } from './part.ts';
import { RawCopy } from './raw-copy.ts';
import { type Piece, Splitter } from './splitter.ts';

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
 * has grown too large. Refuses: malformed (no mail, a head or a number of parts beyond reason), too_large,
 * too_many_attachments, and whatever `decide` refuses. Throws `MailCutOff`. Once it rejects, nothing is being staged any
 * more; the source is left as it is, for its owner to let the rest pass.
 */
export async function readMail(
  source: Readable,
  decide: (head: Head) => Promise<Plan>,
  check: () => void = () => undefined,
): Promise<ReadMail> {
  const digest = createHash('sha256');
  let head: Head | undefined;
  let content: ContentReader | undefined;
  let copy: RawCopy | undefined;
  try {
    for await (const { kind, part, bytes } of piecesOf(source)) {
      if (!head) {
        head = new Head(part);
        for (const { key, line } of writtenBySender(part)) digest.update(`${key}\n${line}\n`);
        const { sealInto, copyInto } = await decide(head);
        content = sealInto && new ContentReader(sealInto);
        copy = copyInto && new RawCopy(copyInto.staging, part, copyInto.trace);
      } else {
        digest.update(bytes);
        await copy?.write(bytes);
      }
      await content?.take({ kind, part, bytes });
      check();
    }
    if (!head) throw new Refusal('malformed', 'The mail is empty.');
    await copy?.end();
    const texts = (await content?.finish()) ?? {};
    return { head, ...texts, digest: digest.digest('hex') };
  } catch (error) {
    await Promise.all([content?.abandon(error as Error), copy?.abandon(error as Error)]);
    throw error;
  }
}

async function* piecesOf(source: Readable): AsyncGenerator<Piece> {
  const splitter = new Splitter();
  const segments = source.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const { done, value } = await segments.next().catch((cause: unknown) => {
        throw new MailCutOff('The mail broke off', { cause });
      });
      if (done) break;
      yield* splitter.write(value as Buffer);
    }
  } finally {
    await segments.return?.();
  }
  if (!source.readableEnded) throw new MailCutOff('The mail broke off');
  yield* splitter.end();
}

/** The fields that make a mail the same when its sender sends it again, by whatever way. */
function writtenBySender(root: Part): { key: string; line: string }[] {
  const wanted = /^(from|sender|reply-to|to|cc|subject|date|in-reply-to|references|content-type|x-segl-.*)$/;
  return root.headers.getList().filter(({ key }) => wanted.test(key));
}
