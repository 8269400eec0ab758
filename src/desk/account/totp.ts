import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Context } from '../../delivery/context.ts';
import { openSecret, sealNamed } from '../../delivery/secrets.ts';

/** Time-based codes (RFC 6238) as every authenticator app makes them: SHA-1, six digits, 30 seconds. */
const periodSeconds = 30;
const shape = { algorithm: 'SHA1', digits: 6 } as const;

/** Steps before and after this one whose codes are taken, for the time it takes to type one (RFC 6238 §5.2). */
const takenSteps = 1;
/** Steps, ten minutes of them, within which a code tells that its device's clock is wrong. */
const toldSteps = 20;

/** A new secret: 160 bits, as RFC 4226 §4 recommends, in base32. */
export const newTotpSecret = (): string =>
  new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer }).base32;

/** The address that an app reads off a QR code. */
export const totpAddress = (secret: string, issuer: string, account: string): string =>
  new TOTP({ ...shape, period: periodSeconds, secret, issuer, label: account }).toString();

export interface TotpMatch {
  /** The time step that the code is of. */
  readonly step: number;
  /** `off`: right for another time, so the clock of the device is wrong. */
  readonly clock: 'right' | 'off';
}

/** The step nearest to now whose code this is; `undefined`: of none within ten minutes. */
export function matchTotp(secret: string, code: string, now: number = Date.now()): TotpMatch | undefined {
  const timing = { period: periodSeconds, timestamp: now };
  const delta = TOTP.validate({
    ...shape,
    ...timing,
    secret: Secret.fromBase32(secret),
    token: code,
    window: toldSteps,
  });
  if (delta === null) return undefined;
  return { step: TOTP.counter(timing) + delta, clock: Math.abs(delta) <= takenSteps ? 'right' : 'off' };
}

/** Six digits, however they were grouped; `undefined`: something else was typed. */
export function readTotpCode(typed: string): string | undefined {
  const code = typed.length <= 100 ? typed.replace(/[\s-]/g, '') : '';
  return /^\d{6}$/.test(code) ? code : undefined;
}

/** When a time step began, in seconds since 1970. */
export const startOfStep = (step: number): number => step * periodSeconds;

/** Seals a secret for its owner. `kid`: the epoch key without which it is gone. */
export const sealTotpSecret = (
  { keys }: Context,
  person: string,
  secret: string,
): Promise<{ kid: string; sealed: string }> => sealNamed(keys, 'factor', person, secret);

/** `undefined`: its epoch key is gone, so nobody can ever read it. */
export const openTotpSecret = (
  { keys }: Context,
  person: string,
  sealed: string,
): Promise<string | undefined> => openSecret(keys, 'factor', person, sealed);
