import type { Moment } from './acknowledgements.ts';

/** What verifying evidence finds: the nouns, without how it is found. The texts for people are in views/languages. */

/**
 * `confirmed`: all holds, under keys that the verifier was given for each part. `partly`: all holds, and some parts are
 * under keys that were given, or there is no stamp though roots were given. `consistent`: all holds under the file's own keys, and whose they are is not confirmed. `failed`:
 * something does not hold.
 */
export const verdicts = ['confirmed', 'partly', 'consistent', 'failed'] as const;
export type Verdict = (typeof verdicts)[number];

/** The closed set of what can be wrong. Each has its text in every language. */
export const findingCodes = [
  'signature',
  'issuer_certificate',
  'issuer_untrusted',
  'signed_early',
  'checkpoint_signature',
  'checkpoint_origin',
  'log_key_untrusted',
  'entry_form',
  'entry_elsewhere',
  'entry_unproved',
  'entry_repeated',
  'entry_order',
  'opening_missing',
  'opening_surplus',
  'opening_wrong',
  'field_differs',
  'submission_missing',
  'submission_repeated',
  'delivery_missing',
  'delivery_unknown',
  'seq_missing',
  'seq_repeated',
  'seq_surplus',
  'seq_order',
  'status_differs',
  'stamp_order',
  'stamp_checkpoint',
  'stamp_prefix',
  'stamp_token',
  'stamp_untrusted',
  'time_early',
  'time_late',
  'acknowledgement_missing',
  'acknowledgement_surplus',
  'acknowledgement_digest',
  'acknowledgement_form',
  'acknowledgement_signature',
  'acknowledgement_issuer',
  'acknowledgement_differs',
  'acknowledgement_time',
  'acknowledgement_checkpoint',
  'acknowledgement_token',
  'code_unsent',
  'assertion_wrong',
  'passkey_differs',
  'id_token_wrong',
  'id_token_untrusted',
  'statement_differs',
  'part_unknown',
] as const;
export type FindingCode = (typeof findingCodes)[number];

export interface Finding {
  readonly code: FindingCode;
  /** Ids of the event and the delivery that it concerns, where it concerns one. */
  readonly event?: string;
  readonly delivery?: string;
  /** What differs, or the number that is missing: a name of the format, a number, a fingerprint. Never a whole text. */
  readonly value?: string;
}

/** What a verifier was given from elsewhere. Empty: nothing is confirmed, only compared. */
export interface Trust {
  /** C2SP vkeys of the log. */
  readonly logKeys: readonly string[];
  /** DER: certificates of the organisation that issues, or of authorities that certify it. */
  readonly certificates: readonly Uint8Array[];
  /** DER: roots of timestamping authorities. */
  readonly tsaRoots: readonly Uint8Array[];
  /** JWKs (RFC 7517) of issuers of eID. */
  readonly eidKeys: readonly Jwk[];
}

export type Jwk = Readonly<Record<string, unknown>>;

export const noTrust: Trust = { logKeys: [], certificates: [], tsaRoots: [], eidKeys: [] };

/** What somebody has, and asks whether it is what was signed for. */
export interface Compared {
  /** A file with the words; absent: not asked. */
  readonly statement?: Uint8Array;
  /** Files with the name by which the person knows them. SHA-256 in lower-case hex. */
  readonly files: readonly ComparedFile[];
}

export interface ComparedFile {
  readonly name: string;
  readonly sha256: string;
  /** Its bytes, where it may be the words as well. */
  readonly bytes?: Uint8Array;
}

export const nothingCompared: Compared = { files: [] };

/** A part of the evidence: under keys that were given, under its own, or not there at all. */
export type Standing = 'confirmed' | 'own' | 'absent';

