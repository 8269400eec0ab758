import type { RequestHandler } from 'express';
import type { Context } from '../../delivery/context.ts';
import type { DownloadLeases } from '../../delivery/download-leases.ts';
import type { RecipientEid } from '../../delivery/eid/eid-provider.ts';
import type { StaffIdentity } from '../../desk/account/identity-provider.ts';
import type { Language } from '../../message/languages.ts';

/** What the web door needs besides the verbs. */
export interface WebOptions {
  readonly ctx: Context;
  readonly leases: DownloadLeases;
  readonly trustProxy: string | number | undefined;
  readonly isLoopback: boolean;
  /** The REST door. */
  readonly rest: RequestHandler;
  /** Names of the parts that do not answer; none: ready. */
  readonly unready: () => Promise<readonly string[]>;
  /** Nothing is released or accepted yet. */
  readonly isFrozen: () => boolean;
  readonly metrics: { readonly contentType: string; read(): Promise<string> };
  /** Absent: nothing is kept here. */
  readonly outbox: OutboxReader | undefined;
  /** Absent: no provider calls back. */
  readonly provider: PhoneProvider | undefined;
  /** Absent: staff sign in by Segl's own means alone. */
  readonly identity: StaffIdentity | undefined;
  /** Absent: recipients neither open nor sign by eID. */
  readonly eid: RecipientEid | undefined;
  readonly log: WebLog;
}

export interface OutboxReader {
  list(limit: number): Promise<readonly OutboxEntry[]>;
}

export interface OutboxEntry {
  readonly kind: 'mail' | 'sms' | 'call';
  readonly to: string;
  readonly at: string;
  readonly subject?: string;
  readonly text: string;
  readonly raw?: string;
}

/** The telephone provider's side of callbacks and voice. Answers of `greeting` and `reading` are TwiML. */
export interface PhoneProvider {
  verify(signature: string | undefined, url: string, params: Readonly<Record<string, string>>): boolean;
  status(
    attempt: string,
    params: Readonly<Record<string, string>>,
  ): { outcome: 'delivered' | 'failed' | 'handed_over'; providerCode?: string } | undefined;
  greeting(language: Language, action: string): string;
  reading(language: Language, code: string): string;
  /** Said instead where the code was used or is too old. */
  ended(language: Language): string;
  /** The same for a call that says that a message waits: before a key was pressed, after it, and where none waits any more. */
  waiting(language: Language, action: string): string;
  waitingSaid(language: Language, reference: string): string;
  waitingOver(language: Language): string;
}

/** Called with facts that are nobody's: a reference, a route's pattern, a status, milliseconds. */
export interface WebLog {
  request(facts: { method: string; route: string; status: number; ms: number }): void;
  failure(facts: { reference: string; route: string; error: unknown }): void;
}
