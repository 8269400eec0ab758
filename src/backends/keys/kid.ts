import { hkdfSync } from 'node:crypto';

/**
 * The name of an epoch key: the UTC day of its making, and ten bytes derived from it (HKDF-SHA-256, info `kid`, hex),
 * so that a damaged or exchanged key file is recognised. Example: `20260131-0123456789abcdef0123`.
 */
export const kidOf = (key: Uint8Array, day: string): string =>
  `${day}-${Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), 'kid', 10)).toString('hex')}`;

/** The UTC day of a moment in milliseconds, as YYYYMMDD. */
export const kidDay = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');

export const isKid = (text: string): boolean => /^[0-9]{8}-[0-9a-f]{20}$/.test(text);
