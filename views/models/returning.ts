import type { RefusalCode } from '../../src/message/refusals.ts';
import type { PasskeyView } from './passkeys.ts';

export const passkeysDone = ['added', 'renamed', 'removed'] as const;

export interface OwnPasskeysError {
  readonly code: RefusalCode;
  /** Which of them was to be changed, by its id; null: one was to be added. */
  readonly passkey: string | null;
}

/**
 * Passkeys of a recipient's address and number, with an open session. Forms: `POST {base}/passkeys` with `credential` and `name`,
 * `POST {base}/passkeys/{id}/renamings` with `name`, `POST {base}/passkeys/{id}/removals` without fields.
 */
export interface OwnPasskeysPage {
  readonly base: string;
  /** The session proved the number; otherwise nothing can be added here. */
  readonly proven: boolean;
  /** One more cannot be added. */
  readonly full: boolean;
  readonly passkeys: readonly PasskeyView[];
  /** What stood in the field of the form that came back. */
  readonly typed: string;
  readonly error: OwnPasskeysError | null;
  readonly done: (typeof passkeysDone)[number] | null;
}

export interface MyMessage {
  /** Of the delivery. */
  readonly id: string;
  readonly unit: string;
  readonly reference: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly opened: boolean;
  /** Null: it can be opened. */
  readonly ending: 'expired' | 'recalled' | 'locked' | 'refused' | 'reading_ended' | null;
}

/** Of opening one. */
export type MyError = 'gone' | 'not_found';

/** Forms: `POST /my/openings` with `delivery`, `POST /my/sign-out`. */
export interface MyMessagesPage {
  /** Newest first. */
  readonly messages: readonly MyMessage[];
  /** There may be older ones, which are not shown. */
  readonly more: boolean;
  readonly error: MyError | null;
}

export type MySignInError = 'passkey_invalid' | 'changed_meanwhile' | 'unauthenticated';

/** Form: `POST /my/sign-ins` with `credential`. */
export interface MySignInPage {
  readonly error: MySignInError | null;
}

/** Pages of returning, by their names. */
export interface ReturningPages {
  readonly 'own-passkeys': OwnPasskeysPage;
  readonly 'my-messages': MyMessagesPage;
  readonly 'my-sign-in': MySignInPage;
}
