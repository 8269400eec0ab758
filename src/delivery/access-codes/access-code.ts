import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O and U, so that it can be read aloud and copied by hand. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const characters = 12;

/** A code of 60 bits, to be agreed by other means: no day's key dies before it, and none protects it from guessing. */
export function newAccessCode(): string {
  const symbols = [...randomBytes(characters)].map((byte) => alphabet[byte & 31]);
  return symbols.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** What was typed, however it was typed, as `newAccessCode` writes it; undefined: no access code. */
export function readAccessCode(given: string): string | undefined {
  const symbols = given
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (symbols.length !== characters || ![...symbols].every((symbol) => alphabet.includes(symbol))) {
    return undefined;
  }
  return symbols.replace(/(.{4})(?=.)/g, '$1-');
}
