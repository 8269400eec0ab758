import type { Language } from '../../src/message/languages.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { ContactPlaces } from './contacts.ts';
import type { DeskPage } from './desk.ts';
import type { HistoryView } from './history.ts';
import type { NoFacts, SentCode } from './recipient.ts';

export interface MailboxesPage extends DeskPage {
  readonly rows: readonly {
    readonly href: string;
    readonly address: string;
    readonly name: string;
    /** Null: of the whole organisation. */
    readonly unit: string | null;
    /** How many. */
    readonly members: number;
  }[];
  /** One was just removed. */
  readonly done: boolean;
}

/** Form: `POST /desk/mailboxes` with `address`, `name`, `unit`. */
export interface NewMailboxPage extends DeskPage, ContactPlaces {
  readonly form: { readonly address: string; readonly name: string; readonly unit: string };
  readonly error: RefusalCode | null;
}

export interface MemberForm {
  readonly name: string;
  readonly phone: string;
  readonly language: Language | '';
}

/**
 * Forms: `POST /desk/mailboxes/{id}` with `version` and `name`; `/deletions` with `version`; `/members`, and `/members/{member}`,
 * with `name`, `phone`, `language`; `/members/{member}/ends`; `/members/{member}/owners` with `keeps=yes|no`; `/invitations`;
 * `/invitations/ends`.
 */
export interface MailboxPage extends DeskPage {
  readonly id: string;
  readonly version: number;
  readonly address: string;
  readonly name: string;
  readonly typedName: string;
  /** Null: of the whole organisation. */
  readonly unit: string | null;
  /** As they stand, or as they were typed; `shownName` is as they stand. */
  readonly members: readonly (MemberForm & { readonly id: string; readonly shownName: string })[];
  readonly adding: MemberForm;
  readonly owners: readonly {
    /** Of the member. */
    readonly id: string;
    readonly name: string;
    /** When they last signed in to keep it. */
    readonly seenAt: string | null;
  }[];
  /** The link that lives. */
  readonly invitation: { readonly invitedAt: string; readonly expiresAt: string } | null;
  /** The form that came back: `owners`, `name`, `new`, or a member's id. */
  readonly about: string | null;
  readonly done: (typeof mailboxDone)[number] | null;
  readonly error: RefusalCode | null;
  readonly history: HistoryView;
}

export const mailboxDone = [
  'added',
  'changed',
  'member_added',
  'member_changed',
  'member_ended',
  'owner_chosen',
  'owner_ended',
  'invited',
  'withdrawn',
] as const;

/**
 * At the link of an invitation, before a code. `base` is `/mailbox/<token>`. Forms: `POST {base}/codes` with `member` and
 * `via=sms|call`; `POST {base}/sessions` with `code`. No GET sends or changes anything.
 */
export interface InvitationPage {
  readonly base: string;
  /** Who has invited: a unit under its outward name, or the organisation. */
  readonly unit: string;
  readonly address: string;
  readonly name: string;
  readonly owners: readonly {
    readonly id: string;
    readonly initials: string;
    readonly maskedPhone: string;
  }[];
  /** The newest code that is still valid. */
  readonly code: SentCode | null;
  readonly smsPossible: boolean;
  readonly error: InvitationError | null;
}

export type InvitationError =
  | { readonly kind: 'wrong_code'; readonly triesLeft: number }
  | { readonly kind: 'no_live_code' | 'code_format' | 'landline' | 'member' }
  /** `minutes` until another code may be sent, at least 1. */
  | { readonly kind: 'budget'; readonly minutes: number };

/**
 * Whoever keeps the mailbox has shown that it is they. Forms: `POST {base}/members`, and `/members/{member}`, with `name`, `phone`,
 * `language`; `/members/{member}/ends`; those about a member with `version`; `/sign-out`.
 */
export interface OwnerPage {
  readonly base: string;
  readonly unit: string;
  readonly address: string;
  readonly name: string;
  readonly version: number;
  readonly members: readonly (MemberForm & {
    readonly id: string;
    readonly shownName: string;
    readonly isReader: boolean;
  })[];
  readonly adding: MemberForm;
  /** The form that came back: `new`, or a member's id. */
  readonly about: string | null;
  readonly done: (typeof ownerDone)[number] | null;
  readonly error: RefusalCode | null;
}

export const ownerDone = ['member_added', 'member_changed', 'member_ended'] as const;

/** Pages of mailboxes, by their names. */
export interface MailboxesPages {
  readonly 'desk-mailboxes': MailboxesPage;
  readonly 'desk-mailbox-new': NewMailboxPage;
  readonly 'desk-mailbox': MailboxPage;
  readonly 'mailbox-invitation': InvitationPage;
  readonly 'mailbox-owner': OwnerPage;
  readonly 'mailbox-gone': NoFacts;
}
