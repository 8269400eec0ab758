import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text in every form in which it might lie about. */
export function formsOf(needle: string): Map<string, Buffer> {
  const utf8 = Buffer.from(needle);
  const utf16 = Buffer.from(needle, 'utf16le');
  const forms = new Map<string, Buffer>([
    ['utf-8', utf8],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
    ['latin-1', Buffer.from(needle, 'latin1')],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['percent', Buffer.from(encodeURIComponent(needle))],
    ['json', Buffer.from(needle.replace(/[^ -~]/g, escaped))],
  ]);
  // What stands before it shifts the letters: three alignments, without the ends that the neighbours share.
  for (const shift of [0, 1, 2]) {
    const inside = Buffer.concat([Buffer.alloc(shift), utf8]);
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor((inside.length * 8) / 6);
    for (const encoding of ['base64', 'base64url'] as const) {
      forms.set(`${encoding}+${shift}`, Buffer.from(inside.toString(encoding).slice(from, to)));
    }
  }
  // For plain letters and digits many forms are the same.
  const distinct = [...forms].filter(
    ([, bytes], index, all) => all.findIndex(([, other]) => other.equals(bytes)) === index,
  );
  return new Map(distinct);
}

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Where a needle lies, as `name: form` each. `bounded`: not as a part of a longer run of digits. */
export function find(haystacks: ReadonlyMap<string, Buffer>, needle: string, bounded = false): string[] {
  const found: string[] = [];
  for (const [form, bytes] of formsOf(needle)) {
    for (const [name, haystack] of haystacks) {
      if (holds(haystack, bytes, bounded && form === 'utf-8')) found.push(`${name}: ${form}`);
    }
  }
  return found;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

function holds(haystack: Buffer, needle: Buffer, bounded: boolean): boolean {
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (!bounded || !(isDigit(haystack[at - 1]) || isDigit(haystack[at + needle.length]))) return true;
  }
  return false;
}

/** Every regular file below a folder, by its path. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (lstatSync(path).isFile()) files.set(name, readFileSync(path));
  }
  return files;
}
