export const home = '/desk/messages';

/**
 * Where to go on: a path of the desk, or the list of messages for whatever is not one. An address that a browser would
 * read as another host (`//evil.example`, `/\evil.example`, `/desk/..//evil.example`) is none.
 */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 2000 || !asked.startsWith('/desk/')) return home;
  const own = new URL('http://localhost');
  const url = URL.parse(asked, own.origin);
  if (!url || url.origin !== own.origin || !url.pathname.startsWith('/desk/')) return home;
  return url.pathname + url.search;
}

/** Whether an address, as it was asked for, is one of the desk. */
export const isDeskPath = (path: string): boolean => path.startsWith('/desk/');

/** A page of the desk that leads on to another when it is done. */
export const leadingTo = (path: string, next: string): string =>
  next === home ? path : `${path}?next=${encodeURIComponent(next)}`;
