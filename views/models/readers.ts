import type { Language } from '../../src/message/languages.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';

/** Whom a recipient lets read, or passed a message on to. Times are ISO 8601. */
export interface PersonView {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly since: string;
  readonly until: string;
  /** Null: they have not opened it. */
  readonly openedAt: string | null;
}

/** Fields `email`, `phone`, `name`, `language`, as they were typed. */
export interface PersonForm {
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  readonly language: Language;
}

interface UnderLink {
  /** `/m/<token>`. */
  readonly base: string;
  readonly error: RefusalCode | 'email_taken' | 'not_in_domain' | null;
}

/** Forms: `POST {base}/readers` with the fields of a person and `days`; `POST {base}/readers/{id}/ends`. */
export interface ReadersPage extends UnderLink {
  readonly form: PersonForm & { readonly days: number };
  /** Days that may be chosen; 0: as long as the recipient. */
  readonly choices: readonly number[];
  /** Of the recipient's own reading. */
  readonly expiresAt: string;
  /** Who reads it now; null: nobody, and somebody can be named. */
  readonly reader: PersonView | null;
  readonly done: 'named' | 'ended' | null;
}

/** Form: `POST {base}/readdresses` with the fields of a person. */
export interface PassPage extends UnderLink {
  readonly form: PersonForm;
  /** Of the mailbox, and of whom it can be passed on to. */
  readonly domain: string;
  /** Newest first. */
  readonly passed: readonly PersonView[];
  readonly done: boolean;
}

/** Pages of readers, by their names. */
export interface ReadersPages {
  readonly readers: ReadersPage;
  readonly 'pass-on': PassPage;
}
