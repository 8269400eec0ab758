import type { BundleReport, StampReport, Trust } from '../../message/verification.ts';
import type { Bundle, StampedTree } from '../bundle/format.ts';
import { readCertificate, subjectName } from '../certificates/read-certificate.ts';
import { decodeBase64 } from '../log/base64.ts';
import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { Malformed } from '../log/malformed.ts';
import { parseNote } from '../log/signed-note.ts';
import { BadTimestamp } from '../timestamps/bad-timestamp.ts';
import { type Timestamp, verifyTimestamp } from '../timestamps/verify-token.ts';
import { isEarlierTree, isSignedRightly } from './earlier-tree.ts';
import type { FindingList } from './finding-list.ts';

/** A stamp that holds: the tree of `size` entries was there at that time, by the authority's clock. */
export interface HoldingStamp {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Milliseconds by which the authority may be off. */
  readonly accuracy: number;
}

/** Whether each stamped tree is the beginning of the log, and its token holds over it. */
export async function checkStamps(
  { timestamps, log }: Bundle,
  tree: Checkpoint,
  trust: Trust,
  findings: FindingList,
): Promise<{ holding: readonly HoldingStamp[]; report: BundleReport['stamps'] }> {
  const holding: HoldingStamp[] = [];
  const list: StampReport[] = [];
  let allTrusted = true;
  let last = -1;
  for (const stamped of timestamps) {
    const value = String(stamped.size);
    if (stamped.size <= last) findings.add('stamp_order', { value });
    last = stamped.size;
    if (!isEarlierTree(stamped, tree) || sizeOf(stamped) !== stamped.size) {
      findings.add('stamp_prefix', { value });
    }
    if (!(await isSignedRightly(stamped.checkpoint, log.keys))) findings.add('stamp_checkpoint', { value });
    const stamp = await openStamp(stamped, trust);
    if (!stamp) findings.add('stamp_token', { value });
    else {
      if (trust.tsaRoots.length > 0 && !stamp.trusted)
        findings.add('stamp_untrusted', { value: stamp.fingerprint });
      holding.push({ size: stamped.size, time: Date.parse(stamp.genTime), accuracy: stamp.accuracy });
    }
    allTrusted &&= stamp?.trusted ?? false;
    list.push({
      size: stamped.size,
      time: stamp?.genTime ?? null,
      authority: stamp ? subjectName(readCertificate(stamp.chain[0]!)) : '',
      fingerprint: stamp?.fingerprint ?? '',
    });
  }
  return {
    holding,
    report: { list, standing: list.length === 0 ? 'absent' : allTrusted ? 'confirmed' : 'own' },
  };
}

function sizeOf({ checkpoint }: StampedTree): number | undefined {
  try {
    return parseCheckpoint(parseNote(checkpoint).text).size;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

async function openStamp({ token, checkpoint }: StampedTree, trust: Trust): Promise<Timestamp | undefined> {
  try {
    const data = new TextEncoder().encode(checkpoint);
    return await verifyTimestamp(decodeBase64(token), data, { roots: trust.tsaRoots });
  } catch (error) {
    if (error instanceof BadTimestamp || error instanceof Malformed) return undefined;
    throw error;
  }
}
