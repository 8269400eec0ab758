const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Hours after midnight UTC in which what lives is moved to the new day's key: backups of that time need the one before. */
const movingHours = 2;

/** The UTC day on which an epoch key was made, as its `kid` says: `YYYY-MM-DD`. */
export const epochDay = (kid: string): string => `${kid.slice(0, 4)}-${kid.slice(4, 6)}-${kid.slice(6, 8)}`;

/** From when on, in milliseconds, nothing that lives lies under an older key than that of the day. */
export const epochSettled = (day: string): number => Date.parse(day) + movingHours * hourMs;

/**
 * When, in milliseconds, the key of a day is due to be destroyed: so many whole days after the last backup was made that
 * needs it.
 */
export const epochEnd = (day: string, restoreDays: number): number =>
  epochSettled(day) + (1 + restoreDays) * dayMs;

/** From when on, ISO 8601 UTC, the key of a day is promised to be gone: whoever destroys it has most of a day for it. */
export const epochGone = (day: string, restoreDays: number): string =>
  new Date(Date.parse(day) + (2 + restoreDays) * dayMs).toISOString();
