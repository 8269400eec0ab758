import type { MisdeliveryReason, PassedOn } from '../../src/message/misdeliveries.ts';
import type { LandingWays, SentCode } from './recipient.ts';

/** `base` is `/m/<token>`. No page here says anything of what the message holds. */
interface OfLink {
  readonly base: string;
  readonly unit: string;
  readonly reference: string;
}

/** Form: `POST {base}/misdeliveries` with `reason`. */
export interface MisdeliveryPage extends OfLink {
  readonly sentAt: string;
  /** Nothing was chosen. */
  readonly error: boolean;
}

export interface MisdeliveryThanksPage extends OfLink {
  /** What was said; null where that is not known. */
  readonly reason: MisdeliveryReason | null;
  /** The link still leads to the message, for whoever has the phone. */
  readonly stands: boolean;
}

/**
 * At the link of a recalled message that was opened before. Forms: `POST {base}/codes` with `via` and `for=deletion`;
 * `POST {base}/deletions` with `code` and `passedOn`.
 */
export interface DeletionPage extends OfLink {
  readonly state: 'asked' | 'exhausted' | 'confirmed';
  /** When it was recalled; null where that is not known. */
  readonly at: string | null;
  /** Only the last digits in clear; null where there is no phone number. */
  readonly maskedPhone: string | null;
  readonly smsPossible: boolean;
  readonly callPossible: boolean;
  readonly callFirst: boolean;
  /** Whose phones a code can go to, where the address is a shared mailbox. */
  readonly members: LandingWays['members'];
  /** The newest code that is still valid. */
  readonly code: SentCode | null;
  /** As it was typed, where only the answer was missing; else empty. */
  readonly typed: string;
  readonly passedOn: PassedOn | null;
  readonly error: DeletionError | null;
  /** Where whoever had signed for it gets their receipt; null: nobody had. */
  readonly receipt: string | null;
}

export type DeletionError =
  | { readonly kind: 'wrong_code'; readonly triesLeft: number }
  | { readonly kind: 'no_live_code' | 'code_format' | 'landline' | 'passed_on' }
  /** `minutes` until another code may be sent, at least 1. */
  | { readonly kind: 'budget'; readonly minutes: number };

export interface MisdeliveriesPages {
  misdelivery: MisdeliveryPage;
  'misdelivery-thanks': MisdeliveryThanksPage;
  deletion: DeletionPage;
}
