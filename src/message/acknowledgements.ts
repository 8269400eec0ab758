import type { Language } from './languages.ts';

/** Ways of signing, the weakest first. */
export const strengths = ['code', 'passkey', 'eid'] as const;
export type Strength = (typeof strengths)[number];

export const isStrength = (text: unknown): text is Strength =>
  (strengths as readonly unknown[]).includes(text);

/** Whether a way of signing is at least as strong as another. */
export const isAtLeast = (method: Strength, wanted: Strength): boolean =>
  strengths.indexOf(method) >= strengths.indexOf(wanted);

/** Whether the recipient signs before the message is shown to them, or after. */
export const moments = ['before', 'after'] as const;
export type Moment = (typeof moments)[number];

/** What follows where nobody has signed by the deadline: the sender is told, or the delivery is recalled as well. */
export const ifMissed = ['tell', 'recall'] as const;
export type IfMissed = (typeof ifMissed)[number];

/** Wordings to choose from; their texts are in views/languages. */
export const presets = ['received', 'read', 'agreed'] as const;
export type Preset = (typeof presets)[number];

export const acknowledgementFormat = 'segl-acknowledgement/1';

/**
 * What a recipient signs, fixed before they do. Signed are its canonical bytes (RFC 8785), of which `digest` is the SHA-256: by
 * the organisation as the payload of a JWS in JAdES B-B form (ETSI TS 119 182-1), and by the recipient as the challenge of a
 * passkey's assertion or the nonce of an ID token. docs/acknowledgement.md is the specification.
 */
export interface Acknowledgement {
  readonly format: typeof acknowledgementFormat;
  readonly message: string;
  readonly delivery: string;
  /** The parts of the message as its acceptance commits to them, in rising order; SHA-256 in lower-case hex. */
  readonly content: readonly { readonly part: number; readonly size: number; readonly sha256: string }[];
  /** The exact words shown. `language`: that of the words, `und` where the sender said none. */
  readonly statement: { readonly text: string; readonly language: Language | 'und'; readonly version: 1 };
  /** Base64: the commitment of the delivery's first event, which says who the recipient is. */
  readonly recipient: string;
  readonly method: Strength;
  readonly moment: Moment;
  /** When it was fixed: ISO 8601 UTC. */
  readonly time: string;
  /** The log's newest checkpoint at that time, a C2SP signed note. */
  readonly checkpoint: string;
  /** Base64url of 32 random bytes. */
  readonly nonce: string;
}

/** What the method itself proves, beside the organisation's signature. Binary values are base64url without padding. */
export type AcknowledgementProof =
  /** Control of a telephone number: the code by its id in `delivery.code_sent`. No assertion of the person exists. */
  | { readonly method: 'code'; readonly code: string }
  /** A WebAuthn assertion (Level 3 §6.3.3) with user verification, whose challenge is the acknowledgement's digest. */
  | {
      readonly method: 'passkey';
      readonly credential: string;
      readonly authenticatorData: string;
      readonly clientDataJSON: string;
      readonly signature: string;
      /** COSE_Key (RFC 9052 §7) as it was when the passkey was added. */
      readonly publicKey: string;
      readonly rpId: string;
      readonly origin: string;
      /** The event `delivery.passkey_added` by its id; ISO 8601 UTC. */
      readonly addedAt: string;
    }
  /** An ID token (OpenID Connect Core §2) whose nonce is the digest in base64url, and the keys that its issuer published that day. */
  | {
      readonly method: 'eid';
      readonly idToken: string;
      readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
      readonly issuer: string;
      readonly clientId: string;
    };

/** One acknowledgement as bundles and receipts hold it. */
export interface SignedAcknowledgement {
  readonly delivery: string;
  /** The organisation's JWS in flattened JSON, as text; its payload is the acknowledgement. */
  readonly jws: string;
  readonly proof: AcknowledgementProof;
  /** Base64 of the DER of an RFC 3161 token over the JWS signature's base64url text (JAdES §5.3.4). */
  readonly token?: string;
  /**
   * RFC 9162 consistency proof from the tree of the acknowledgement's checkpoint to that of the bundle: base64 hashes. Absent
   * where that checkpoint is of another log.
   */
  readonly consistency?: readonly string[];
}
