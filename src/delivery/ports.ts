import type { Readable } from 'node:stream';
import type { Language } from '../message/languages.ts';

/**
 * Holds sealed bytes under a key of our own making (`[a-z0-9/-]`, at most 200 characters). It never sees clear content.
 *
 * Durability: when `put` resolves, the object is wholly persisted and survives a crash; when it rejects, no object
 * is visible under the key (a remainder may exist, and `delete` removes it). Objects never change: a `put` on a key
 * that exists rejects. Gone versus unreachable: a missing object throws `BlobGone`; everything else throws
 * `Unavailable('blobs')`, and means that the object may well be there.
 */
export interface Blobs {
  /** Chunks of any size; the source is pulled no faster than the bytes are stored. Resolves to the size in bytes. */
  put(key: string, source: AsyncIterable<Uint8Array>): Promise<number>;
  /** Bytes `from` (inclusive) to `to` (exclusive; absent: the end). Memory use does not depend on the size. */
  read(key: string, from: number, to?: number): Promise<AsyncIterable<Uint8Array>>;
  /** Idempotent: deleting what is not there is done. */
  delete(key: string): Promise<void>;
  /** Throws `Unavailable('blobs')` where a put would not work. */
  check(): Promise<void>;
}

export class BlobGone extends Error {
  override readonly name = 'BlobGone';
}

/** One prepared mail: complete MIME bytes and its envelope. */
export interface OutgoingMail {
  /** Envelope sender; '' is the null sender. */
  readonly from: string;
  readonly to: string;
  /** The complete message, CRLF line ends, without DKIM signature; a large one as a stream, to be read once. */
  readonly raw: Buffer | Readable;
  /** What the outbox page shows. */
  readonly subject: string;
  readonly text: string;
  /** The deliveries that it tells of: where it is kept instead of sent, it goes when one of them is erased. */
  readonly about?: readonly string[];
  /** It leaves only over TLS to a server whose certificate was verified, or not at all: see `NoSecureWay`. */
  readonly requireTls?: boolean;
  /** A mail of somebody else that is passed on: not signed by us, and reported as they asked (RFC 3461). */
  readonly relayed?: {
    readonly notify?: readonly string[] | undefined;
    readonly orcpt?: string | undefined;
    readonly ret?: string | undefined;
    readonly envid?: string | undefined;
  };
}

/**
 * Hands a mail to the next server. Not idempotent: a mail handed over twice arrives twice, so the caller commits its
 * result at once. A throw of `Unavailable('mail')` means: not handed over, try again later; one of `NoSecureWay`, which only a
 * mail with `requireTls` meets: not a byte of it has left, and it would not be otherwise soon.
 */
export interface Mailer {
  send(mail: OutgoingMail): Promise<MailOutcome>;
  check(): Promise<void>;
  close(): Promise<void>;
}

/** The next server offers no TLS, or shows a certificate that nobody vouches for. */
export class NoSecureWay extends Error {
  override readonly name = 'NoSecureWay';
}

export type MailOutcome =
  /** `server`: host that took it, or `outbox`. `reply`: its words, a personal field. */
  | { readonly outcome: 'handed_over'; readonly server: string; readonly reply: string }
  /** This recipient is refused for good (5xx to RCPT or DATA). */
  | { readonly outcome: 'refused'; readonly reply: string }
  /** Not now (4xx). */
  | { readonly outcome: 'deferred'; readonly reply: string };

export interface CodeMessage {
  /** The attempt's id, which status callbacks carry. */
  readonly attempt: string;
  /** E.164. */
  readonly phone: string;
  /** The delivery that the code opens: see `OutgoingMail.about`. */
  readonly delivery?: string;
  readonly language: Language;
  /** SMS: the whole text. Call: what is read out after a key press. */
  readonly text: string;
  /** Seconds for which an SMS may wait for a phone that is off; absent: as long as a code lives. */
  readonly validSeconds?: number;
}

/**
 * Brings a code to a phone. The caller has committed the attempt beforehand. `unknown`: the provider may or may not
 * have taken it, and the attempt must not be repeated by itself.
 */
export interface Phones {
  sms(message: CodeMessage): Promise<PhoneOutcome>;
  call(message: CodeMessage): Promise<PhoneOutcome>;
  check(): Promise<void>;
}

export type PhoneOutcome =
  | { readonly outcome: 'handed_over'; readonly providerId: string }
  | { readonly outcome: 'failed'; readonly providerCode: string }
  | { readonly outcome: 'unknown'; readonly error: string };
