import type { EidProblem } from '../../src/message/eid-problems.ts';

/** Pages under `/m/<token>`. `base` is that path, without a slash at its end. */

import type { SigningPart } from './acknowledgements.ts';

export type NoFacts = Readonly<Record<string, never>>;

/** The sender's unit under its outward name; the organisation itself is the same on every page. */
interface FromUnit {
  readonly unit: string;
}

/**
 * Before a code was given. Forms: `POST {base}/codes` with `via=sms|call`; `POST {base}/openings` with `code`.
 * No GET of this page may send or open anything.
 */
export interface LandingPage extends FromUnit {
  readonly base: string;
  readonly sentAt: string;
  readonly expiresAt: string;
  /** In letters, as the notice shows it: `KTRWH-MXCPB`. */
  readonly reference: string;
  /** Only the last digits in clear, `•• •• •• 56`; null where the sender gave no phone number. */
  readonly maskedPhone: string | null;
  readonly smsPossible: boolean;
  readonly callPossible: boolean;
  /** An SMS to this number failed because the number takes none: the call stands first. */
  readonly callFirst: boolean;
  /** The newest code that is still valid. */
  readonly code: SentCode | null;
  /** How it can be opened beside a code to the phone. */
  readonly ways: LandingWays;
  /** Somebody with the link said that it is not for them. */
  readonly reported: boolean;
  readonly error: LandingError | null;
}

/** Each is a part of the landing page of its own: `returning/way-passkey`, `way-access-code`, `eid/way`, `mailboxes/way-members`. */
export interface LandingWays {
  /** Somebody at this address and number has added a passkey; shown only where the browser can use one. */
  readonly passkey: boolean;
  readonly accessCode: boolean;
  /** What people call the eID; null: it opens nothing here. */
  readonly eid: string | null;
  /** Whose phones a code can go to, where the address is a shared mailbox. */
  readonly members: readonly {
    readonly id: string;
    readonly initials: string;
    readonly maskedPhone: string;
  }[];
}

export interface SentCode {
  readonly sentAt: string;
  readonly expiresAt: string;
  readonly via: 'sms' | 'call';
  readonly maskedPhone: string;
  /** The member of a shared mailbox to whose phone it went; null: the recipient's own. */
  readonly member?: string | null;
  readonly state: 'on_its_way' | 'handed_over' | 'delivered' | 'failed';
}

export type LandingError =
  | { readonly kind: 'wrong_code' | 'wrong_access_code'; readonly triesLeft: number }
  | { readonly kind: 'no_live_code' }
  | { readonly kind: 'code_format' | 'access_code_format' }
  /** An SMS was asked for, to a number that takes none. */
  | { readonly kind: 'landline' }
  /** Too many codes asked for; `minutes` until another may be sent, at least 1. */
  | { readonly kind: 'budget'; readonly minutes: number }
  /** What the passkey signed was not taken, or came too late. */
  | { readonly kind: 'passkey_invalid' | 'passkey_late' }
  /** `eid`: what people call it. */
  | { readonly kind: 'eid'; readonly problem: EidProblem; readonly eid: string };

/** With an open session. Forms: `POST {base}/sign-out`. The HTML body, where there is one, is at `{base}/content`. */
export interface MessagePage extends FromUnit {
  readonly base: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly subject: string;
  readonly sentAt: string;
  /** When it was released to this reader. */
  readonly openedAt: string;
  readonly expiresAt: string;
  readonly reference: string;
  readonly text: string | null;
  readonly hasHtml: boolean;
  /** The recipient lets them read it: it was not sent to them. */
  readonly asReader: boolean;
  readonly attachments: readonly AttachmentLink[];
  /** To whom else it went, where the sender lets recipients see each other. */
  readonly others: readonly { readonly name: string | null; readonly email: string }[];
  /** What the recipient is asked to sign; null: nothing. */
  readonly signing: SigningPart | null;
  /** What can be done next, each at a page below `base`: `/replies`, `/readers`, `/readdresses`, `/passkeys`; `my` at `/my`. */
  readonly next: {
    readonly reply: boolean;
    readonly reader: boolean;
    readonly pass: boolean;
    readonly passkey: boolean;
    readonly my: boolean;
  };
}

export interface AttachmentLink {
  readonly href: string;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
}

/** Status 410: the link is right, and nothing can be read behind it. */
export interface GonePage extends FromUnit {
  /** `refused`: the delivery never went out, so its link opens nothing; `reading_ended`: whoever let them read it lets them no more. */
  readonly kind: 'expired' | 'recalled' | 'locked' | 'refused' | 'reading_ended';
  /** When it became so; null where that is not known. */
  readonly at: string | null;
  readonly reference: string;
  /** Nobody had opened it. */
  readonly unopened: boolean;
  /** Where to say that it is for somebody else; null where that helps nobody. */
  readonly notForMe: string | null;
  /** Where whoever had signed for it gets their receipt; null: nobody had. */
  readonly receipt: string | null;
}

/** `base`: where the same message can be opened again. */
export interface SignedOutPage {
  readonly base: string;
}

export interface SessionEndedPage {
  readonly base: string;
}
