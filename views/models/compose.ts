import type { IfMissed, Moment, Preset, Strength } from '../../src/message/acknowledgements.ts';
import type { Language } from '../../src/message/languages.ts';
import type { RefusalCode } from '../../src/message/refusals.ts';
import type { DeskPage, SignedIn } from './desk.ts';

/**
 * Form: multipart `POST {action}`. Fields in this order: `key`, `from`, then `name`, `email`, `phone`, `language`, `opens`
 * (`phone` or `access_code`) and, where there is an eID, `identity` once for each row (empty ones too), `more` where another
 * row is asked for, `subject`, `text`, `expiresDays`, `undoMinutes`, those of `ComposeAsks` (`choices` says that the boxes were
 * there), and at last any number of `files`.
 */
export interface ComposePage extends DeskPage {
  readonly action: string;
  /** Names the form: sent twice with the same content, it is one message. */
  readonly key: string;
  /** What they may write as; never empty. */
  readonly senders: readonly SenderOption[];
  /** The `value` of the one that is chosen. */
  readonly from: string;
  readonly rows: readonly RecipientRow[];
  readonly subject: string;
  readonly text: string;
  readonly expiresDays: number;
  /** For which the notices wait. */
  readonly undoMinutes: number;
  readonly asks: ComposeAsks;
  /** The weakest way of signing that the organisation's policy takes. */
  readonly leastStrength: Strength;
  /** What people call the eID; null: there is none. */
  readonly eid: string | null;
  readonly errors: readonly FieldError[];
  readonly maxRecipients: number;
  /** The form came back, and a browser does not send chosen files twice by itself. */
  readonly filesLost: boolean;
  /** For each row whether nothing was ever opened at its address; absent: nobody has looked. */
  readonly hints?: readonly (NeverOpened | null)[];
}

/** What the recipients are asked to sign, and may do. */
export interface ComposeAsks {
  readonly sign: 'none' | 'own' | Preset;
  /** In one's own words, where `sign` is `own`. */
  readonly statement: string;
  /** The own words in these languages, for the recipients who read them; '' where there are none. */
  readonly translations: Readonly<Record<Language, string>>;
  readonly moment: Moment;
  readonly atLeast: Strength;
  /** Days from sending; null: no deadline. */
  readonly dueDays: number | null;
  readonly ifMissed: IfMissed;
  readonly readers: boolean;
  readonly passing: boolean;
  readonly showsRecipients: boolean;
  readonly replies: boolean;
}

/** None of so many messages to an address was opened, the first of them sent at `since`. */
export interface NeverOpened {
  readonly messages: number;
  readonly since: string;
}

export interface SenderOption {
  readonly value: string;
  readonly unitName: string;
  readonly address: string;
}

export interface RecipientRow {
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  readonly language: Language;
  /** By a code to the phone, or with one that the sender hands over. */
  readonly opens: 'phone' | 'access_code';
  readonly identity: string;
}

/** `row` counts from 0 and says whose field it is; null for fields that exist once, and for `recipients`. */
export interface FieldError {
  readonly field:
    | 'email'
    | 'phone'
    | 'name'
    | 'identity'
    | 'recipients'
    | 'subject'
    | 'text'
    | 'files'
    | 'expiresDays'
    | 'undoMinutes'
    | 'from'
    | 'statement'
    | 'moment'
    | 'atLeast'
    | 'dueDays';
  readonly row: number | null;
  /** A refusal or a problem of this form, told in the reader's language; or a sentence ready to be shown. */
  readonly problem: RefusalCode | ComposeProblem | { readonly sentence: string };
}

/** What is wrong with what is asked, by the names of their sentences in `compose.problems`. */
export type ComposeProblem =
  | 'statement_needed'
  | 'statement_long'
  | 'preset_before'
  | 'due_after_expiry'
  | 'recall_without_day'
  | 'eid_without_identity'
  | 'cannot_sign'
  | 'identity_invalid'
  | 'codes_too_many';

/** Codes that were just made, shown this once. */
export interface AccessCodesPage {
  readonly person: SignedIn;
  readonly message: string;
  /** The message was sent just now. */
  readonly sent: boolean;
  readonly codes: readonly {
    readonly name: string | null;
    readonly email: string;
    readonly code: string;
  }[];
}
