import { checkEarlier } from '../whole-log/check-earlier.ts';
import { checkCheckpoint } from '../whole-log/check-checkpoint.ts';
import { EntryChecks } from '../whole-log/entry-checks.ts';
import { Findings } from '../whole-log/findings.ts';
import { hasherFor } from '../whole-log/hash-threads.ts';
import { LogReader } from '../whole-log/log-reader.ts';
import { readAhead } from '../whole-log/read-ahead.ts';
import { TileChecks } from '../whole-log/tile-checks.ts';
import { encodeBase64 } from './base64.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { emptyRoot, sameBytes } from './hashes.ts';
import { parseVkey } from './log-key.ts';
import type { LogReport } from './log-report.ts';
import type { LogSource } from './log-source.ts';
import { parseNote } from './signed-note.ts';
import { tileWidth } from './tile-reader.ts';

export interface VerifyLogOptions {
  /** The log's verifier keys, got elsewhere. Absent or empty: the verdict is `consistent` at best. */
  readonly vkeys?: readonly string[];
  /** Signed notes of this log that somebody has kept: the log must go on from each of them. */
  readonly checkpoints?: readonly string[];
  /** How far an event's time may lie before that of an earlier entry without a warning, in milliseconds; one minute. */
  readonly clockSlack?: number;
  /** Told now and then how many entries of how many are done. */
  readonly progress?: (done: number, total: number) => void;
}

/** Tiles that are read at once. */
const ahead = 8;

/** Parts that could not be read, after which the rest is not asked for: a checkpoint may claim any size. */
const mostUnread = 50;

/**
 * Recomputes a whole log from its entries up: each leaf, each tile, the root, the signature; and judges its entries. Never
 * throws for what the log is: the report says it. Throws `Malformed` where a given vkey or checkpoint is none.
 *
 * Memory: some 80 bytes for each entry, beside what is being read.
 */
export async function verifyLog(source: LogSource, options: VerifyLogOptions = {}): Promise<LogReport> {
  const { vkeys = [], checkpoints = [], clockSlack = 60_000, progress } = options;
  for (const vkey of vkeys) parseVkey(vkey);
  for (const note of checkpoints) parseCheckpoint(parseNote(note).text);
  const findings = new Findings();
  const reader = new LogReader(source, findings);
  const head = await checkCheckpoint(reader, vkeys, findings);
  const { checkpoint } = head;
  const entries = checkpoint ? await checkTree(checkpoint, reader, findings, clockSlack, progress) : 0;
  const canGoOn = checkpoint && findings.counts.unread < mostUnread;
  const kept = canGoOn ? await checkEarlier(checkpoints, checkpoint, reader, findings) : 0;

  const { counts } = findings;
  const agreed = head.verified.length > 0 ? 'verified' : 'consistent';
  return {
    verdict: counts.findings > 0 ? 'wrong' : counts.unread > 0 ? 'unread' : agreed,
    ...(checkpoint && {
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: encodeBase64(checkpoint.root),
    }),
    verified: head.verified,
    unknown: head.unknown,
    entries,
    kept,
    ...findings.report,
  };
}

/** Resolves to the number of entries that were read. */
async function checkTree(
  { size, root }: { readonly size: number; readonly root: Uint8Array },
  reader: LogReader,
  findings: Findings,
  clockSlack: number,
  progress: VerifyLogOptions['progress'],
): Promise<number> {
  const tiles = Math.ceil(size / tileWidth);
  const widthOf = (index: number): number => Math.min(tileWidth, size - index * tileWidth);
  const hasher = hasherFor(tiles);
  const entryChecks = new EntryChecks(findings, clockSlack);
  const tileChecks = new TileChecks(findings, (level, index, width) => reader.tile(level, index, width));
  const reading = readAhead(tiles, ahead, async (index) => {
    const width = widthOf(index);
    const [stored, bundle] = await Promise.all([reader.tile(0, index, width), reader.bundle(index, width)]);
    return { stored, bundle, hashed: bundle && (await hasher.hash(bundle.bytes, width)) };
  });
  let entries = 0;
  let index = 0;
  try {
    for await (const { stored, bundle, hashed } of reading) {
      const width = widthOf(index);
      if (bundle) entryChecks.check(bundle.bytes, bundle.spans, index * tileWidth);
      else entryChecks.skip();
      if (bundle) entries += width;
      await tileChecks.add(width, stored, hashed);
      index += 1;
      if (findings.counts.unread >= mostUnread) {
        const what = 'So much could not be read that the rest was not asked for.';
        findings.add('unread', { code: 'unread', what });
        return entries;
      }
      if (index % 64 === 0 || index === tiles) progress?.(Math.min(size, index * tileWidth), size);
    }
  } finally {
    await hasher.close();
  }
  const found = size === 0 ? emptyRoot : await tileChecks.root();
  if (found && !sameBytes(found, root)) {
    const what = `The tree of ${size} entries has another root than the checkpoint says: ${encodeBase64(found)}.`;
    findings.add('findings', { code: 'root', what, path: 'checkpoint' });
  }
  return entries;
}
