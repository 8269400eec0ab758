/**
 * Sealing and opening 2 GiB on this machine's disk, beside `cp` and `age`, in turn. Anchors that write a file are
 * followed by an fsync of it wherever ours ends with one. Alone: `node test/bench/sealing.ts`.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, type Row } from './row.ts';

const run = promisify(execFile);
const size = 2 * 1024 ** 3;
const rounds = 3;
const memoryMiB = 200;
const speed = (ms: number) => size / 1e6 / (ms / 1000);

interface Times {
  readonly seal: number[];
  readonly open: number[];
  readonly copy: number[];
  readonly copySynced: number[];
  readonly ageSeal: number[];
  readonly ageSealSynced: number[];
  readonly ageOpen: number[];
  readonly peakMiB: number[];
}

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-sealing-'));
  try {
    const input = join(folder, 'plain');
    await fill(input);
    const times = await measure(folder, input, await ageRecipient(folder));
    return [...rowsOf(times), await rangeRow(folder, input)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, input: string, recipient: string | undefined): Promise<Times> {
  const at = (name: string) => join(folder, name);
  const times: Times = {
    seal: [],
    open: [],
    copy: [],
    copySynced: [],
    ageSeal: [],
    ageSealSynced: [],
    ageOpen: [],
    peakMiB: [],
  };
  for (let round = 0; round < rounds; round++) {
    await clear(folder, 'copy');
    times.copy.push(await timed(() => run('cp', [input, at('copy')])));
    times.copySynced.push(times.copy.at(-1)! + (await timed(() => sync(at('copy')))));

    await clear(folder, 'copy', 'blobs');
    const sealed = await child('seal', input, at('blobs'));
    times.seal.push(sealed.ms);

    await clear(folder, 'opened');
    await run('sh', ['-c', 'cat "$0"/*/* > /dev/null', at('blobs')]);
    const opened = await child('open', at('blobs'), String(size), at('opened'));
    times.open.push(opened.ms);
    times.peakMiB.push(Math.max(sealed.peakMiB, opened.peakMiB));
    if (!recipient) continue;

    await clear(folder, 'opened', 'age');
    times.ageSeal.push(await timed(() => run('age', ['-r', recipient, '-o', at('age'), input])));
    times.ageSealSynced.push(times.ageSeal.at(-1)! + (await timed(() => sync(at('age')))));
    await clear(folder, 'opened');
    times.ageOpen.push(
      await timed(() => run('age', ['-d', '-i', at('age-key'), '-o', at('opened'), at('age')])),
    );
  }
  return times;
}

function rowsOf(times: Times): Row[] {
  const unsynced = (anchor: number[]) =>
    `both durable (the anchor is followed by fsync); against the anchor without it: ${paired(times.seal, anchor).toFixed(2)}`;
  const toFile = 'both from page cache, into which ours was read before, to a file, without fsync';
  const age = 'age';
  const none = times.ageSeal.length === 0 ? 'age is not installed' : undefined;
  return [
    row('seal 2 GiB to disk', times.seal, times.copySynced, 'cp + fsync', 0.6, unsynced(times.copy)),
    row(
      'seal 2 GiB to disk',
      times.seal,
      times.ageSealSynced,
      `${age} + fsync`,
      1.4,
      none ?? unsynced(times.ageSeal),
    ),
    row('open 2 GiB to a file', times.open, times.copy, 'cp', 0.6, toFile),
    row('open 2 GiB to a file', times.open, times.ageOpen, age, 1.4, none ?? toFile),
    {
      name: 'peak memory while sealing and opening 2 GiB',
      ours: Math.max(...times.peakMiB),
      anchor: memoryMiB,
      unit: 'MiB',
      ratio: memoryMiB / Math.max(...times.peakMiB),
      target: 1,
      anchorName: 'the limit',
      note: 'resident set of the whole node process, highest of all runs',
    },
  ];
}

async function rangeRow(folder: string, input: string): Promise<Row> {
  const { ours, plain } = await child('range', join(folder, 'blobs'), String(size), input);
  return {
    name: 'first byte of a range in the middle',
    ours: median(ours),
    anchor: median(plain),
    unit: 'ms',
    ratio: median(plain) / median(ours),
    target: 1 / 3,
    anchorName: 'reading one plain segment',
  };
}

const paired = (ours: number[], anchor: number[]) => median(anchor.map((ms, round) => ms / ours[round]!));

function row(
  name: string,
  ours: number[],
  anchor: number[],
  anchorName: string,
  target: number,
  note: string,
): Row {
  return {
    name,
    ours: speed(median(ours)),
    anchor: speed(median(anchor)),
    unit: 'MB/s',
    ratio: paired(ours, anchor),
    target,
    anchorName,
    note,
  };
}

async function child(...args: string[]) {
  const script = fileURLToPath(new URL('./sealing-child.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [script, ...args]);
  return JSON.parse(stdout) as { ms: number; peakMiB: number; ours: number[]; plain: number[] };
}

async function ageRecipient(folder: string): Promise<string | undefined> {
  try {
    await run('age-keygen', ['-o', join(folder, 'age-key')]);
    return (await run('age-keygen', ['-y', join(folder, 'age-key')])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Removes what the last run wrote, and writes and removes as much again: where the machine is a virtual one, the
 * first touch of memory costs more than all that is measured, and would hit whoever comes first.
 */
async function clear(folder: string, ...names: string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  await fill(join(folder, 'warm'));
  await rm(join(folder, 'warm'));
}

async function fill(path: string): Promise<void> {
  const block = randomBytes(1 << 20);
  await using file = await open(path, 'w');
  for (let written = 0; written < size; written += block.length) await file.write(block);
  await file.sync();
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  await file.sync();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

if (import.meta.main) console.log(JSON.stringify(await bench(), null, 1));
