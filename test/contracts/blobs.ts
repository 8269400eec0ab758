import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { BlobGone, type Blobs } from '../../src/delivery/ports.ts';

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** What every adapter of `Blobs` promises. Called inside a `describe`. */
export function blobsContract(open: () => Blobs): void {
  const newKey = () => `contract/${randomUUID()}`;

  for (const [size, chunk] of [
    [0, 1],
    [1, 1],
    [1000, 7],
    [1 << 20, 1 << 20],
    [3_000_001, 65_536],
    [20 << 20, 999_999],
  ] as const)
    it(`keeps ${size} bytes that come in chunks of ${chunk}`, async () => {
      const blobs = open();
      const key = newKey();
      const bytes = randomBytes(size);
      assert.equal(await blobs.put(key, inChunks(bytes, chunk)), size);
      assert.ok((await collect(await blobs.read(key, 0))).equals(bytes));
      await blobs.delete(key);
    });

  it('reads any range, and what there is of one that reaches beyond the end', async () => {
    const blobs = open();
    const key = newKey();
    const bytes = randomBytes(2_500_000);
    await blobs.put(key, inChunks(bytes, 100_000));
    for (const [from, to] of [
      [0, 1],
      [5, 5],
      [1_048_575, 1_048_577],
      [17, 2_400_000],
      [2_499_999, 2_500_000],
      [2_400_000, 9_000_000],
      [2_500_000, undefined],
      [3_000_000, 3_000_001],
      [1_000_000, undefined],
    ] as const) {
      const read = await collect(await blobs.read(key, from, to));
      assert.ok(read.equals(bytes.subarray(from, to)), `${from} to ${to}`);
    }
    await blobs.delete(key);
  });

  it('says gone where there is nothing', async () => {
    const blobs = open();
    await assert.rejects(blobs.read(newKey(), 0), BlobGone);
    await assert.rejects(blobs.read(newKey(), 5, 5), BlobGone);
  });

  it('says gone after a deletion, which may be repeated', async () => {
    const blobs = open();
    const key = newKey();
    await blobs.put(key, inChunks(Buffer.from('sealed'), 3));
    await blobs.delete(key);
    await blobs.delete(key);
    await assert.rejects(blobs.read(key, 0), BlobGone);
    await blobs.delete(newKey());
  });

  for (const size of [10, 9 << 20])
    it(`never changes a blob: a second put of ${size} bytes is refused`, async () => {
      const blobs = open();
      const key = newKey();
      const [first, second] = [randomBytes(size), randomBytes(size)];
      await blobs.put(key, inChunks(first, 1 << 20));
      await assert.rejects(blobs.put(key, inChunks(second, 1 << 20)), { name: 'Fatal' });
      assert.ok((await collect(await blobs.read(key, 0))).equals(first));
      await blobs.delete(key);
    });

  it('lets exactly one of two puts at the same moment win', async () => {
    const blobs = open();
    const key = newKey();
    const bytes = [randomBytes(100_000), randomBytes(100_000)];
    const puts = await Promise.allSettled(bytes.map((each) => blobs.put(key, inChunks(each, 10_000))));
    const won = puts.flatMap((put, index) => (put.status === 'fulfilled' ? [bytes[index]!] : []));
    assert.equal(won.length, 1);
    assert.ok((await collect(await blobs.read(key, 0))).equals(won[0]!));
    await blobs.delete(key);
  });

  for (const size of [0, 1000, 12 << 20])
    it(`leaves nothing of a source that fails after ${size} bytes, and gives its error on`, async () => {
      const blobs = open();
      const key = newKey();
      const cutOff = new Error('the upload was cut off');
      const source = async function* () {
        yield* inChunks(randomBytes(size), 1 << 20);
        throw cutOff;
      };
      await assert.rejects(blobs.put(key, source()), (error) => error === cutOff);
      await assert.rejects(blobs.read(key, 0), BlobGone);
      await blobs.put(key, inChunks(Buffer.from('again'), 5));
      await blobs.delete(key);
    });

  it('pulls its source no faster than it stores', async () => {
    const blobs = open();
    const key = newKey();
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const source = async function* () {
      for (let id = 0; id < 160; id++) {
        yield Buffer.alloc(1 << 20, id);
        most = Math.max(most, process.memoryUsage().arrayBuffers);
      }
    };
    await blobs.put(key, source());
    assert.ok(most - before < 110 << 20, `${(most - before) >> 20} of 160 MiB were in memory at once`);
    await blobs.delete(key);
  });

  it('releases what it holds when a reader stops early, even before its first chunk', async () => {
    const blobs = open();
    const key = newKey();
    await blobs.put(key, inChunks(randomBytes(3 << 20), 1 << 20));
    for (let round = 0; round < 60; round++) {
      const chunks = (await blobs.read(key, 0))[Symbol.asyncIterator]();
      if (round % 2 === 0) await chunks.next();
      await chunks.return?.();
    }
    assert.equal((await collect(await blobs.read(key, 0))).length, 3 << 20);
    await blobs.delete(key);
  });

  it('refuses keys that are not of our making', async () => {
    const blobs = open();
    for (const key of ['', '../up', 'Up', 'a_b', 'a b', 'a'.repeat(201), 'a\0', 'ä'])
      await assert.rejects(blobs.put(key, inChunks(Buffer.of(1), 1)), TypeError, JSON.stringify(key));
  });

  it('keeps apart keys that differ in a separator only', async () => {
    const blobs = open();
    const id = randomUUID();
    await blobs.put(`a/b-${id}`, inChunks(Buffer.from('1'), 1));
    await blobs.put(`a-b/${id}`, inChunks(Buffer.from('2'), 1));
    await blobs.put(`a/b/${id}`, inChunks(Buffer.from('3'), 1));
    assert.equal((await collect(await blobs.read(`a-b/${id}`, 0))).toString(), '2');
    await blobs.delete(`a/b-${id}`);
    assert.equal((await collect(await blobs.read(`a/b/${id}`, 0))).toString(), '3');
    await blobs.delete(`a-b/${id}`);
    await blobs.delete(`a/b/${id}`);
  });

  it('answers a check where puts work', () => open().check());
}
