/** RFC 5321 §4.5.3.1.5 allows 512 octets a line, of which code, status and line end need up to 20. */
const longest = 480;

/**
 * What a reply says, in lines that every client takes (RFC 5321 §4.2): printable ASCII, split between words. What cannot
 * be said so becomes a question mark.
 */
export function replyLines(text: string): string[] {
  const plain = text
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[^\x20-\x7e]/gu, '?');
  return plain.match(new RegExp(`\\S.{0,${longest - 1}}(?=\\s|$)|\\S{1,${longest}}`, 'g')) ?? [''];
}
