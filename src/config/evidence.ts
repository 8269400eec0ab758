import { isLoopbackHost } from './hosts.ts';
import { ConfigError } from './config-error.ts';
import type { Read } from './reader.ts';
import { type SigningSettings, signingOf } from './signing.ts';

/** How the evidence is anchored and signed. */
export interface EvidenceSettings {
  /** Address of the RFC 3161 authority; absent: the log is anchored nowhere. Credentials may be in it. */
  readonly tsa: URL | undefined;
  /** Seconds between stamps of a log that grows. */
  readonly stampSeconds: number;
  /** The organisation's certificate and key; absent: we make our own. */
  readonly signing: SigningSettings | undefined;
}

export const evidenceOf = (read: Read): EvidenceSettings =>
  Object.freeze({
    tsa: tsaOf(read('TSA')),
    stampSeconds: stampSecondsOf(read('TSA_EVERY') ?? '10 min'),
    signing: signingOf(read('SIGN_CERT')),
  });

/** Many authorities are served over http alone: the token is signed, and what is sent is a digest. */
function tsaOf(value: string | undefined): URL | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  // The value may hold a password: it is not repeated.
  if (!url || !/^https?:$/.test(url.protocol) || url.hash) {
    throw new ConfigError(
      'SEGL_TSA must be the address of an RFC 3161 authority, as https://tsa.example.dk/.',
    );
  }
  if ((url.username || url.password) && url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw new ConfigError('SEGL_TSA must begin with https:// where a password stands in it.');
  }
  return url;
}

const secondsIn = { min: 60, m: 60, h: 3_600 } as const;

function stampSecondsOf(value: string): number {
  const [, count, unit] = value.match(/^(\d{1,4}) ?(min|m|h)$/) ?? [];
  const seconds = Number(count) * secondsIn[(unit ?? 'm') as keyof typeof secondsIn];
  if (!(seconds >= 60 && seconds <= 86_400)) {
    throw new ConfigError('SEGL_TSA_EVERY must be a time from 1 min to 24 h, as "10 min" or "2 h".');
  }
  return seconds;
}
