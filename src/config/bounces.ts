import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { ConfigError } from './config-error.ts';

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 5321 §4.5.3.1: 254 characters an address, 64 of them before the `@`. */
const longest = 254 - 64 - 1;

/** The domain of our own return addresses, in ASCII (RFC 5890) and lower case. */
export function bouncesOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  // Characters that end a host in a URL are looked for first: what stands after them would be cut off in silence.
  const domain = /[\s/?#\\@:%]/.test(value) ? '' : domainToASCII(value);
  const labels = domain.split('.');
  const isDomain =
    (labels.length > 1 || domain === 'localhost') &&
    labels.every((each) => label.test(each)) &&
    !isIP(domain) &&
    domain.length <= longest;
  if (!isDomain) {
    throw new ConfigError(
      `SEGL_BOUNCES must be a bare domain of at most ${longest} characters, as bounces.example.dk.`,
    );
  }
  return domain;
}
