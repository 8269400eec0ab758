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
}

export const noTrust: Trust = { logKeys: [], certificates: [], tsaRoots: [] };

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
  /** Between which stamps of others the event came into the log; null: nobody's on that side. ISO 8601. */
  readonly after: string | null;
  readonly before: string | null;
  readonly findings: readonly Finding[];
}
