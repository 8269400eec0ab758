/**
 * Seals or opens one file as the server does, in a process of its own, so that its memory can be measured.
 * Prints JSON. Arguments: `seal INPUT BLOBS`, `open BLOBS SIZE OUTPUT`, `range BLOBS SIZE INPUT`.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { diskBlobs } from '../../src/backends/blobs/disk.ts';
import { associatedData, openStream, sealStream } from '../../src/envelope/index.ts';

const dataKey = Buffer.alloc(32, 7);
const bound = associatedData('019b0000-0000-7000-8000-000000000000', 1);
const [verb, ...args] = process.argv.slice(2);
const chunkSize = 1 << 20;

async function* chunks(file: FileHandle): AsyncGenerator<Buffer> {
  const buffers = [Buffer.allocUnsafeSlow(chunkSize), Buffer.allocUnsafeSlow(chunkSize)];
  for (let turn = 0; ; turn = 1 - turn) {
    const { bytesRead, buffer } = await file.read(buffers[turn]!, 0, chunkSize, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function seal(input: string, folder: string) {
  const blobs = diskBlobs(folder);
  await blobs.check();
  await using file = await open(input);
  const start = performance.now();
  const stream = sealStream(dataKey, bound, chunks(file));
  await blobs.put('big', stream.sealed);
  return { ms: performance.now() - start, ...stream.result() };
}

async function openAll(folder: string, size: number, output: string) {
  const blobs = diskBlobs(folder);
  const start = performance.now();
  await using file = await open(output, 'w');
  const writing: Promise<unknown>[] = [];
  const opened = openStream(dataKey, bound, size, (from, to) => blobs.read('big', from, to));
  let position = 0;
  for await (const plain of opened) {
    if (writing.length === 2) await writing.shift();
    writing.push(file.write(plain, 0, plain.length, position).then(() => opened.reclaim?.(plain)));
    position += plain.length;
  }
  await Promise.all(writing);
  return { ms: performance.now() - start };
}

/** First byte of a range in the middle of a segment, beside reading one plain segment of the input; in turn. */
async function range(folder: string, size: number, input: string) {
  const blobs = diskBlobs(folder);
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < 60; round++) {
    const from = Math.floor(size / 3) + round * 5_000_000 + 12_345;
    const start = performance.now();
    const opened = openStream(dataKey, bound, size, (from, to) => blobs.read('big', from, to), {
      from,
      to: from + 100,
    })[Symbol.asyncIterator]();
    await opened.next();
    const middle = performance.now();
    await opened.return?.();
    const beforePlain = performance.now();
    const file = await open(input);
    await file.read(Buffer.allocUnsafeSlow(chunkSize), 0, chunkSize, from - (from % chunkSize));
    plain.push(performance.now() - beforePlain);
    await file.close();
    ours.push(middle - start);
  }
  return { ours: ours.slice(10), plain: plain.slice(10) };
}

const result =
  verb === 'seal'
    ? await seal(args[0]!, args[1]!)
    : verb === 'open'
      ? await openAll(args[0]!, Number(args[1]), args[2]!)
      : await range(args[0]!, Number(args[1]), args[2]!);
console.log(JSON.stringify({ ...result, peakMiB: process.resourceUsage().maxRSS / 1024 }));
