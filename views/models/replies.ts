/** `base` is `/m/<token>`. No page here says anything of what the message holds. */
interface OfLink {
  readonly base: string;
  readonly unit: string;
  readonly reference: string;
  /** When the message was sent. */
  readonly sentAt: string;
}

/**
 * Form: `POST {base}/replies`, multipart, with `form`, `text`, `files`, and a button `do=send|save|discard` or `remove=<file>`. With
 * scripts files go ahead in pieces (reply.js).
 */
export interface ReplyPage extends OfLink {
  readonly expiresAt: string;
  /** Earlier answers, the newest first. */
  readonly sent: readonly SentReply[];
  /** Names the form, so that it is not sent twice. */
  readonly form: string;
  readonly text: string;
  readonly files: readonly KeptFile[];
  /** Something of it is kept, and can be thrown away. */
  readonly isKept: boolean;
  /** Files that came with the form are to be chosen again. */
  readonly filesLost: boolean;
  /** `piece`: bytes that are sent at once. */
  readonly limits: { readonly bytes: number; readonly files: number; readonly piece: number };
  readonly done: 'sent' | 'saved' | 'discarded' | null;
  readonly error: ReplyError | null;
}

export interface SentReply {
  readonly href: string;
  readonly sentAt: string;
  /** When the sender of the message first read it; null: not yet. */
  readonly readAt: string | null;
  /** When it was handed to the sender's own mailbox. */
  readonly mailedAt: string | null;
  readonly files: number;
}

export interface KeptFile {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly received: number;
  readonly whole: boolean;
  /** Milliseconds since 1970; null: not known. */
  readonly modified: number | null;
}

export type ReplyError =
  /** `changed`: in another window; `full`: all answers together; `too_long`: the text. */
  | {
      readonly kind: 'empty' | 'too_large' | 'too_long' | 'too_many' | 'full' | 'changed' | 'unfinished';
    }
  | { readonly kind: 'budget'; readonly minutes: number };

export interface OwnReplyPage extends OfLink {
  readonly repliedAt: string;
  readonly readAt: string | null;
  readonly mailedAt: string | null;
  readonly text: string;
  readonly attachments: readonly {
    readonly href: string;
    readonly filename: string;
    readonly size: number;
  }[];
}

/** The session ended before the answer was sent: its words, to be copied. */
export interface ReplySignedOutPage {
  readonly base: string;
  readonly text: string;
}

export interface RepliesPages {
  reply: ReplyPage;
  'own-reply': OwnReplyPage;
  'reply-signed-out': ReplySignedOutPage;
}
