/** Milliseconds by which the clocks of whoever signs, of the log, and of an issuer of eID may differ. */
export const tolerance = 120_000;
/** Milliseconds for which what was shown waits to be signed. */
export const draftLifetime = 15 * 60_000;
