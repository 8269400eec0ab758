/** What a mail server says of one delivery. `relayed`: handed on to a server that will confirm nothing. */
export interface DeliveryReport {
  readonly kind: 'failed' | 'delayed' | 'delivered' | 'relayed';
  /** The address it speaks of, as it writes it: after forwarding it may be another than the one we wrote to. */
  readonly recipient?: string;
  /** RFC 3463 code, such as `5.1.1`. */
  readonly status?: string;
  /** The server that refused or took the mail, else the one that reports it. */
  readonly server?: string;
  /** The server's own words, for a person: see {@link Report}. */
  readonly text: string;
}

/**
 * What a mail that came to one of our return addresses says. Every `text` is one line of at most 500 characters without
 * control characters; it is hostile input all the same, and may be empty.
 */
export type Report =
  | DeliveryReport
  /** Out of office, read receipts, list software, challenges: nobody wrote it, and no delivery depends on it. */
  | { readonly kind: 'automatic'; readonly text: string }
  /** A person wrote. */
  | { readonly kind: 'reply' }
  /** A machine wrote, and says nothing of a delivery that we understand. */
  | { readonly kind: 'unclear'; readonly text: string };
