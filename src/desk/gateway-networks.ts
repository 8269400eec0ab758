import { BlockList, isIPv6 } from 'node:net';

/** A network (CIDR, RFC 4632 §3.1) that can be asked whether it holds an address. */
export interface Range {
  readonly list: BlockList;
  /** Bits. An address is of one family, so only lengths of one family are ever compared. */
  readonly prefix: number;
}

export function rangeOf(network: string): Range {
  const [address = '', bits] = network.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const prefix = Number(bits ?? (family === 'ipv6' ? 128 : 32));
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return { list, prefix };
}

/** The longest prefix that holds the address; of equal ones the first. */
export function narrowest<Each extends Range>(ranges: readonly Each[], ip: string): Each | undefined {
  // Where the socket listens on both families, an IPv4 peer comes as IPv6.
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIPv6(bare) ? 'ipv6' : 'ipv4';
  let found: Each | undefined;
  for (const range of ranges) {
    if (range.prefix > (found?.prefix ?? -1) && range.list.check(bare, family)) found = range;
  }
  return found;
}
