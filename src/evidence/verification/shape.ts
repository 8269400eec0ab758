/** Reads JSON values strictly: what is missing, of another kind or not provided for is refused, naming its place. */
import type { Json } from '../commitment.ts';
import { Malformed } from '../log/malformed.ts';

/** Gives the value as what it should be, or throws `Malformed`. `at` names its place for people. */
export type Shape<T> = (value: unknown, at: string) => T;

const wrong = (at: string, what: string): never => {
  throw new Malformed(`${at} ${what}`);
};

export const text: Shape<string> = (value, at) =>
  typeof value === 'string' && value.isWellFormed() ? value : wrong(at, 'is not a text');

export const matching =
  (pattern: RegExp, what: string): Shape<string> =>
  (value, at) =>
    pattern.test(text(value, at)) ? (value as string) : wrong(at, `is not ${what}`);

export const exactly =
  <const T extends string>(...expected: T[]): Shape<T> =>
  (value, at) =>
    expected.includes(value as T) ? (value as T) : wrong(at, `is not ${expected.join(' or ')}`);

export const count: Shape<number> = (value, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0)
    ? (value as number)
    : wrong(at, 'is not a whole number');

export const list =
  <T>(shape: Shape<T>, longest = Infinity): Shape<T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) return wrong(at, 'is not a list');
    if (value.length > longest) return wrong(at, `has more than ${longest} members`);
    return value.map((each, index) => shape(each, `${at}[${index}]`));
  };

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, at) =>
    value === null ? null : shape(value, at);

/** A member that may be left out. */
export const maybe = <T>(shape: Shape<T>): Shape<T | undefined> & { readonly mayLack: true } =>
  Object.assign((value: unknown, at: string) => (value === undefined ? undefined : shape(value, at)), {
    mayLack: true as const,
  });

type Members = Readonly<Record<string, Shape<unknown>>>;
type MayLack<M extends Members> = { [K in keyof M]: M[K] extends { mayLack: true } ? K : never }[keyof M];
type Read<M extends Members, K extends keyof M> = M[K] extends Shape<infer T> ? T : never;
type ObjectOf<M extends Members> = {
  [K in Exclude<keyof M, MayLack<M>>]: Read<M, K>;
} & { [K in MayLack<M>]?: Exclude<Read<M, K>, undefined> };

/** An object with these members and no others. */
export const object =
  <M extends Members>(members: M): Shape<ObjectOf<M>> =>
  (value, at) => {
    const given = anyObject(value, at);
    const surplus = Object.keys(given).find((name) => !Object.hasOwn(members, name));
    if (surplus !== undefined)
      return wrong(at, `has a member "${surplus.slice(0, 40)}" that the format does not know`);
    const read: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(members)) {
      const member = shape(Object.hasOwn(given, name) ? given[name] : undefined, `${at}.${name}`);
      if (member !== undefined) read[name] = member;
    }
    return read as ObjectOf<M>;
  };

/** An object with any members. */
export const anyObject = (value: unknown, at: string): { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: Json })
    : wrong(at, 'is not an object');
