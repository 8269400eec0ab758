import { randomBytes } from 'node:crypto';

/** A message's data key: 32 random bytes, kept only as wraps. */
export const newDataKey = (): Buffer => randomBytes(32);
