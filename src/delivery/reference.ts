import { randomInt } from 'node:crypto';

/** Consonants only, so that no reference is a word; none is mistaken for a digit. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** A short name of a delivery to read out on the telephone: 10 of 20 letters, 43 bits, as `KTRWH-MXCPB`. */
export function newReference(): string {
  const drawn = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
  return `${drawn.slice(0, 5)}-${drawn.slice(5)}`;
}
