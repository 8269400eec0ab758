export const languages = ['da', 'sv', 'en'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && (languages as readonly string[]).includes(value);

/** The language to write to a recipient in when nobody said otherwise; `country` is ISO 3166-1 alpha-2. */
export const languageOfCountry = (country: string): Language =>
  country === 'DK' ? 'da' : country === 'SE' ? 'sv' : 'en';
