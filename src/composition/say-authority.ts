import { randomBytes, X509Certificate } from 'node:crypto';
import { obtainTimestamp } from '../evidence/timestamps/obtain-timestamp.ts';
import { NoTimestamp, type TimestampAuthority } from '../evidence/timestamps/ports.ts';
import type { Line } from './advice.ts';

/** Has random bytes stamped, and says who did it: whoever verifies needs that authority's root. */
export async function sayAuthority(authority: TimestampAuthority): Promise<Line> {
  try {
    const { timestamp } = await obtainTimestamp(authority, randomBytes(32));
    const { subject } = new X509Certificate(timestamp.chain[0]!);
    const name = subject.replaceAll(/[^\P{Cc}]+/gu, ', ');
    return ['ok', `The timestamp authority answers: ${name} (certificate SHA-256 ${timestamp.fingerprint}).`];
  } catch (error) {
    if (!(error instanceof NoTimestamp)) throw error;
    return ['fail', `The authority of SEGL_TSA gives no timestamp that can be used (${error.because}).`];
  }
}
