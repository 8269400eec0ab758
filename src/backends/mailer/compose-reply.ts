import type { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { mailbox } from './mailbox.ts';

export interface ReplyDraft {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string | undefined;
  readonly subject: string;
  readonly text: string;
  /** With the two after it without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo?: string | undefined;
  readonly references: readonly string[];
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Readable;
  }[];
  readonly headers: Readonly<Record<string, string>>;
}

/** A complete mail with files, made while it is read. Throws a RangeError for an address that cannot be written. */
export function composeReply(draft: ReplyDraft): Readable {
  const { from, attachments } = draft;
  const composer = new MailComposer({
    from: { name: oneLine(from.name), address: mailbox(from.address) },
    to: mailbox(draft.to),
    ...(draft.replyTo ? { replyTo: mailbox(draft.replyTo) } : {}),
    subject: oneLine(draft.subject),
    text: draft.text,
    messageId: `<${draft.messageId}>`,
    ...(draft.inReplyTo ? { inReplyTo: `<${draft.inReplyTo}>` } : {}),
    references: draft.references.map((id) => `<${id}>`),
    date: new Date(),
    headers: { ...draft.headers, 'Auto-Submitted': 'auto-generated' },
    attachments: attachments.map((each) => ({ ...each, contentDisposition: 'attachment' })),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().createReadStream();
}

/** What other people wrote may not begin a header of its own. */
const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();
