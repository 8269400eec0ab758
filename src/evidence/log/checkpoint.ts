/** C2SP tlog-checkpoint: the text that a log signs as a note. */
import { decodeBase64, encodeBase64 } from './base64.ts';
import { parseDecimal } from './decimal.ts';
import { hashLength } from './hashes.ts';
import { Malformed } from './malformed.ts';

export interface Checkpoint {
  /** Names the log; the first line. */
  readonly origin: string;
  /** Leaves in the tree; at most 2^53 − 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** The text to be signed, with its final newline. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  if (!isLine(origin)) throw new RangeError('an origin is one line of text');
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('this is no size of a tree');
  if (root.length !== hashLength) throw new RangeError('a root has 32 bytes');
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/**
 * Reads a note's text as a checkpoint. Throws `Malformed` otherwise. Extension lines, which ours never have, are allowed and
 * left out, as the specification asks.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length < 3 || !lines.every(isLine)) {
    throw new Malformed('A checkpoint has at least three lines, none of them empty');
  }
  const [origin, size, root] = lines as [string, string, string];
  return { origin, size: parseDecimal(size, 'size of the tree'), root: decodeBase64(root, hashLength) };
}

const isLine = (line: string): boolean => /^[^\u0000-\u001f]+$/u.test(line) && line.isWellFormed();
