/** Countries whose numbers are understood. */
const countries = ['DK', 'SE'] as const;
type Country = (typeof countries)[number];

/**
 * A national identity number as it is kept and compared: `DK:` and the ten digits of a CPR number, or `SE:` and the twelve of
 * a personnummer or samordningsnummer. `undefined`: it is none. One that could be of either country is the one of `country`
 * (ISO 3166-1), or a Danish one. `today`: on which a Swedish number of ten digits is read.
 */
export function parseIdentityNumber(text: string, country: string, today = new Date()): string | undefined {
  const typed = text.trim();
  for (const each of country === 'SE' ? countries.toReversed() : countries) {
    const digits = parsers[each](typed, today);
    if (digits) return `${each}:${digits}`;
  }
  return undefined;
}

/** The country of a number that was kept. */
export const countryOfIdentity = (number: string): string => number.slice(0, 2);

/** What a page may show of a number that was kept: the day of birth, as it is written in that country. */
export const maskIdentity = (number: string): string => {
  const digits = number.slice(3);
  return `${digits.slice(0, -4)}-••••`;
};

/** The part of a number that was kept which stands in each way of writing it. */
export const coreOfIdentity = (number: string): string => number.slice(-10);

const parsers: Readonly<Record<Country, (typed: string, today: Date) => string | undefined>> = {
  DK: parseCpr,
  SE: parsePersonnummer,
};

/**
 * CPR: day, month and year of birth and four digits, of which the first tells the century (CPR-kontoret, “Personnummeret i
 * CPR”). Modulus 11 holds for none that were given out since 2007, so it is not asked for.
 */
function parseCpr(typed: string, today: Date): string | undefined {
  const digits = typed
    .match(/^(\d{6})[\s-]?(\d{4})$/)
    ?.slice(1)
    .join('');
  if (!digits) return undefined;
  const [day, month, year] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  return isBirthday(centuryOfCpr(Number(digits[6]), year!) + year!, month!, day!, today) ? digits : undefined;
}

function centuryOfCpr(seventh: number, year: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}

/**
 * Personnummer (folkbokföringslagen 18 §) and samordningsnummer, whose day is 60 higher: year, month and day of birth and
 * four digits, the last a check digit. Of ten digits the year is the latest that has begun; `+` in the middle: a hundred
 * years earlier.
 */
function parsePersonnummer(typed: string, today: Date): string | undefined {
  const [, century, digits, sign, last] = typed.match(/^(\d{2})?(\d{6})([-+\s]?)(\d{4})$/) ?? [];
  if (!digits || !last || (century && sign === '+') || !fitsLuhn(digits + last)) return undefined;
  const [short, month, day] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  const dayOfBirth = day! > 60 ? day! - 60 : day!;
  const year = century
    ? Number(century) * 100 + short!
    : latest(short!, month!, dayOfBirth, today, sign === '+');
  if (year < 1850 || !isBirthday(year, month!, dayOfBirth, today)) return undefined;
  return `${String(year).slice(0, 2)}${digits}${last}`;
}

function latest(short: number, month: number, day: number, today: Date, isOld: boolean): number {
  const thisCentury = Math.trunc(today.getUTCFullYear() / 100) * 100;
  const year = isBirthday(thisCentury + short, month, day, today)
    ? thisCentury + short
    : thisCentury - 100 + short;
  return isOld ? year - 100 : year;
}

/** Whether that is a day of the calendar which has come. */
function isBirthday(year: number, month: number, day: number, today: Date): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  // Tomorrow has come in some time zone.
  const isPast = date.getTime() <= today.getTime() + 24 * 60 * 60 * 1000;
  return isPast && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** ISO/IEC 7812-1 Annex B, over ten digits. */
function fitsLuhn(digits: string): boolean {
  let sum = 0;
  for (const [place, digit] of [...digits].entries()) {
    const weighed = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
