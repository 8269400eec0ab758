import { decodeText } from './charset.ts';

/** One field as it was sent, folds and all. `line`: a byte a character, without its last line break. */
export interface HeaderLine {
  /** The field's name in lower case; empty where the line is no field. */
  readonly key: string;
  readonly line: string;
}

/** The header block of a mail or of a part (RFC 5322 §2.2), byte for byte. */
export class HeaderLines {
  /** With the empty line that ends it, where one came. */
  readonly raw: Buffer;
  readonly #lines: readonly HeaderLine[];

  constructor(raw: Buffer) {
    this.raw = raw;
    this.#lines = fieldsOf(raw);
  }

  getList(): readonly HeaderLine[] {
    return this.#lines;
  }

  /** The first field of this lower-case name: unfolded, of 8-bit bytes the likeliest characters, words still encoded. */
  first(key: string): string {
    const found = this.#lines.find((each) => each.key === key);
    return found
      ? unfolded(found.line)
          .slice(found.line.indexOf(':') + 1)
          .trim()
      : '';
  }

  /** Without the fields whose key fits; of what stays, no byte is changed. */
  without(unwanted: RegExp): Buffer {
    const kept: string[] = [];
    let dropping = false;
    for (const each of this.raw.toString('latin1').split(/(?<=\n)/)) {
      if (!continues(each) || kept.length === 0) dropping = unwanted.test(keyOf(each));
      if (!dropping) kept.push(each);
    }
    return Buffer.from(kept.join(''), 'latin1');
  }
}

/** The text of a field as sent: the line breaks of its folds are gone, the blanks after them stay (RFC 5322 §2.2.3). */
export const unfolded = (line: string): string =>
  decodeText(Buffer.from(line, 'latin1')).replace(/\r?\n(?=[ \t])/g, '');

function fieldsOf(raw: Buffer): HeaderLine[] {
  const lines = raw.toString('latin1').split(/\r?\n/);
  const fields: HeaderLine[] = [];
  let folded: string[] = [];
  const end = () => {
    const line = folded.join('\r\n');
    if (line) fields.push({ key: keyOf(line), line });
  };
  for (const line of lines) {
    if (continues(line) && folded.length > 0) folded.push(line);
    else {
      end();
      folded = [line];
    }
  }
  end();
  return fields;
}

const continues = (line: string): boolean => line.startsWith(' ') || line.startsWith('\t');

const keyOf = (line: string): string =>
  line
    .slice(0, Math.max(0, line.indexOf(':')))
    .trim()
    .toLowerCase();
