import { createHash, randomBytes } from 'node:crypto';

/** A link's secret: 256 random bits, base64url. Shown once, in the notice; only its hash is kept. */
export const newLinkToken = (): string => randomBytes(32).toString('base64url');

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export const looksLikeToken = (token: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(token);
