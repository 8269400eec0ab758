import { Refusal } from '../../../message/refusals.ts';
import { limits } from '../../../delivery/limits.ts';
import { Boundaries, type Delimiter, longestDelimiter } from './boundaries.ts';
import { Part } from './part.ts';

/**
 * A mail in the order of its bytes; all bytes together are the mail. `head`: a part begins, with its header block.
 * `content`: of the part, still in its transfer encoding. `frame`: a delimiter line of the multipart, with the line
 * break before it. `outside`: what stands in a multipart before its first and after its last part.
 */
export interface Piece {
  readonly kind: 'head' | 'content' | 'frame' | 'outside';
  readonly part: Part;
  readonly bytes: Buffer;
}

const mostHeaderBytes = 256 * 1024;
const mostHeaderBytesTogether = 4 * 1024 * 1024;
const mostParts = 1000;

const newline = 0x0a;
const lineOfDashes = Buffer.from('\n--');
const nothing = Buffer.alloc(0);

/**
 * Takes a mail apart (RFC 2046 §5.1) while it arrives, whatever the segments it arrives in. Holds no more of it than one
 * header block and one line. Refuses malformed: a header, or a number of parts, beyond reason.
 */
export class Splitter {
  readonly #boundaries = new Boundaries();
  #pieces: Piece[] = [];
  #parts = 0;
  #headerBytes = 0;
  /** The part whose header is being read: its lines, and the segments of the line that has not ended. */
  #head:
    { readonly parent: Part | undefined; size: number; readonly lines: Buffer[]; line: Buffer[] } | undefined;
  #part: Part | undefined;
  /** The end of the content so far that may yet be a delimiter, with the line break before it. */
  #held: Buffer = nothing;
  /** The content begins here: a delimiter needs no line break before it. */
  #fresh = false;

  constructor() {
    this.#begin(undefined);
  }

  write(segment: Buffer): Piece[] {
    this.#read(segment, false);
    return this.#given();
  }

  end(): Piece[] {
    if (this.#head) {
      if (this.#head.line.length > 0) this.#headLine();
      if (this.#head && this.#head.lines.length > 0) this.#endHead();
    }
    if (!this.#head) this.#read(nothing, true);
    return this.#given();
  }

  #given(): Piece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #read(segment: Buffer, final: boolean): void {
    let rest: Buffer = segment;
    while (rest.length > 0 || this.#held.length > 0) {
      if (this.#head) {
        rest = this.#readHead(rest);
        continue;
      }
      const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, rest]) : rest;
      this.#held = nothing;
      const taken = this.#readContent(bytes, final);
      if (taken === undefined) return;
      rest = bytes.subarray(taken);
    }
  }

  /** Reads up to the end of one line; gives what follows. */
  #readHead(bytes: Buffer): Buffer {
    const head = this.#head!;
    const end = bytes.indexOf(newline);
    const piece = end < 0 ? bytes : bytes.subarray(0, end + 1);
    head.line.push(piece);
    head.size += piece.length;
    this.#headerBytes += piece.length;
    if (head.size > mostHeaderBytes || this.#headerBytes > mostHeaderBytesTogether) throw beyondReason();
    if (end >= 0) this.#headLine();
    return bytes.subarray(piece.length);
  }

