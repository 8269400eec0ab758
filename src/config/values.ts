import { ConfigError } from './config-error.ts';

export function oneOf(name: string, value: string, pattern: RegExp, wanted: string): string {
  if (!pattern.test(value)) throw new ConfigError(`SEGL_${name} must be ${wanted}.`);
  return value;
}

export function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 2000) {
    throw new ConfigError(`SEGL_${name} must be a whole number from 1 to 2000.`);
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
