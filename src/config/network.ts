import { isIP } from 'node:net';

/**
 * The one spelling of a network or of a single address in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3), an IPv6
 * address as RFC 5952 has it. A sentence's end where the text is none.
 */
export function canonicalNetwork(text: string): { network: string } | { wrong: string } {
  const [, address = '', prefix] = text.match(/^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i) ?? [];
  const version = isIP(address);
  if (version === 0) return { wrong: 'must begin with a network or an address, as 10.1.2.0/24 or 10.1.2.3' };
  const width = version === 4 ? 32 : 128;
  const length = Number(prefix ?? width);
  if (length > width) return { wrong: `must have a prefix length of at most ${width}` };
  // Whoever can reach the port would be that system.
  if (length === 0) return { wrong: 'would trust everybody: name the networks of that system' };
  const [spelled, bits] = version === 4 ? [address, v4Bits(address)] : v6(address);
  // A socket shows such a peer as IPv4, or not, as the listening address has it.
  if (bits >> 32n === 0xffffn) return { wrong: 'must be written as IPv4, without ::ffff:' };
  if (bits & ((1n << BigInt(width - length)) - 1n)) {
    return {
      wrong: `has bits set beyond its prefix: leave /${length} out for that address alone, or clear them`,
    };
  }
  return { network: `${spelled}/${length}` };
}

const v4Bits = (address: string): bigint =>
  address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);

function v6(address: string): [string, bigint] {
  // The URL parser gives the normal form: lower case, the longest run of zeros left out.
  const spelled = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const groups = (side: string | undefined) => (side ? side.split(':') : []);
  const [first, last] = spelled.split('::').map(groups) as [string[], string[]?];
  const zeros = Array<string>(8 - first.length - (last?.length ?? 0)).fill('0');
  const all = [...first, ...zeros, ...(last ?? [])];
  return [spelled, all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)];
}
