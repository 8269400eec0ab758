import { types } from 'pg';

const int8 = 20;
const int8Array = 1016;
const timestamptz = 1184;
const timestamptzArray = 1185;
const textArray: (text: string) => (string | null)[] = types.getTypeParser(1009 as never);

/**
 * The instant as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, always six digits: a JavaScript date would drop the microseconds of
 * an event's stamp. Such strings sort as the instants do. `infinity` and years outside 0001–9999 are refused.
 */
export function instantOf(text: string): string {
  if (text.charCodeAt(10) !== 32 || !text.endsWith('+00')) {
    throw new RangeError(`not an instant in UTC between the years 1 and 9999: ${text}`);
  }
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(6, '0')}Z`;
}

/** A bigint as a number; one that a number cannot hold exactly is refused rather than rounded. */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is larger than a number can hold exactly`);
  return value;
}

const each = (parse: (text: string) => unknown) => (text: string) =>
  textArray(text).map((element) => (element === null ? null : parse(element)));

const own = new Map<number, (text: string) => unknown>([
  [int8, safeInteger],
  [int8Array, each(safeInteger)],
  [timestamptz, instantOf],
  [timestamptzArray, each(instantOf)],
]);

/** `types` of a `pg` client: its own parsers except for the two above and their arrays. */
export const rowTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && own.get(oid)) || types.getTypeParser(oid, format as 'text'),
} as typeof types;
