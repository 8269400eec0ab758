import type {
  ColumnKind,
  Encoding,
  FileProblem,
  RowAction,
  RowProblem,
  Separator,
} from '../../src/message/contact-imports.ts';
import type { Language } from '../../src/message/languages.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { DeskPage, UnitChoice } from './desk.ts';
import type { HistoryView } from './history.ts';

/** Where a contact can belong: the units that the reader keeps, and the whole organisation where `everywhere`. */
export interface ContactPlaces {
  readonly units: readonly UnitChoice[];
  readonly everywhere: boolean;
}

/**
 * Forms: `POST /desk/contacts/searches` with `search`, `unit` (an id, `*` for the whole organisation, empty for all) and
 * `after`; `POST /desk/contacts/restorations` with `event`.
 */
export interface ContactsPage extends DeskPage, ContactPlaces {
  readonly rows: readonly ContactLine[];
  readonly filter: { readonly search: string; readonly unit: string };
  /** The following page; what was searched for never stands in an address. */
  readonly next: { readonly href: string } | { readonly after: string } | null;
  /** A contact was just deleted: the event with which it comes back. */
  readonly deleted: string | null;
  readonly error: RefusalCode | null;
}

export interface ContactLine {
  readonly href: string;
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly language: Language | null;
  /** Null: of the whole organisation. */
  readonly unit: string | null;
}

/**
 * Forms: `POST /desk/contacts`, or `POST /desk/contacts/{id}` with `version`, and `email`, `name`, `phone`, `language`,
 * `unit`, and where there is an eID `identity` and `removesIdentity=yes`; `POST /desk/contacts/{id}/deletions` with `version`.
 */
export interface ContactPage extends DeskPage, ContactPlaces {
  /** Null: it is to be added. */
  readonly id: string | null;
  readonly form: {
    readonly version: number;
    readonly email: string;
    readonly name: string;
    readonly phone: string;
    readonly language: Language | '';
    readonly unit: string;
    /** An identity number as it was typed; what is kept is never shown whole. */
    readonly identity: string;
    readonly removesIdentity: boolean;
  };
  /** What people call the eID; null: there is none, so nobody's number is asked. */
  readonly eid: string | null;
  /** The number that is kept, its end hidden. */
  readonly maskedIdentity: string | null;
  /** Where somebody else changed it meanwhile: how it stands now. */
  readonly now: Omit<ContactLine, 'href'> | null;
  readonly done: ContactDone | null;
  readonly error: RefusalCode | 'identity_invalid' | null;
  readonly history: HistoryView | null;
}

export const contactDone = ['added', 'changed', 'restored'] as const;
export type ContactDone = (typeof contactDone)[number];

/** Form: multipart `POST /desk/contacts/imports` with `unit`, then `file`. */
export interface ContactImportsPage extends DeskPage, ContactPlaces {
  /** Of rows that name none: an id, or `*`. */
  readonly unit: string;
  /** Newest first, of the last thirty days. */
  readonly rows: readonly ImportLine[];
  /** An import was just thrown away. */
  readonly isDiscarded: boolean;
  readonly error: FileError | { readonly code: RefusalCode } | null;
}

export interface FileError {
  readonly reason: FileProblem;
  readonly line: number | null;
}

export type ImportState = 'preview' | 'applied' | 'undone';

export interface ImportLine {
  readonly href: string;
  readonly at: string;
  /** Null: somebody whose data was erased. */
  readonly by: string | null;
  readonly state: ImportState;
  readonly counts: Readonly<Record<RowAction, number>>;
}

/** Forms without fields: `POST /desk/contacts/imports/{id}/applications`, `/discards`, `/undos`. */
export interface ContactImportPage extends DeskPage {
  readonly id: string;
  readonly state: ImportState;
  readonly at: string;
  readonly appliedAt: string | null;
  readonly undoneAt: string | null;
  /** Until when it can be undone. */
  readonly until: string;
  readonly by: string | null;
  /** Of rows that name none; null: the whole organisation. */
  readonly unit: string | null;
  readonly encoding: Encoding;
  readonly separator: Separator | null;
  readonly columns: readonly { readonly kind: ColumnKind; readonly name: string }[];
  readonly ignored: readonly string[];
  readonly counts: Readonly<Record<RowAction, number>>;
  readonly applied: { readonly added: number; readonly changed: number; readonly skipped: number } | null;
  readonly undone: { readonly deleted: number; readonly restored: number; readonly kept: number } | null;
  /** The first fifty rows of each kind. */
  readonly lists: Readonly<
    Record<RowAction, { readonly rows: readonly ImportRowView[]; readonly more: boolean }>
  >;
  readonly error: RefusalCode | null;
}

export interface ImportRowView {
  readonly line: number;
  readonly problem: RowProblem | null;
  /** Null: not given. */
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  /** Null: the whole organisation. */
  readonly unit: string | null;
  /** As it stood; null: there was none. */
  readonly before: {
    readonly name: string | null;
    readonly phone: string | null;
    readonly language: string | null;
  } | null;
}

export interface ContactsPages {
  readonly 'desk-contacts': ContactsPage;
  readonly 'desk-contact': ContactPage;
  readonly 'desk-contact-imports': ContactImportsPage;
  readonly 'desk-contact-import': ContactImportPage;
}
