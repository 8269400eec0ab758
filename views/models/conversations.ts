import type { RefusalCode } from '../../src/message/refusals.ts';
import type { SenderOption } from './compose.ts';
import type { DeskPage } from './desk.ts';

// Times are ISO 8601 UTC; addresses of recipients are '' where they were erased.

/** An answer in a list, at `GET {href}`. */
export interface AnswerRow {
  readonly href: string;
  readonly email: string;
  readonly name: string | null;
  /** Of the message that it answers; null: not shown, or gone. */
  readonly subject: string | null;
  readonly sentAt: string;
  /** Null: nobody has read it yet. */
  readonly readAt: string | null;
  /** When it was handed over to a mailbox of the sender's. */
  readonly mailedAt: string | null;
  readonly files: number;
}

/** First those that nobody has read. `before`, `next`: addresses of the pages around it, or null. */
export interface AnswersPage extends DeskPage {
  readonly rows: readonly AnswerRow[];
  readonly before: string | null;
  readonly next: string | null;
}

/** A file of an answer or a message, at `GET {href}`; null: it is only named. */
export interface TurnFile {
  readonly href: string | null;
  readonly filename: string;
  readonly size: number;
}

export interface ReplyPage extends DeskPage {
  /** Of the message. */
  readonly id: string;
  readonly subject: string | null;
  readonly email: string;
  readonly name: string | null;
  readonly sentAt: string;
  readonly readAt: string;
  readonly own: boolean;
  readonly text: string;
  readonly files: readonly TurnFile[];
  /** Null: they cannot answer it. */
  readonly answer: AnswerForm | null;
}

/** Form: multipart `POST {action}` with `key`, `from`, `text` and at last any number of `files`. */
export interface AnswerForm {
  readonly action: string;
  readonly key: string;
  readonly senders: readonly SenderOption[];
  readonly from: string;
  readonly text: string;
  /** There is a number to which the code goes; else the message is held until there is one. */
  readonly hasPhone: boolean;
  readonly error: RefusalCode | null;
  readonly filesLost: boolean;
}

/** Oldest first. */
export interface ConversationPage extends DeskPage {
  /** Of the message from which it was asked for. */
  readonly id: string;
  readonly subject: string | null;
  readonly turns: readonly TurnView[];
}

export interface TurnView {
  readonly kind: 'message' | 'reply';
  /** The message or the answer by itself. */
  readonly href: string;
  readonly from: string;
  readonly name: string | null;
  readonly at: string;
  /** `unread`: to show it would be reading it. `gone`: erased. */
  readonly state: 'shown' | 'unread' | 'gone';
  /** Its HTML is shown by its own page. */
  readonly hasHtml: boolean;
  readonly text: string | null;
  readonly files: readonly TurnFile[];
}

/**
 * On the page of a message. Forms: `POST /desk/messages/{id}/keepers` with `person`; `POST
 * /desk/messages/{id}/keepers/{person}/removals`.
 */
export interface CaseView {
  readonly id: string;
  readonly answers: readonly AnswerRow[];
  /** It answers one, or was answered. */
  readonly hasConversation: boolean;
  readonly keepers: readonly { readonly id: string; readonly name: string; readonly isSelf: boolean }[];
  /** To whom it could be given. */
  readonly colleagues: readonly { readonly id: string; readonly name: string; readonly email: string }[];
}

/** Pages of conversations, by their names. */
export interface ConversationsPages {
  'desk-answers': AnswersPage;
  'desk-reply': ReplyPage;
  'desk-conversation': ConversationPage;
}
