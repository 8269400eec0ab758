import type { RefusalCode } from '../../src/message/refusals.ts';

export interface ErrorPage {
  readonly status: number;
  readonly kind:
    'unavailable' | 'error' | 'too_many' | 'forbidden' | 'method' | 'not_found' | 'too_large' | 'invalid';
  /** Says more precisely what was refused; null where `kind` says it all. */
  readonly code: RefusalCode | null;
  /** A page of the desk to which a proof that is missing leads back; absent: the list of messages. */
  readonly next?: string;
  /** It was a page of the desk that failed: the way on leads to their messages. */
  readonly atDesk?: boolean;
  /** What the operator finds this failure under in the log; empty where nothing was logged. */
  readonly reference: string;
}

/** What would have left the machine, newest first. */
export interface OutboxPage {
  readonly entries: readonly OutboxEntry[];
  /** Our own address, `http://localhost:3000`: only links below it become clickable. */
  readonly origin: string;
}

export interface OutboxEntry {
  readonly kind: 'mail' | 'sms' | 'call';
  readonly to: string;
  readonly at: string;
  readonly subject: string | null;
  readonly text: string;
}
