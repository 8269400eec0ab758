import type { Language } from '../../src/message/languages.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { ContactPlaces } from './contacts.ts';
import type { DeskPage } from './desk.ts';
import type { HistoryView } from './history.ts';

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
 * with `name`, `phone`, `language`; `/members/{member}/ends`.
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
  /** The form that came back: `name`, `new`, or a member's id. */
  readonly about: string | null;
  readonly done: (typeof mailboxDone)[number] | null;
  readonly error: RefusalCode | null;
  readonly history: HistoryView;
}

export const mailboxDone = ['added', 'changed', 'member_added', 'member_changed', 'member_ended'] as const;

/** Pages of mailboxes, by their names. */
export interface MailboxesPages {
  readonly 'desk-mailboxes': MailboxesPage;
  readonly 'desk-mailbox-new': NewMailboxPage;
  readonly 'desk-mailbox': MailboxPage;
}
