import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * A telephone number in E.164, or `undefined` for what is none. Judged by length and country alone: tables of number
 * ranges age, and a resident's new number must not be refused for it. `country` (ISO 3166-1) serves numbers without `+`.
 */
export function parsePhoneNumber(text: string, country: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false });
  return parsed?.isPossible() ? parsed.number : undefined;
}

/**
 * Whether a number surely takes no SMS. In doubt it is none: many countries, Denmark among them, give landlines and
 * mobiles the same ranges.
 */
export const isLandline = (e164: string): boolean =>
  parsePhoneNumberFromString(e164)?.getType() === 'FIXED_LINE';

/** What a page may show of a number: its last two digits. */
export const maskPhone = (e164: string): string => `•• •• •• ${e164.slice(-2)}`;
