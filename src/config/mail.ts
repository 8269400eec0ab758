import { isIP } from 'node:net';
import { ConfigError } from './config-error.ts';
import type { Read } from './reader.ts';
import { oneOf } from './values.ts';

export interface Dkim {
  readonly domain: string;
  readonly selector: string;
  /** RSA private key in PEM. */
  readonly key: string;
}

export function mailFromOf(value: string | undefined, url: URL): string {
  const from =
    value ?? `segl@${isIP(url.hostname) || url.hostname.startsWith('[') ? 'localhost' : url.hostname}`;
  return oneOf('MAIL_FROM', from, /^[^\s@<>",;]+@[^\s@<>",;]+$/, 'a bare address, as segl@example.dk');
}

export function dkimOf(read: Read): Dkim | undefined {
  const [domain, selector, key] = [read('DKIM_DOMAIN'), read('DKIM_SELECTOR'), read('DKIM_KEY')];
  if (!domain && !selector && !key) return undefined;
  if (domain && selector && key) return { domain, selector, key };
  throw new ConfigError(
    'SEGL_DKIM_DOMAIN, SEGL_DKIM_SELECTOR and SEGL_DKIM_KEY go together: one is missing.',
  );
}
