import type { Language } from './languages.ts';

/** What a message says, in clear. Lives in memory only; at rest it is the sealed part 0 of its message. */
export interface Content {
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly Attachment[];
  /** The exact words that the recipient is asked to sign, by the language they are in; `und`: the sender said none (BCP 47). */
  readonly statements?: Statements;
}

export type Statements = Readonly<Partial<Record<Language | 'und', string>>>;

/** An entry of the sealed manifest. `part` is the number of the sealed part that holds the bytes. */
export interface Attachment {
  /** Random id used in links. */
  readonly id: string;
  readonly part: number;
  readonly filename: string;
  readonly contentType: string;
  /** Plaintext size in bytes. */
  readonly size: number;
  /** SHA-256 of the plaintext, lower-case hex. */
  readonly sha256: string;
  /** Content-ID without angle brackets, where the HTML shows this attachment as `cid:`. */
  readonly contentId?: string;
}
