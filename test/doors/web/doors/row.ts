import type { House, Side } from './house.ts';

/** One request as a browser of ours would send it, under `/desk`. */
export interface Request {
  /** Instead of the route's own. */
  readonly path?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A multipart form. */
  readonly fields?: readonly [string, string][];
  readonly file?: Side;
}

export interface Row {
  /** Method and pattern, as the router has them. */
  readonly route: string;
  /** Says which thing, or which form of it. */
  readonly about: string;
  /**
   * What each gets, in the order of `visiting`. `ok`: it is shown, or done. `void`: the same, but nothing changes. `in`: led
   * to where one signs in. `2fa`: to where a second factor is proved or set up. `why`: asked for a reason. A number:
   * that status. Nothing changes but for `ok`.
   */
  readonly gets: string;
  /** Made anew for each visitor who may change it. */
  readonly ask?: (house: House, by: 'refused' | 'allowed') => Promise<Request> | Request;
}

export const row = (route: string, about: string, gets: string, ask?: Row['ask']): Row => ({
  route,
  about,
  gets,
  ...(ask ? { ask } : {}),
});

/** `:id` in the route, by the id of a thing. */
export const at = (route: string, id: string): string => route.split(' ')[1]!.replace(':id', id);

/** A row about something with an id. */
export const one = (
  route: string,
  about: string,
  gets: string,
  make: (house: House) => Promise<string> | string,
  form?: Readonly<Record<string, string>>,
): Row =>
  row(route, about, gets, async (house) => ({
    path: at(route, await make(house)),
    ...(form ? { form } : {}),
  }));

export const token = 'x'.repeat(43);
export const none = {};

let count = 0;
/** Tells things apart that must have names of their own. */
export const next = (): number => (count += 1);
