import { parsePhoneNumber } from '../../delivery/addresses.ts';
import { gatewayAddress } from '../../desk/gateway-addresses.ts';
import type { Head } from './mime/head.ts';

/** Characters of the longest entry that could be an address with a number. */
const longestEntry = 400;

/** What the addresses of header and envelope are compared by. */
export const addressKey = (address: string): string => (gatewayAddress(address) ?? address).toLowerCase();

/** Numbers by address (as `addressKey` has it), from `X-Segl-Phone: ana@example.com +4520123456` lines; as written. */
export function phonesFrom(head: Head, recipients: readonly string[]): ReadonlyMap<string, string> {
  const phones = new Map<string, string>();
  for (const entry of head.all('X-Segl-Phone').flatMap((value) => value.split(/[,;]/))) {
    // A longer one is neither, and would only cost time.
    if (entry.length > longestEntry) continue;
    const [, address, phone] = entry.trim().match(/^<?([^\s<>]+@[^\s<>]+?)>?[\s:=]+(.+)$/) ?? [];
    if (address && phone) phones.set(addressKey(address), phone.trim());
    else if (recipients.length === 1 && entry.trim()) phones.set(recipients[0]!.toLowerCase(), entry.trim());
  }
  return phones;
}

export interface TaggedSubject {
  readonly subject: string;
  /** E.164. */
  readonly phone: string | undefined;
}

/** Takes `[+4520123456]` off the end of a subject: it is an instruction, and nobody but us is to read the number. */
export function takePhoneTag(subject: string, country: string): TaggedSubject {
  const [whole, tag] = subject.match(/\s*\[\s*(\+[\d\s().-]{5,30})\]\s*$/) ?? [];
  const phone = tag && parsePhoneNumber(tag, country);
  return phone
    ? { subject: subject.slice(0, subject.length - whole!.length), phone }
    : { subject, phone: undefined };
}
