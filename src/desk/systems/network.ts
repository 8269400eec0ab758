import { isIP } from 'node:net';

/**
 * Whether a text is a network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3) that PostgreSQL's `cidr` takes: with a
 * prefix length, and nothing set to the right of it.
 */
export function isNetwork(value: string): boolean {
  const [, address, length] = value.match(/^([0-9a-f.:]+)\/(\d{1,3})$/i) ?? [];
  if (!address || !length) return false;
  const bits = isIP(address) === 4 ? v4Bits(address) : isIP(address) === 6 ? v6Bits(address) : '';
  return Number(length) <= bits.length && !bits.slice(Number(length)).includes('1');
}

const binary = (number: number, width: number): string => number.toString(2).padStart(width, '0');

const v4Bits = (address: string): string =>
  address
    .split('.')
    .map((part) => binary(Number(part), 8))
    .join('');

function v6Bits(address: string): string {
  // The URL parser gives the normal form: lower case, an embedded IPv4 address as two groups.
  const groups = (side: string | undefined) => (side ? side.split(':') : []);
  const [left, right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [first, last] = [groups(left), groups(right)];
  const all = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
  return all.map((group) => binary(Number.parseInt(group, 16), 16)).join('');
}
