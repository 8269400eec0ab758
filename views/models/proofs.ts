import type { EventType } from '../../src/message/event-types.ts';
import type { MethodReport } from '../../src/message/verification.ts';
import type { Moment } from '../../src/message/acknowledgements.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';

/** With an open session. Links: `{base}/receipt?format=json` and `=pdf`. */
export interface ReceiptPage {
  readonly base: string;
  /** The unit's outward name. */
  readonly unit: string;
  readonly reference: string;
  readonly expiresAt: string;
  /** The message can be read still; else it is the receipt of what was signed. */
  readonly stands: boolean;
  readonly signed: boolean;
  /** Why there is none at this moment. */
  readonly error: 'waiting' | 'too_many' | null;
}

export interface ProofsPages {
  readonly receipt: ReceiptPage;
}

/** What the PDF says. Times are ISO 8601 UTC. */
export interface ProofDocument {
  readonly message: string;
  readonly isReceipt: boolean;
  readonly made: string;
  readonly sender: string | null;
  readonly sentAt: string | null;
  /** Fingerprints in hex. */
  readonly parts: readonly { readonly part: number; readonly sha256: string }[];
  readonly recipients: readonly DocumentRecipient[];
  readonly events: readonly DocumentEvent[];
  readonly log: {
    readonly origin: string;
    readonly size: number;
    readonly root: string;
    readonly keys: readonly string[];
  };
  readonly stamps: readonly { readonly size: number; readonly at: string }[];
  readonly certificate: string;
}

export interface DocumentRecipient {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly isErased: boolean;
  readonly status: DeliveryStatus;
  readonly events: readonly DocumentEvent[];
  /** What they signed; null: nothing, or it was erased. */
  readonly signed: DocumentSigning | null;
}

export interface DocumentSigning {
  readonly statement: string;
  /** As the log has it. */
  readonly at: string;
  readonly moment: Moment;
  readonly method: MethodReport;
  /** SHA-256 of the organisation's certificate then, in hex. */
  readonly certificate: string;
  /** An authority's time over the signature; null: none has stamped it. */
  readonly stampedAt: string | null;
}

export interface DocumentEvent {
  readonly type: EventType;
  readonly at: string;
  readonly index: number;
  readonly server: string | null;
  readonly reason: string | null;
  readonly via: 'sms' | 'call' | null;
  readonly part: number | null;
  /** Of a code that signs. */
  readonly ofSigning: boolean;
}
