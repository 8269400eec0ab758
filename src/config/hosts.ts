import { isIP } from 'node:net';
import { ConfigError } from './config-error.ts';

/** Whether a host, as in a URL or as one listens on it, is this machine alone. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '::1' ||
  host === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(host);

export function publicUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    throw new ConfigError('SEGL_URL must be an address such as https://mail.example.dk, without a path.');
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw new ConfigError('SEGL_URL must begin with https:// unless its host is this machine (localhost).');
  }
  return url;
}

/** Host and port of `SEGL_<name>`; an IPv6 address stands in brackets, and is given without them. */
export function listenAddress(name: string, value: string, wanted: string): { host: string; port: number } {
  const match = value.match(/^(?:\[([0-9a-f:]+)\]|([^:[\]]+)):(\d{1,5})$/i);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) throw new ConfigError(`SEGL_${name} must be ${wanted}.`);
  return { host: match[1] ?? match[2]!, port };
}

/** As Express's `trust proxy` takes it. */
export function trustedProxies(value: string | undefined): string | number | undefined {
  if (value === undefined) return undefined;
  if (/^\d$/.test(value)) return Number(value);
  for (const each of value.split(',').map((part) => part.trim())) {
    if (!isIP(each.split('/')[0]!) && !/^(loopback|linklocal|uniquelocal)$/.test(each)) {
      throw new ConfigError(
        'SEGL_TRUST_PROXY must list addresses or networks, as 10.0.0.0/8, or a number of hops.',
      );
    }
  }
  return value;
}
