import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { Encoding } from '../../message/contact-imports.ts';
import { refuseFile } from './import-refusals.ts';

/** How many bytes are looked at before anything is decoded. */
const headBytes = 4096;

const marks: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const workbooks = ['504b0304', 'd0cf11e0'];
const documents = ['25504446', '89504e47', 'ffd8ffe0', '1f8b08'];

/**
 * The text of a file, its lines ended by LF alone. Bytes are what a mark at the beginning says, else UTF-8; where the
 * first letter outside ASCII is none in UTF-8, they are Windows-1252: so no more than a few bytes ever wait. Refuses
 * what is no text.
 */
export class ImportText {
  #decoder: TextDecoder | undefined;
  #encoding: Encoding | undefined;
  /** Bytes that were not judged yet. */
  #waiting: Buffer = Buffer.alloc(0);
  #begun = false;
  #afterCr = false;

  /** Known for certain when everything was read; only ASCII is UTF-8. */
  get encoding(): Encoding {
    return this.#encoding ?? 'utf-8';
  }

  write(bytes: Uint8Array): string {
    return this.#lines(this.#take(bytes, false));
  }

  end(): string {
    return this.#lines(this.#take(Buffer.alloc(0), true) + (this.#decoder?.decode() ?? ''));
  }

  #take(bytes: Uint8Array, isEnd: boolean): string {
    if (this.#decoder) return this.#decoder.decode(bytes, { stream: true });
    let rest: Buffer = Buffer.concat([this.#waiting, bytes]);
    this.#waiting = Buffer.alloc(0);
    if (!this.#begun) {
      if (rest.length < headBytes && !isEnd) return this.#wait(rest, '');
      this.#begun = true;
      const marked = marks.find(([, mark]) => mark.every((byte, at) => rest[at] === byte));
      if (marked) return this.#settle(marked[0], rest.subarray(marked[1].length));
      checkIsText(rest.subarray(0, headBytes));
    }
    if (isAscii(rest)) return rest.toString('latin1');
    const at = rest.findIndex((byte) => byte >= 0x80);
    const ascii = rest.toString('latin1', 0, at);
    rest = rest.subarray(at);
    if (rest.length < 4 && !isEnd) return this.#wait(rest, ascii);
    return ascii + this.#settle(beginsInUtf8(rest) ? 'utf-8' : 'windows-1252', rest);
  }

  #wait(bytes: Buffer, text: string): string {
    this.#waiting = bytes;
    return text;
  }

  #settle(encoding: Encoding, bytes: Buffer): string {
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
    return this.#decoder.decode(bytes, { stream: true });
  }

  #lines(text: string): string {
    if (text === '') return '';
    const own = this.#afterCr && text.startsWith('\n') ? text.slice(1) : text;
    this.#afterCr = text.endsWith('\r');
    return own.includes('\r') ? own.replace(/\r\n?/g, '\n') : own;
  }
}

/** Whether the bytes, of which the first is outside ASCII, begin with a whole character in UTF-8 (RFC 3629 §4). */
function beginsInUtf8(bytes: Buffer): boolean {
  const first = bytes[0]!;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
    return true;
  } catch {
    return false;
  }
}

function checkIsText(head: Buffer): void {
  const start = head.toString('hex', 0, 4);
  if (workbooks.some((each) => start.startsWith(each))) throw refuseFile('workbook');
  if (documents.some((each) => start.startsWith(each))) throw refuseFile('not_text');
  const nuls = head.filter((byte) => byte === 0).length;
  if (nuls * 10 <= head.length) return;
  const odd = head.filter((byte, at) => byte === 0 && at % 2 === 1).length;
  throw refuseFile(odd === nuls || odd === 0 ? 'utf16_without_mark' : 'not_text');
}
