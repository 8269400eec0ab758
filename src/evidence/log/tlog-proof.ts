/** C2SP tlog-proof: one entry's place in a log, to be checked without the log. */
import { decodeBase64, encodeBase64 } from './base64.ts';
import { parseDecimal } from './decimal.ts';
import { hashLength } from './hashes.ts';
import { Malformed } from './malformed.ts';

export interface TlogProof {
  readonly index: number;
  /** The inclusion proof, 32 bytes each, from the leaf upwards. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note, as it stands. */
  readonly checkpoint: string;
  /** What whoever made the proof added. Nothing vouches for it. */
  readonly extra?: Uint8Array;
}

const firstLine = 'c2sp.org/tlog-proof@v1';
/** More than a note may have, and all that stands before it. */
const longestProof = 2_000_000;
/** A tree of 2^53 leaves has this many levels. */
const mostHashes = 53;

export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [firstLine];
  if (extra) lines.push(`extra ${encodeBase64(extra)}`);
  lines.push(`index ${index}`, ...hashes.map(encodeBase64), '', checkpoint);
  return lines.join('\n');
}

/** Throws `Malformed` where the text is no proof. The checkpoint is cut out and not yet looked at: give it to `openNote`. */
export function parseTlogProof(text: string): TlogProof {
  if (text.length > longestProof) throw new Malformed('The proof is too long');
  const divide = text.indexOf('\n\n');
  if (divide < 0) throw new Malformed('The proof has no checkpoint');
  const [first, ...lines] = text.slice(0, divide).split('\n');
  if (first !== firstLine) throw new Malformed(`The proof does not begin with ${firstLine}`);
  const extra = lines[0]?.startsWith('extra ') ? decodeBase64(lines.shift()!.slice(6)) : undefined;
  const index = lines.shift();
  if (!index?.startsWith('index ')) throw new Malformed('The proof names no index');
  if (lines.length > mostHashes) throw new Malformed('The proof has more hashes than any tree has levels');
  return {
    index: parseDecimal(index.slice(6), 'index'),
    hashes: lines.map((line) => decodeBase64(line, hashLength)),
    checkpoint: text.slice(divide + 2),
    ...(extra && { extra }),
  };
}
