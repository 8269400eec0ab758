import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { base32 } from '../../../src/delivery/base32.ts';
import { matchTotp, newTotpSecret, readTotpCode, totpAddress } from '../../../src/desk/account/totp.ts';
import { codeAt, minute } from '../../support/totp.ts';

/** RFC 6238 appendix B, SHA-1: seconds since 1970, and the last six of the eight digits there. */
const vectors: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
];
const published = base32(Buffer.from('12345678901234567890'));

describe('Time-based codes', () => {
  it('are those of RFC 6238', () => {
    for (const [seconds, code] of vectors) {
      const step = Math.floor(seconds / 30);
      assert.deepEqual(matchTotp(published, code, seconds * 1000), { step, clock: 'right' });
      assert.equal(codeAt(published, seconds * 1000), code);
    }
  });

  it('fit one step early and late; up to ten minutes off tell of a wrong clock; beyond that, of nothing', () => {
    const now = 1_800_000_000_000;
    for (const [off, clock] of [
      [-30, 'right'],
      [30, 'right'],
      [-60, 'off'],
      [60, 'off'],
      [-600, 'off'],
      [600, 'off'],
    ] as const) {
      const at = now + off * 1000;
      assert.deepEqual(matchTotp(published, codeAt(published, at), now), {
        step: Math.floor(at / 30_000),
        clock,
      });
    }
    for (const off of [-11 * minute, 11 * minute]) {
      assert.equal(matchTotp(published, codeAt(published, now + off), now), undefined);
    }
  });

  it('are read however they were grouped, and nothing else is', () => {
    for (const typed of ['123456', '123 456', ' 123-456 ', '12\u00a03456']) {
      assert.equal(readTotpCode(typed), '123456', typed);
    }
    for (const typed of ['', '12345', '1234567', '12345a', '１２３４５６', '123456\0', '1'.repeat(1e6)]) {
      assert.equal(readTotpCode(typed), undefined, typed.slice(0, 20));
    }
  });

  it('come of secrets of 160 bits, told to apps with whom they are for', () => {
    const secret = newTotpSecret();
    assert.match(secret, /^[A-Z2-7]{32}$/);
    assert.notEqual(secret, newTotpSecret());
    const address = new URL(totpAddress(secret, 'Fredericia Kommune & Co: IT', 'ada@example.dk'));
    assert.equal(address.protocol, 'otpauth:');
    assert.equal(address.host, 'totp');
    assert.deepEqual(Object.fromEntries(address.searchParams), {
      issuer: 'Fredericia Kommune & Co: IT',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
