import { Head } from '../mime/head.ts';
import type { Part as MimePart } from '../mime/part.ts';
import { type Piece, Splitter } from '../mime/splitter.ts';
import { transferDecoder } from '../mime/transfer-decoder.ts';

/** A part that holds content. What an attached message holds is not looked into: it is not what the mail says. */
export interface Part {
  /** Lower case, such as `message/delivery-status`. */
  readonly type: string;
  readonly charset: string;
  readonly attached: boolean;
  /** 0: the mail itself; 1: directly in its multipart. */
  readonly depth: number;
  readonly content: () => Buffer;
}

export interface SplitMail {
  /** Missing where the header is too large. */
  readonly head: Head | undefined;
  /** Content type of the whole, lower case. */
  readonly type: string;
  readonly parts: readonly Part[];
}

/** Where a segment makes no more sense, what came before it counts. */
const step = 2 * 1024;

/**
 * Splits a mail of which only the beginning may be there. Whatever the bytes are, it gives what could be read before
 * they made no more sense, and never throws.
 */
export function splitMail(raw: Uint8Array): SplitMail {
  const bodies = new Map<MimePart, Buffer[]>();
  for (const { kind, part, bytes } of piecesOf(withoutLongBlanks(raw))) {
    if (kind === 'head') bodies.set(part, []);
    else if (kind === 'content') bodies.get(part)?.push(bytes);
  }
  const [root] = bodies.keys();
  return {
    head: root && new Head(root),
    type: root?.type ?? 'text/plain',
    parts: [...bodies]
      .filter(([{ multipart }]) => multipart === undefined)
      .map(([part, body]) => partOf(part, body)),
  };
}

function* piecesOf(raw: Buffer): Generator<Piece> {
  const splitter = new Splitter();
  try {
    for (let from = 0; from < raw.length; from += step)
      yield* splitter.write(raw.subarray(from, from + step));
    yield* splitter.end();
  } catch {
    // Too many parts, or too large a header: what came before counts.
  }
}

function partOf(part: MimePart, body: readonly Buffer[]): Part {
  let depth = 0;
  for (let each = part.parent; each; each = each.parent) depth += 1;
  return {
    type: part.type,
    charset: part.charset,
    attached: part.disposition === 'attachment',
    depth,
    content() {
      const decoder = transferDecoder(part.encoding);
      return Buffer.concat([...body.map((bytes) => decoder.write(bytes)), decoder.end()]);
    },
  };
}

/** Runs of blanks and lone returns end after 200: only the beginning of a text is read, and they must not fill it. */
function withoutLongBlanks(raw: Uint8Array): Buffer {
  const calm = Buffer.alloc(raw.length);
  let length = 0;
  let run = 0;
  for (let i = 0; i < raw.length; i += 1) {
    const byte = raw[i] === 0x0d && raw[i + 1] !== 0x0a ? 0x20 : raw[i]!;
    run = byte === 0x20 || byte === 0x09 ? run + 1 : 0;
    if (run <= 200) calm[length++] = byte;
  }
  return calm.subarray(0, length);
}
