const dayMs = 86_400_000;

/** The UTC day on which an epoch key was made, as its `kid` says: `YYYY-MM-DD`. */
export const epochDay = (kid: string): string => `${kid.slice(0, 4)}-${kid.slice(4, 6)}-${kid.slice(6, 8)}`;

/** When, in milliseconds, the epoch of a day is due to be destroyed: so many whole days after the end of its day. */
export const epochEnd = (day: string, restoreDays: number): number =>
  Date.parse(day) + (1 + restoreDays) * dayMs;

/** From when on, ISO 8601 UTC, the epoch of a day is promised to be gone: whoever destroys it has a day for it. */
export const epochGone = (day: string, restoreDays: number): string =>
  new Date(epochEnd(day, restoreDays) + dayMs).toISOString();
