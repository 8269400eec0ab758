import { z } from 'zod';

/**
 * Text that can be stored and canonicalised: PostgreSQL's `text` takes no NUL, and RFC 8785 §3.2.2.2 no surrogate
 * that stands alone. Lengths are in UTF-16 code units.
 */
export const text = (options: { least?: number; most?: number } = {}) =>
  z
    .string()
    .min(options.least ?? 0)
    .max(options.most ?? 100_000_000)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), {
      error: 'must not contain NUL characters or broken Unicode',
    });

/** RFC 3339 with a zone, as `2027-01-31T12:00:00Z`. */
export const instant = z.iso.datetime({ offset: true, error: 'must be a time such as 2027-01-31T12:00:00Z' });

/** As the answers give it: UTC, with microseconds where the database stamped it. */
export const stamp = z.iso.datetime();

export const uuid = z.guid({ error: 'must be an id, as an answer of this interface gave it' });