/** What was found in an evidence bundle. */
export interface BundleReport {
  readonly kind: 'bundle';
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly about: { readonly message: string; readonly delivery: string | null; readonly made: string };
  readonly issuer: {
    readonly organisation: string;
    readonly url: string;
    /** The certificate's subject, and the SHA-256 of the certificate in hex. */
    readonly subject: string;
    readonly fingerprint: string;
    /** When the file was signed, as it says itself: ISO 8601. */
    readonly signedAt: string;
    readonly standing: Standing;
  };
  readonly log: {
    readonly origin: string;
    readonly size: number;
    /** Vkeys under which the checkpoint holds. */
    readonly keys: readonly string[];
    readonly standing: Standing;
  };
  readonly stamps: {
    readonly list: readonly StampReport[];
    /** `absent`: nobody outside has stamped the log, so the times are those of the issuer's own clock. */
    readonly standing: Standing;
  };
  readonly deliveries: readonly DeliveryReport[];
  /** In the order of the log. */
  readonly events: readonly EventReport[];
  /** What recipients signed, in the order of the log. */
  readonly acknowledgements: readonly AcknowledgementReport[];
  readonly compared: ComparedReport;
}

/** What one recipient signed. What its method proves, and what it does not, is in the texts. */
export interface AcknowledgementReport {
  readonly delivery: string;
  /** The event `delivery.acknowledged` by its id; null: the file has none. */
  readonly event: string | null;
  /** When the log says that it was signed: UTC with microseconds. */
  readonly at: string | null;
  /** Null: what was signed cannot be read. */
  readonly signed: {
    readonly statement: string;
    /** Of the words; `und`: the sender said none (BCP 47). */
    readonly language: string;
    readonly moment: Moment;
    /** Parts of the message with their SHA-256 in lower-case hex. */
    readonly content: readonly { readonly part: number; readonly sha256: string }[];
  } | null;
  readonly method: MethodReport;
  /** The organisation's certificate at that time: its SHA-256 in hex, and whether it is confirmed. */
  readonly issuer: { readonly fingerprint: string; readonly standing: Standing };
  /** By an authority outside, over the organisation's signature. */
  readonly token: {
    readonly time: string;
    readonly authority: string;
    readonly fingerprint: string;
    readonly standing: Standing;
  } | null;
  readonly findings: readonly Finding[];
}

export type MethodReport =
  | { readonly method: 'code'; readonly via: 'sms' | 'call' | null }
  | {
      readonly method: 'passkey';
      /** The site that it is for. */
      readonly site: string;
      /** When the passkey was added, as the issuer says; `logged`: an event of this file says the same of this key. */
      readonly addedAt: string;
      readonly logged: boolean;
    }
  | {
      readonly method: 'eid';
      readonly issuer: string;
      /** What the issuer calls the person, and their name where the token has one. */
      readonly subject: string;
      readonly name: string | null;
      /** Whether the issuer's key was given, or is the file's own. */
      readonly standing: Standing;
    };

export interface ComparedReport {
  /** Deliveries in which these very words were signed; null: no words were given. */
  readonly statement: readonly string[] | null;
  /** The part that each file is, by its number, or the words; null: none. */
  readonly files: readonly {
    readonly name: string;
    readonly part: number | null;
    readonly isWords: boolean;
  }[];
}

export interface StampReport {
  /** Entries in the stamped tree. */
  readonly size: number;
  /** The authority's time; null where the token does not hold. ISO 8601. */
  readonly time: string | null;
  readonly authority: string;
  readonly fingerprint: string;
}

export interface DeliveryReport {
  readonly id: string;
  readonly events: number;
  readonly status: string;
  /** What the file discloses of the recipient. */
  readonly recipient: { readonly name?: string; readonly address?: string } | null;
}

export interface EventReport {
  readonly id: string;
  readonly type: string;
  /** As the entry says: UTC with microseconds. */
  readonly at: string;
  readonly index: number;
  readonly delivery: string | null;
  readonly seq: number | null;
  readonly opening: 'shown' | 'erased' | 'withheld' | 'none';
  /** Of a code that signs: such a code opens nothing. */
  readonly ofSigning: boolean;
  /** Between which stamps of others the event came into the log; null: nobody's on that side. ISO 8601. */
  readonly after: string | null;
  readonly before: string | null;
  readonly findings: readonly Finding[];
}
