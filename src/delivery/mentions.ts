/** Somebody as a delivery has them. */
export interface Mentioned {
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
}

/** Digits of a number without its country code, by which it is known at home. */
const nationalDigits = 8;
/** Letters and digits of a name that is looked for: shorter ones stand in every text. */
const leastName = 3;

/** Whether a text holds the address, the number or the whole name of one of these people, however it is written. */
export function mentionsOf(people: readonly Mentioned[]): (text: string) => boolean {
  const emails = new Set(people.map(({ email }) => email.toLowerCase()).filter((email) => email !== ''));
  const phones = people.flatMap(({ phone }) => (phone ? phone.slice(-nationalDigits) : []));
  const names = people
    .flatMap(({ name }) => (name ? wordsOf(name) : []))
    .filter((name) => name.trim().length >= leastName);
  return (text) => {
    const lower = text.toLowerCase();
    if (lower.split(/[\s,;:<>()[\]"']+/).some((word) => emails.has(word.replace(/\.+$/, '')))) return true;
    const digits = text.replace(/\D/g, '');
    if (digits.length >= nationalDigits && phones.some((phone) => digits.includes(phone))) return true;
    if (names.length === 0) return false;
    const words = wordsOf(text);
    return names.some((name) => words.includes(name));
  };
}

/** Letters and digits alone, with a space around each word. */
const wordsOf = (text: string): string =>
  ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join(' ') ?? ''
  } `;
