import type { Language } from '../src/message/languages.ts';

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `340 kB`, `1,2 MB`: decimal units, as file managers show them; at least 1 kB for anything but nothing. */
export function formatSize(language: Language, bytes: number): string {
  if (bytes === 0) return '0 kB';
  let value = Math.max(bytes / 1000, 1);
  let unit = 0;
  while (Math.round(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = value < 10 && unit > 0 ? value.toFixed(1) : String(Math.round(value));
  return `${language === 'en' ? text : text.replace('.', ',')} ${units[unit]}`;
}
