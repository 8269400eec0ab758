import { domainToASCII, domainToUnicode } from 'node:url';
import { fitsPattern, parseEmailAddress } from '../delivery/addresses.ts';
import type { System } from './staff.ts';

/** What no address has that could be written in a mail: invisible characters, and the sign for bytes that were none. */
const unwritable = /[\p{C}\ufffd]/u;

/**
 * An address as the gateway keeps and compares it: its domain in lower case and in the letters of its language (U-labels,
 * RFC 5890), however it was written. `undefined`: no address that mail could reach.
 */
export function gatewayAddress(given: string): string | undefined {
  const address = parseEmailAddress(given);
  if (!address) return undefined;
  const shown = withReadableDomain(address);
  return unwritable.test(shown) ? undefined : shown;
}

/** The patterns of a system, as the addresses that they are compared with. */
export const gatewayPatterns = (patterns: readonly string[]): string[] => patterns.map(withReadableDomain);

/** Whether a system may send as an address, which has its form by `gatewayAddress`. */
export const maySendAs = ({ senders }: System, address: string): boolean =>
  senders.some((pattern) => fitsPattern(address, pattern));

function withReadableDomain(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return address.slice(0, at + 1) + (domainToUnicode(domainToASCII(domain)) || domain);
}
