/**
 * Verifying a log of a million events from its files, beside a Python loop over hashlib that does its tree alone, in turn.
 * BENCH_ENTRIES sets another number of events. Alone: `node test/bench/verify.ts`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointText, parseCheckpoint } from '../../src/evidence/log/checkpoint.ts';
import { entrySpans, formatEntryBundle } from '../../src/evidence/log/entry-bundle.ts';
import { hashLength, leafHash } from '../../src/evidence/log/hashes.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../src/evidence/log/merkle-tree.ts';
import { inclusionProof } from '../../src/evidence/log/proofs.ts';
import { parseNote, signNote } from '../../src/evidence/log/signed-note.ts';
import { tilePath } from '../../src/evidence/log/tile-path.ts';
import { batchHash } from '../../src/evidence/whole-log/batch-hash.ts';
import { hasherFor } from '../../src/evidence/whole-log/hash-threads.ts';
import { rootOf, split } from '../../src/evidence/whole-log/tile-checks.ts';
import { entryOf, noteKey, testEvent, testOrigin, writeFolder } from '../support/log-folder.ts';
import { lacks } from '../support/tools.ts';
import { uniformTree } from '../support/trees.ts';
import { median, type Row } from './row.ts';

const size = Number(process.env['BENCH_ENTRIES'] ?? 1_000_000);
const rounds = 3;
const here = new URL('.', import.meta.url).pathname;
const segl = new URL('../../bin/segl.js', import.meta.url).pathname;

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-verify-'));
  try {
    const log = join(folder, 'log');
    const trust = join(folder, 'trust');
    const key = noteKey();
    await buildLog(log, key);
    mkdirSync(trust);
    await writeFile(join(trust, 'log.vkey'), `${key.vkey}\n`);
    const withoutPython = lacks('python3');
    const rates: { python: number; tree: number; whole: number; memory: number }[] = [];
    await treeRate(log);
    for (let round = 0; round < rounds; round++) {
      const python = withoutPython ? NaN : pythonRate(log);
      rates.push({ python, tree: await treeRate(log), ...wholeRate(log, trust) });
    }
    const row = (name: string, which: 'tree' | 'whole', target: number): Row => ({
      name,
      ours: median(rates.map((rate) => rate[which])),
      anchor: median(rates.map(({ python }) => python)),
      unit: 'events/s',
      ratio: median(rates.map((rate) => rate[which] / rate.python)),
      target,
      anchorName: withoutPython || 'Python hashlib, the tree alone',
    });
    const note = `at most ${Math.round(Math.max(...rates.map(({ memory }) => memory)))} MB of memory; its start is within`;
    return [
      row('The tree of a log, leaves and nodes', 'tree', 1),
      { ...row('segl verify of a log in files', 'whole', 0.35), note },
      await proofReads(),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A log of `size` events, tile after tile, so that it need not be held. */
async function buildLog(folder: string, key: ReturnType<typeof noteKey>): Promise<void> {
  const hash = batchHash();
  const above: Uint8Array[][] = [];
  let edge = emptyEdge;
  for (let first = 0; first < size; first += 256) {
    const width = Math.min(256, size - first);
    const entries = Array.from({ length: width }, (_, i) => entryOf(testEvent(first + i)));
    const bundle = formatEntryBundle(entries);
    const tile = hash.leaves(bundle, entrySpans(bundle, width));
    const leaves = entries.map((_, i) => tile.subarray(i * hashLength, (i + 1) * hashLength));
    edge = appendLeaves(edge, leaves, (level, index, node) => {
      (above[level] ??= [])[index] = node;
    });
    const index = first / 256;
    writeFolder(
      folder,
      new Map([
        [tilePath({ level: 'entries', index, width }), bundle],
        [tilePath({ level: 0, index, width }), tile],
      ]),
    );
  }
  above.forEach((hashes, level) => {
    for (let first = 0; first < hashes.length; first += 256) {
      const tile = hashes.slice(first, first + 256);
      const path = tilePath({ level, index: first / 256, width: tile.length });
      writeFolder(folder, new Map([[path, Buffer.concat(tile)]]));
    }
  });
  const text = checkpointText({ origin: testOrigin, size, root: edgeRoot(edge) });
  writeFolder(folder, new Map([['checkpoint', Buffer.from(await signNote(text, [key]))]]));
}

const signedRoot = (log: string): string =>
  Buffer.from(parseCheckpoint(parseNote(readFileSync(join(log, 'checkpoint'), 'utf8')).text).root).toString(
    'hex',
  );

function pythonRate(log: string): number {
  const { stdout, stderr } = spawnSync('python3', [join(here, 'tree.py'), log], { encoding: 'utf8' });
  const [rate, root] = stdout.trim().split(' ');
  if (root !== signedRoot(log)) throw new Error(`the Python loop found another root. ${stderr}`);
  return Number(rate);
}

/** The tree alone: files are read while the clock stands. */
async function treeRate(log: string): Promise<number> {
  const widths = Array.from({ length: Math.ceil(size / 256) }, (_, i) => Math.min(256, size - i * 256));
  const hasher = hasherFor(widths.length);
  let milliseconds = 0;
  const row: Uint8Array[] = [];
  for (let first = 0; first < widths.length; first += 256) {
    const bundles = widths
      .slice(first, first + 256)
      .map((width, i) => readFileSync(join(log, tilePath({ level: 'entries', index: first + i, width }))));
    const began = performance.now();
    const tiles = await Promise.all(bundles.map((bundle, i) => hasher.hash(bundle, widths[first + i]!)));
    for (const tile of tiles) row.push(tile.root ?? rootOf(split(tile.row)));
    milliseconds += performance.now() - began;
  }
  await hasher.close();
  const began = performance.now();
  const root = rootOf(row);
  milliseconds += performance.now() - began;
  if (Buffer.from(root).toString('hex') !== signedRoot(log)) throw new Error('another root was found');
  return size / (milliseconds / 1000);
}

/** The command as a user calls it, its start included. */
function wholeRate(log: string, trust: string): { whole: number; memory: number } {
  const peak = join(here, 'peak-memory.ts');
  const began = performance.now();
  const run = spawnSync(
    process.execPath,
    ['--import', peak, segl, 'verify', log, '--trust', trust, '--json'],
    {
      encoding: 'utf8',
    },
  );
  const seconds = (performance.now() - began) / 1000;
  if (run.status !== 0) throw new Error(`segl verify failed: ${run.stdout}${run.stderr}`);
  const { verdict, entries } = JSON.parse(run.stdout) as { verdict: string; entries: number };
  if (verdict !== 'verified' || entries !== size) throw new Error(`segl verify found the log ${verdict}`);
  return { whole: size / seconds, memory: Number(/peak (\d+)/.exec(run.stderr)?.[1]) / 1e3 };
}

/** Tiles read for a proof in ten million entries, beside those in ten thousand. */
async function proofReads(): Promise<Row> {
  const leaf = leafHash(Buffer.from('the same'));
  const most = async (entries: number): Promise<number> => {
    let reads = 0;
    for (let i = 0; i < 1000; i++) {
      const tree = uniformTree(leaf, entries);
      await inclusionProof(Math.floor(((entries - 1) * i) / 999), entries, tree.readTile);
      reads = Math.max(reads, tree.reads());
    }
    return reads;
  };
  const [ours, anchor] = [await most(10_000_000), await most(10_000)];
  return {
    name: 'Tiles read for an inclusion proof in ten million events, at most',
    ours,
    anchor,
    unit: 'tiles',
    ratio: anchor / ours,
    target: 0.5,
    anchorName: 'in ten thousand',
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await bench());
