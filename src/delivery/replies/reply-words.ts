import { Refusal } from '../../message/refusals.ts';
import { limits } from '../limits.ts';

/** What somebody wrote, as it is kept: without NULs, lines ended by a line feed alone. Refuses too_large with `field`. */
export function wordsOf(text: string): string {
  const words = text.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
  if (Buffer.byteLength(words) > limits.bodyBytes) {
    throw new Refusal('too_large', 'The text is too long. Put it into a file.', { field: 'text' });
  }
  return words;
}
