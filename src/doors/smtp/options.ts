import type { Context } from '../../delivery/context.ts';
import type { TrustedNetwork } from '../../desk/gateway-systems.ts';

/** What the SMTP door needs besides the verbs. */
export interface SmtpOptions {
  readonly ctx: Context;
  /** The name it greets with. */
  readonly hostname: string;
  readonly tls: { readonly cert: string; readonly key: string };
  readonly maxBytes: number;
  readonly trusted: readonly TrustedNetwork[];
  readonly log: SmtpLog;
  /** Connections at once, and seconds of silence after which one is ended; usual: 1000 and 300. */
  readonly limits?:
    { readonly clients?: number; readonly silence?: number; readonly slowAfter?: number } | undefined;
}

/** Nothing personal goes in: no address, no subject, no Message-ID. */
export interface SmtpLog {
  mail(facts: {
    readonly outcome: 'accepted' | 'refused' | 'deferred' | 'cut_off';
    readonly code?: string;
    readonly recipients: number;
    readonly bytes: number;
    readonly ms: number;
  }): void;
  failure(error: unknown): void;
}
