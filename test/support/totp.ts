import { createHmac } from 'node:crypto';
import { fromBase32 } from '../../src/delivery/base32.ts';

/** What an authenticator app shows at a time, written from RFC 4226 §5.3 and RFC 6238 §4. `secret`: base32. */
export function codeAt(secret: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hmac = createHmac('sha1', fromBase32(secret)!).update(counter).digest();
  const number = hmac.readUInt32BE(hmac[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

export const minute = 60_000;

/** Six digits that fit no time near now. */
export function wrongCodeOf(secret: string): string {
  const near = new Set(
    Array.from({ length: 61 }, (_, index) => codeAt(secret, Date.now() + (index - 30) * 30_000)),
  );
  for (let number = 0; ; number += 1) {
    const code = String(number).padStart(6, '0');
    if (!near.has(code)) return code;
  }
}
