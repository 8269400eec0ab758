import { Malformed } from './malformed.ts';

/**
 * A size or an index in ASCII digits without leading zeros. Throws `Malformed` for anything else, and over 2^53 − 1: from
 * there on a number here would no longer be exact.
 */
export function parseDecimal(text: string, what: string): number {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text))
    throw new Malformed(`The ${what} is not a plain decimal number`);
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new Malformed(`The ${what} is too large`);
  return number;
}
