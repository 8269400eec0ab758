import { domainToASCII } from 'node:url';

const localPart = /^[^\s"(),:;<>@[\\\]\p{Cc}]{1,64}$/u;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * An address as RFC 5321 §4.1.2 has it, without quoted local parts and address literals; letters outside ASCII are
 * allowed (RFC 6531), the domain is given in lower case. `undefined`: no address that mail could reach.
 */
export function parseEmailAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || trimmed.length > 254 || !trimmed.isWellFormed()) return undefined;
  const local = trimmed.slice(0, at);
  const domain = trimmed.slice(at + 1).toLowerCase();
  if (!localPart.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return undefined;
  }
  const labels = domainToASCII(domain).split('.');
  if (labels.length < 2 && domain !== 'localhost') return undefined;
  return labels.every((each) => label.test(each)) ? `${local}@${domain}` : undefined;
}

/** Whether an address fits a pattern of a system's `from` list: an address, `*@domain`, or `*` for any. */
export function fitsPattern(address: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = address.toLowerCase();
  return wanted === '*' || (wanted.startsWith('*@') ? given.endsWith(wanted.slice(1)) : given === wanted);
}
