import { listenAddress } from './hosts.ts';
import type { Read } from './reader.ts';
import { smtpTlsOf, type TlsPair } from './smtp-tls.ts';
import { type TrustedNetwork, trustedNetworks } from './smtp-trusted.ts';

/** How the gateway listens. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** Nobody chose host and port: where another program has them, the rest starts without the gateway. */
  readonly isDefault: boolean;
  /** Absent: the gateway makes a certificate of its own. */
  readonly tls: TlsPair | undefined;
  readonly trusted: readonly TrustedNetwork[];
}

/** `undefined` where the gateway is off. What is set beside it must be right all the same. */
export function smtpOf(read: Read): SmtpSettings | undefined {
  const chosen = read('SMTP');
  const tls = smtpTlsOf(read);
  const trusted = trustedNetworks(read('SMTP_TRUSTED'));
  if (chosen === 'off') return undefined;
  const { host, port } = listenAddress(
    'SMTP',
    chosen ?? '127.0.0.1:2525',
    'host:port, as 127.0.0.1:2525, or "off"',
  );
  return { host, port, isDefault: chosen === undefined, tls, trusted };
}
