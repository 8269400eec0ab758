import { Refusal } from '../../message/refusals.ts';

/** Characters of what somebody calls a passkey. */
const longestPasskeyName = 60;

/** A name as it is kept. Refuses invalid: nothing to read in it, or too long. */
export function passkeyNameOf(typed: string): string {
  const name = typed.replace(/[\s\p{C}]+/gu, ' ').trim();
  if (name === '' || [...name].length > longestPasskeyName) throw new Refusal('invalid');
  return name;
}
