const most = 500;

/** Text that strangers wrote, as one line that a page can show. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 8 * most)
    .toWellFormed()
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

/** Lower case, every run of blanks one space: a phrase is then found however its lines were broken. */
export const folded = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

// Lengths are bounded (RFC 5321 §4.5.3.1), so that a search through hostile text stays linear.
const address = /[^\s<>()[\]",;:@\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,253}[\p{L}\p{N}])?/gu;
const ours = /^(mailer-?daemon|postmaster|abuse|mail-?daemon)@/i;

/** The first mail address in the text that is not a mail system's own. */
export function addressIn(text: string): string | undefined {
  for (const [found] of text.matchAll(address)) if (!ours.test(found)) return found;
  return undefined;
}

/** The name or the address literal of a server at the start of the text. */
export function hostIn(text: string): string | undefined {
  const [, host] = text.match(/^\s{0,9}(\[[\da-f.:]{2,45}\]|[\p{L}\p{N}][\p{L}\p{N}_.-]{0,254})/iu) ?? [];
  return host?.replace(/[.-]+$/, '') || undefined;
}
