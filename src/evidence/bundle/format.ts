import type { SignedAcknowledgement } from '../../message/acknowledgements.ts';
import type { Json } from '../commitment.ts';

/**
 * The evidence bundle: what is handed out about one message, or about one delivery of it. It is the payload of a JWS
 * (RFC 7515, flattened JSON serialization, media type `application/jose+json`) signed by the organisation; the protected
 * header holds `alg`, `iat`, `x5c`, `x5t#S256` and `typ`: `segl-evidence+jws`. docs/bundle.md is the specification.
 */
export const bundleFormat = 'segl-evidence-bundle/1';

export interface Bundle {
  readonly format: typeof bundleFormat;
  /** When it was put together: ISO 8601 UTC. */
  readonly made: string;
  readonly issuer: { readonly organisation: string; readonly url: string; readonly installation: string };
  /** `delivery` is present where the bundle is one recipient's: it then holds nobody else's events. */
  readonly about: { readonly message: string; readonly delivery?: string };
  /** How many events of each delivery there are, and what they leave it at. Their `seq` are 1 to `events`, all of them. */
  readonly deliveries: readonly BundleDelivery[];
  /** In the order of the log. */
  readonly evidence: readonly Evidence[];
  readonly log: {
    readonly origin: string;
    /** C2SP vkeys that have signed the checkpoint, the newest first. */
    readonly keys: readonly string[];
    /** The signed note over the tree in which every event below is. */
    readonly checkpoint: string;
  };
  /** Signed notes over earlier trees of the same log with their RFC 3161 tokens, by growing size. */
  readonly timestamps: readonly StampedTree[];
  /** What recipients signed, one for each `delivery.acknowledged` whose opening was not erased. */
  readonly acknowledgements?: readonly SignedAcknowledgement[];
}

export interface BundleDelivery {
  readonly id: string;
  readonly events: number;
  readonly status: string;
}

export interface StampedTree {
  readonly size: number;
  /** The signed note over which the authority's token stands, cosignatures excluded. */
  readonly checkpoint: string;
  /** Base64 of the DER TimeStampToken (a CMS ContentInfo). */
  readonly token: string;
  /** RFC 9162 consistency proof from this tree to the bundle's checkpoint: base64 hashes. */
  readonly consistency: readonly string[];
}

/**
 * One event, in the shape of ETSI EN 319 522-3, and what it takes to check it. The ETSI fields repeat what the entry and its
 * opening say; a verifier compares them and believes the entry.
 */
export interface Evidence {
  readonly version: 'EN319522v1.1.1';
  readonly EvidenceIdentifier: string;
  readonly ERDSEventId: string;
  readonly EventTime: string;
  readonly EvidenceIssuerDetails: { readonly Name: string; readonly URI: string };
  readonly SenderDetails: PartyDetails | null;
  readonly RecipientDetails: readonly PartyDetails[];
  readonly MessageIdentifier: string;
  readonly SubmissionTime: string | null;
  readonly EvidenceRefersToRecipient: string | null;
  readonly EventReasons: readonly { readonly Code: string; readonly Details?: string }[];
  readonly UserContentInfo?: {
    readonly ComposingParts: number;
    readonly PartsInfo: readonly {
      readonly Identifier: string;
      readonly DigestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256';
      /** Base64. */
      readonly DigestValue: string;
    }[];
  };
  readonly AuthenticationDetails?: { readonly Method: string; readonly Time: string };
  readonly TransactionLogInformation: {
    /** The text of a C2SP tlog-proof for this event, over the bundle's checkpoint. */
    readonly Proof: string;
  };
  readonly segl: {
    readonly type: string;
    readonly index: number;
    /** The exact text of the log's entry (RFC 8785); its UTF-8 bytes are what the leaf hashes. */
    readonly entry: string;
    /**
     * What the entry's commitment hides. Null: the entry has no commitment. `erased`: it had one, and its opening is
     * gone. `withheld`: it concerns somebody else.
     */
    readonly opening: Opening | 'erased' | 'withheld' | null;
  };
}

export interface Opening {
  /** Base64 of 32 bytes. */
  readonly k: string;
  readonly fields: { readonly [field: string]: Json };
}

export interface PartyDetails {
  readonly Identifier: string;
  readonly Name?: string;
  readonly ElectronicAddress?: string;
}
