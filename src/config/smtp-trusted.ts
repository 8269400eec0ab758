import { ConfigError } from './config-error.ts';
import { canonicalNetwork } from './network.ts';

/** A network that needs no AUTH: whoever connects from it is that system. */
export interface TrustedNetwork {
  /** CIDR, in its one spelling: `10.1.2.0/24`, `2001:db8::/32`, `127.0.0.1/32`. */
  readonly network: string;
  /** The system's name. */
  readonly system: string;
}

/** Reads `10.1.2.0/24=billing,2001:db8::/32=case system`. Networks may lie in each other, but none is named twice. */
export function trustedNetworks(value: string | undefined): readonly TrustedNetwork[] {
  if (value === undefined) return [];
  const found = new Map<string, TrustedNetwork>();
  for (const [index, entry] of value.split(',').entries()) {
    const [, range, system] = entry.match(/^\s*([\w.:/%-]{1,60})\s*=\s*(\S.*?)\s*$/) ?? [];
    // Repeated only in the shape of an entry: a wrong file may hold a secret.
    const name = `entry ${index + 1}${system && /[.:]/.test(range!) ? ` (${entry.trim()})` : ''}`;
    const refuse = (why: string) => new ConfigError(`SEGL_SMTP_TRUSTED: ${name} ${why}.`);
    if (!range || !system) throw refuse('must name a network and its system, as 10.1.2.0/24=billing');
    const parsed = canonicalNetwork(range);
    if ('wrong' in parsed) throw refuse(parsed.wrong);
    if (found.has(parsed.network)) throw refuse('names a network that an earlier entry gave to a system');
    found.set(parsed.network, { network: parsed.network, system });
  }
  return [...found.values()];
}
