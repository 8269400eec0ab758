import { ConfigError } from './config-error.ts';

export function oneOf(name: string, value: string, pattern: RegExp, wanted: string): string {
  if (!pattern.test(value)) throw new ConfigError(`SEGL_${name} must be ${wanted}.`);
  return value;
}

export function positive(name: string, value: string, most = 2000): number {
  const number = Number(value);
  if (!/^[0-9]+$/.test(value) || number < 1 || number > most) {
    throw new ConfigError(`SEGL_${name} must be a whole number from 1 to ${most}.`);
  }
  return number;
}

export function timeZoneOf(value: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    throw new ConfigError('SEGL_TZ must be a time zone, as Europe/Copenhagen.');
  }
}
