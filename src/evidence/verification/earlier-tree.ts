import { decodeBase64 } from '../log/base64.ts';
import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { Malformed } from '../log/malformed.ts';
import { openNote, parseNote } from '../log/signed-note.ts';
import { verifyConsistency } from '../log/verify-proofs.ts';

/** Whether the tree of this note is the beginning of the tree, by its RFC 9162 consistency proof (base64 hashes). */
export function isEarlierTree(
  { checkpoint, consistency }: { readonly checkpoint: string; readonly consistency: readonly string[] },
  tree: Checkpoint,
): boolean {
  try {
    const old = parseCheckpoint(parseNote(checkpoint).text);
    if (old.origin !== tree.origin) return false;
    const proof = consistency.map((hash) => decodeBase64(hash, 32));
    return verifyConsistency({ from: old.size, to: tree.size, fromRoot: old.root, toRoot: tree.root, proof });
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/**
 * Whether no key of the bundle is named wrongly under the note. Those that have been retired since may be unknown here: that
 * the tree is the beginning of the log's shows whose it is.
 */
export async function isSignedRightly(checkpoint: string, keys: readonly string[]): Promise<boolean> {
  try {
    await openNote(checkpoint, keys);
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
