import type { Language } from '../src/message/languages.ts';

const months: Readonly<Record<Language, readonly string[]>> = {
  da: 'januar februar marts april maj juni juli august september oktober november december'.split(' '),
  sv: 'januari februari mars april maj juni juli augusti september oktober november december'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

interface WallClock {
  readonly year: string;
  readonly month: number;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** `UTC`, `UTC+1`, `UTC+5:30`. */
  readonly offset: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'shortOffset',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** One shape for every language: `11/21/2026, 14:05:33 GMT+1`. */
const shape = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)\s(?:GMT|UTC)(.*)$/;

function wallClock(iso: string, timeZone: string): WallClock {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) throw new RangeError(`not a time: ${iso}`);
  const match = shape.exec(formatterOf(timeZone).format(instant))!;
  return {
    year: match[3]!,
    month: Number(match[1]),
    day: match[2]!,
    hour: match[4]!,
    minute: match[5]!,
    second: match[6]!,
    offset: `UTC${match[7]!.replace('+0', '').replace('-', '−')}`,
  };
}

const separators = { da: '.', sv: '.', en: ':' } as const;
const joints = { da: '. ', sv: ' ', en: ' ' } as const;
const befores = { da: 'kl. ', sv: 'kl. ', en: 'at ' } as const;

/** `21. november 2026 kl. 14.05 (UTC+1)`. Throws `RangeError` for what is no ISO 8601 time or no IANA zone. */
export function formatTime(
  language: Language,
  iso: string,
  timeZone: string,
  { seconds = false }: { seconds?: boolean } = {},
): string {
  const at = wallClock(iso, timeZone);
  const separator = separators[language];
  const clock = at.hour + separator + at.minute + (seconds ? separator + at.second : '');
  const date = `${at.day}${joints[language]}${months[language][at.month - 1]} ${at.year}`;
  return `${date} ${befores[language]}${clock} (${at.offset})`;
}

/** `14.05`, for something that ends within minutes. */
export function formatClock(language: Language, iso: string, timeZone: string): string {
  const at = wallClock(iso, timeZone);
  return at.hour + separators[language] + at.minute;
}
