import type { IfMissed, Moment, Strength } from '../../src/message/acknowledgements.ts';
import type { Language } from '../../src/message/languages.ts';
import type { SentCode } from './recipient.ts';

/** What a recipient is asked to sign, as a part of the message's page or on a page of its own. `base`: `/m/<token>`. */
export interface SigningPart {
  readonly base: string;
  readonly unit: string;
  /** The exact words; `language`: of the words, `und` where the sender said none. */
  readonly statement: { readonly text: string; readonly language: Language | 'und' };
  /** Names the words in the forms. */
  readonly words: string;
  readonly moment: Moment;
  readonly dueAt: string | null;
  readonly ifMissed: IfMissed;
  /** What the sender or the organisation asks for at least. */
  readonly atLeast: Strength;
  /** How this recipient can sign, the strongest first. */
  readonly ways: readonly Strength[];
  /** A passkey could be added and then used. */
  readonly canAddPasskey: boolean;
  /** What people call the eID. */
  readonly eid: string;
  readonly maskedPhone: string | null;
  readonly smsPossible: boolean;
  readonly callPossible: boolean;
  readonly callFirst: boolean;
  /** The newest code that signs these words in this session, and is still valid. */
  readonly code: SentCode | null;
  readonly answer: SigningAnswer | null;
}

export interface SigningAnswer {
  readonly kind: 'signed' | 'declined';
  readonly at: string;
  /** Null: declined. */
  readonly method: Strength | null;
}

/** Forms: `POST {base}/codes` with `for=acknowledgement`; `POST {base}/acknowledgements` with `code` or `method`. */
export interface SigningPage extends SigningPart {
  readonly sentAt: string;
  readonly reference: string;
  readonly expiresAt: string;
  readonly error: SigningError | null;
}

export type SigningError =
  | { readonly kind: 'wrong_code'; readonly triesLeft: number }
  | { readonly kind: 'no_live_code' | 'code_format' | 'landline' }
  /** `minutes` until another code may be sent, at least 1. */
  | { readonly kind: 'budget'; readonly minutes: number }
  | { readonly kind: 'stronger_needed' | 'changed_meanwhile' | 'no_phone' | 'passkey_invalid' };

/** Form: `POST {base}/declines` with `reason`. */
export interface DecliningPage {
  readonly base: string;
  readonly unit: string;
  readonly statement: SigningPart['statement'];
  readonly moment: Moment;
  /** As it was typed. */
  readonly typed: string;
  /** Characters at most. */
  readonly longest: number;
  readonly tooLong: boolean;
}

/** Where the message has ended. Forms: `POST {base}/codes` with `for=receipt`; `POST {base}/receipt` with `code`. */
export interface ReceiptCodePage {
  readonly base: string;
  readonly unit: string;
  readonly reference: string;
  readonly maskedPhone: string | null;
  readonly smsPossible: boolean;
  readonly callPossible: boolean;
  readonly callFirst: boolean;
  readonly code: SentCode | null;
  readonly error:
    | { readonly kind: 'wrong_code'; readonly triesLeft: number }
    | { readonly kind: 'no_live_code' | 'code_format' | 'landline' }
    | { readonly kind: 'budget'; readonly minutes: number }
    | null;
}

/** Pages of acknowledgements, by their names. */
export interface AcknowledgementsPages {
  signing: SigningPage;
  declining: DecliningPage;
  'receipt-code': ReceiptCodePage;
}