  #headLine(): void {
    const head = this.#head!;
    const line = head.line.length === 1 ? head.line[0]! : Buffer.concat(head.line);
    head.line = [];
    const delimiter = this.#boundaries.take(line);
    if (delimiter) {
      this.#endHead();
      this.#cross(delimiter, line);
    } else if (head.lines.length === 0 && !looksLikeField(line)) {
      // No header at all, and the empty line that would say so is missing too.
      this.#endHead();
      this.#held = line;
    } else {
      head.lines.push(line);
      if (line.length <= 2 && /^\r?\n$/.test(line.toString('latin1'))) this.#endHead();
    }
  }

  #begin(parent: Part | undefined): void {
    this.#parts += 1;
    if (this.#parts > mostParts) throw beyondReason();
    this.#head = { parent, size: 0, lines: [], line: [] };
  }

  #endHead(): void {
    const { parent, lines } = this.#head!;
    this.#head = undefined;
    const part = new Part(parent, Buffer.concat(lines));
    this.#part = part;
    this.#fresh = true;
    this.#pieces.push({ kind: 'head', part, bytes: part.headers.raw });
    if (part.multipart !== undefined) this.#boundaries.enter(part);
  }

  /** `undefined`: all was taken or held. Else how many bytes were, up to the end of a delimiter. */
  #readContent(bytes: Buffer, final: boolean): number | undefined {
    let line = this.#boundaries.none ? -1 : this.#fresh ? 0 : after(bytes, 0);
    while (line >= 0) {
      const end = bytes.indexOf(newline, line);
      const length = (end < 0 ? bytes.length : end + 1) - line;
      if (end < 0 && !final && length <= longestDelimiter && mayBecomeDelimiter(bytes, line)) {
        this.#hold(bytes, breakBefore(bytes, line));
        return undefined;
      }
      const delimiter = this.#boundaries.take(bytes.subarray(line, line + length));
      if (delimiter) {
        const cut = breakBefore(bytes, line);
        this.#content(bytes.subarray(0, cut));
        this.#cross(delimiter, bytes.subarray(cut, line + length));
        return line + length;
      }
      line = after(bytes, line);
    }
    this.#hold(bytes, final || this.#boundaries.none ? bytes.length : bytes.length - unsure(bytes));
    return undefined;
  }

  /** Gives the bytes before `from` as content, and keeps the others until more is known. */
  #hold(bytes: Buffer, from: number): void {
    this.#content(bytes.subarray(0, from));
    this.#held = bytes.subarray(from);
    if (from > 0) this.#fresh = false;
  }

  #content(bytes: Buffer): void {
    const part = this.#part!;
    const kind = part.multipart === undefined ? 'content' : 'outside';
    if (bytes.length > 0) this.#pieces.push({ kind, part, bytes });
  }

  #cross({ multipart, closes }: Delimiter, bytes: Buffer): void {
    this.#pieces.push({ kind: 'frame', part: multipart, bytes });
    if (closes) {
      this.#part = multipart;
      this.#fresh = true;
    } else this.#begin(multipart);
  }
}

/** `From ` begins the envelope line of mailbox files, which some programs send along. */
const looksLikeField = (line: Buffer): boolean =>
  /^(?:>?From |[ \t]*[!-9;-~]+[ \t]*:|\r?\n$)/.test(line.toString('latin1', 0, 1000));

/** The next line that begins with two dashes; -1: none begins within these bytes. */
function after(bytes: Buffer, from: number): number {
  const found = bytes.indexOf(lineOfDashes, from);
  return found < 0 ? -1 : found + 1;
}

const mayBecomeDelimiter = (bytes: Buffer, line: number): boolean =>
  (bytes[line] ?? 0x2d) === 0x2d && (bytes[line + 1] ?? 0x2d) === 0x2d;

function breakBefore(bytes: Buffer, line: number): number {
  if (line === 0) return 0;
  return bytes[line - 2] === 0x0d ? line - 2 : line - 1;
}

/** How many bytes at the end may be a line break and the first dash of a delimiter. */
function unsure(bytes: Buffer): number {
  let from = bytes.length;
  if (bytes[from - 1] === 0x2d && bytes[from - 2] === newline) from -= 1;
  if (bytes[from - 1] === newline) from -= 1;
  if (bytes[from - 1] === 0x0d) from -= 1;
  return bytes.length - from;
}

const beyondReason = () =>
  new Refusal(
    'malformed',
    `The mail has a header of more than ${mostHeaderBytes / 1024} KiB or more than ${mostParts} parts. Send large content as up to ${limits.attachments} attachments.`,
  );
