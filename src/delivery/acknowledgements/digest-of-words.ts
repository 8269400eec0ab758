import { createHash } from 'node:crypto';

/** Names words in a form, so that what is signed is what was shown: SHA-256 in lower-case hex. */
export const digestOfWords = (text: string): string => createHash('sha256').update(text).digest('hex');
