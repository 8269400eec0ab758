import { Refusal } from '../../message/refusals.ts';

/** An address to be found: whole, or by its beginning where a `*` stands at its end. */
export type AddressTerm = string;

const longest = 320;

/**
 * Checks an address to be found, and gives it in the form in which it is compared. `*` means something at the end alone;
 * `%`, `_` and all others stand for themselves. Refuses invalid, naming the `field`.
 */
export function addressTerm(field: 'sender' | 'recipient', text: string): AddressTerm {
  const term = text.trim().toLowerCase();
  const body = term.replace(/\*$/, '');
  if (body === '' || term.length > longest || /[\p{Cc}\s*]/u.test(body) || !term.isWellFormed()) {
    throw new Refusal(
      'invalid',
      `“${field}” must be an address, or the beginning of one with * at its end.`,
      { field },
    );
  }
  return term;
}

/** The pattern of a term for `like`. Without wildcards it is what the term is equal to. */
export const likeOf = (term: AddressTerm): string => {
  const escaped = term.replace(/\*$/, '').replace(/[\\%_]/g, '\\$&');
  return term.endsWith('*') ? `${escaped}%` : escaped;
};
