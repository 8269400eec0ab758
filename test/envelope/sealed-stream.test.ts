import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type ByteRange,
  openBytes,
  openStream,
  sealBytes,
  sealedSize,
  sealStream,
} from '../../src/envelope/index.ts';
import { AES256_GCM_HKDF_1MB } from '../../src/envelope/stream-format.ts';
import { Fatal } from '../../src/message/refusals.ts';
import { collect, inChunks } from '../contracts/blobs.ts';
import { bordersOf, smallSegments } from './support.ts';

const key = randomBytes(32);
const associated = randomBytes(20);
const first = 8;
const later = 48;
const MiB = 1 << 20;

const open = (sealed: Buffer, size: number, range?: ByteRange, chunk = 29) =>
  collect(
    openStream(
      key,
      associated,
      size,
      async (from, to) => inChunks(sealed.subarray(from, to), chunk),
      range,
      smallSegments,
    ),
  );

/** Everything that leaves before the error, and the error. */
async function openUntilError(sealed: Buffer, size: number) {
  const out: Uint8Array[] = [];
  try {
    const read = async (from: number, to?: number) => inChunks(sealed.subarray(from, to), 31);
    for await (const chunk of openStream(key, associated, size, read, undefined, smallSegments))
      out.push(chunk);
  } catch (error) {
    return { plain: Buffer.concat(out), error };
  }
  return { plain: Buffer.concat(out), error: undefined };
}

const segmentsOf = (sealed: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(sealed.length / 64) }, (_, n) => sealed.subarray(n * 64, (n + 1) * 64));

const seal = (plain: Buffer) => sealBytes(key, associated, plain, smallSegments);

describe('a sealed stream', () => {
  it('opens to what was sealed, whatever the size and the chunks', async () => {
    const size = fc.oneof(fc.constantFrom(...bordersOf(first, later)), fc.nat(600));
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.integer({ min: 1, max: 130 }),
        fc.integer({ min: 1, max: 130 }),
        async (size, cut, read) => {
          const plain = randomBytes(size);
          const stream = sealStream(key, associated, inChunks(plain, cut), smallSegments);
          const sealed = await collect(stream.sealed);
          assert.ok((await open(sealed, size, undefined, read)).equals(plain));
          assert.ok(openBytes(key, associated, sealed, smallSegments).equals(plain));
          assert.ok((await open(seal(plain), size)).equals(plain));
          assert.deepEqual(stream.result(), {
            size,
            sha256: createHash('sha256').update(plain).digest('hex'),
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('opens every range of content around the borders, reading only the segments of the range', async () => {
    const size = first + 2 * later + 5;
    const plain = randomBytes(size);
    const sealed = seal(plain);
    for (let from = 0; from <= size; from++)
      for (const to of new Set(
        [from, from + 1, from + 7, first, first + later, first + later + 1, size].filter(
          (to) => from <= to && to <= size,
        ),
      )) {
        let bytes = 0;
        const read = async (start: number, end?: number) => {
          const part = sealed.subarray(start, end);
          bytes += part.length;
          return inChunks(part, 50);
        };
        const opened = await collect(openStream(key, associated, size, read, { from, to }, smallSegments));
        assert.ok(opened.equals(plain.subarray(from, to)), `${from} to ${to}`);
        const segmentOf = (at: number) => (at < first ? 0 : 1 + Math.floor((at - first) / later));
        const touched = from === to ? 0 : segmentOf(to - 1) - segmentOf(from) + 1;
        assert.ok(bytes <= touched * 64 + (touched > 0 ? 40 : 0), `${bytes} bytes read for ${from} to ${to}`);
      }
  });

  it('refuses every single flipped bit, and lets no byte of that segment or a later one out', async () => {
    const size = first + later + 11;
    const plain = randomBytes(size);
    const sealed = seal(plain);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const broken = Buffer.from(sealed);
      broken[bit >> 3]! ^= 1 << (bit & 7);
      const out = await openUntilError(broken, size);
      assert.ok(out.error instanceof Fatal, `bit ${bit}`);
      const segment = bit >> 3 < 40 ? 0 : (bit >> 3) >> 6;
      assert.ok(
        out.plain.equals(plain.subarray(0, segment === 0 ? 0 : first + (segment - 1) * later)),
        `bit ${bit}`,
      );
      assert.throws(() => openBytes(key, associated, broken, smallSegments), Fatal);
    }
  });

  it('refuses every truncation, and every size but its own', async () => {
    const size = first + 2 * later;
    const sealed = seal(randomBytes(size));
    for (let length = 0; length < sealed.length; length++) {
      const { error } = await openUntilError(sealed.subarray(0, length), size);
      assert.ok(error instanceof Fatal, `${length} bytes`);
      assert.throws(() => openBytes(key, associated, sealed.subarray(0, length), smallSegments), Fatal);
    }
    for (let wrong = 0; wrong < size + 60; wrong++)
      if (wrong !== size)
        assert.ok((await openUntilError(sealed, wrong)).error instanceof Fatal, `size ${wrong}`);
  });

  it('refuses segments that were swapped, repeated, dropped, added, or come from another stream', async () => {
    const size = first + 3 * later + 20;
    const sealed = segmentsOf(seal(randomBytes(size)));
    const other = segmentsOf(seal(randomBytes(size)));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 0, maxLength: 7 }), async (order) => {
        fc.pre(order.join() !== '0,1,2,3,4' && order.join() !== '5,6,7,8,9');
        const mixed = Buffer.concat(order.map((n) => (n < 5 ? sealed[n]! : other[n - 5]!)));
        if (order.slice(0, 5).join() !== '0,1,2,3,4' && order.slice(0, 5).join() !== '5,6,7,8,9')
          assert.ok((await openUntilError(mixed, size)).error instanceof Fatal, order.join());
        assert.throws(() => openBytes(key, associated, mixed, smallSegments), Fatal);
      }),
      {
        numRuns: 500,
        examples: [
          [[1, 0, 2, 3, 4]],
          [[0, 1, 2, 4]],
          [[0, 1, 2, 2, 4]],
          [[0, 6, 2, 3, 4]],
          [[5, 1, 2, 3, 4]],
        ],
      },
    );
  });

  it('opens neither under another key nor for another message or part', () => {
    const sealed = seal(Buffer.from('content'));
    assert.throws(() => openBytes(randomBytes(32), associated, sealed, smallSegments), Fatal);
    assert.throws(() => openBytes(key, randomBytes(20), sealed, smallSegments), Fatal);
    assert.throws(() => openBytes(key, associated, randomBytes(500), smallSegments), Fatal);
  });

  it('refuses ranges that the content does not have, and keys that are none', async () => {
    const sealed = seal(randomBytes(10));
    for (const range of [
      { from: -1, to: 5 },
      { from: 6, to: 5 },
      { from: 0, to: 11 },
      { from: 0.5, to: 3 },
      { from: Number.NaN, to: 3 },
    ])
      await assert.rejects(open(sealed, 10, range), RangeError);
    assert.throws(() => sealBytes(key.subarray(1), associated, Buffer.of(1)), RangeError);
    assert.throws(() => sealedSize(-1), RangeError);
    assert.throws(() => sealedSize(2 ** 53), RangeError);
  });

  it('gives errors of its source and of its reader on, and tells the source that it stops', async () => {
    const lost = new Error('the upload was cut off');
    for (const before of [0, 5, 500]) {
      const source = async function* () {
        yield* inChunks(randomBytes(before), 40);
        throw lost;
      };
      const stream = sealStream(key, associated, source(), smallSegments);
      await assert.rejects(collect(stream.sealed), (error) => error === lost);
      assert.throws(() => stream.result(), /known only when/);
    }
    await assert.rejects(
      collect(openStream(key, associated, 5, () => Promise.reject(lost))),
      (error) => error === lost,
    );
    let stopped = 0;
    const source = async function* () {
      try {
        for (;;) yield randomBytes(100);
      } finally {
        stopped += 1;
      }
    };
    for await (const _ of sealStream(key, associated, source(), smallSegments).sealed) break;
    for await (const _ of openStream(
      key,
      associated,
      8,
      async () => inChunks(seal(randomBytes(8)), 3),
      undefined,
      smallSegments,
    ))
      break;
    assert.equal(stopped, 1);
  });
});

describe('a sealed stream with segments of 1 MiB', () => {
  const firstSize = MiB - 16 - 40;
  const laterSize = MiB - 16;
  const content = randomBytes(3 * MiB + 5);
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  for (const size of bordersOf(firstSize, laterSize))
    it(`holds ${size} bytes`, async () => {
      const plain = content.subarray(0, size);
      for (const chunk of [65_536, MiB, 4 * MiB]) {
        const stream = sealStream(key, associated, inChunks(plain, chunk));
        const sealed = await collect(stream.sealed);
        assert.equal(sealed.length, sealedSize(size));
        assert.deepEqual(stream.result(), { size, sha256: digest(plain) });
        const read = async (from: number, to?: number) => inChunks(sealed.subarray(from, to), 777_777);
        assert.ok((await collect(openStream(key, associated, size, read))).equals(plain));
        assert.ok(openBytes(key, associated, sealed).equals(plain));
      }
    });

  it('digests several streams at the same time, and goes on after one that was given up', async () => {
    const plains = [1, 2, 3].map((n) => randomBytes(n * MiB + n));
    const streams = plains.map((plain) => sealStream(key, associated, inChunks(plain, 100_000)));
    const givenUp = sealStream(key, associated, inChunks(content, 100_000)).sealed[Symbol.asyncIterator]();
    for (let n = 0; n < 5; n++) await givenUp.next();
    await Promise.all([...streams.map((stream) => collect(stream.sealed)), givenUp.return?.()]);
    assert.deepEqual(
      streams.map((stream) => stream.result().sha256),
      plains.map(digest),
    );
  });

  it('seals a source that uses two buffers in turn, and takes its own chunks back', async () => {
    const size = 6 * MiB + 77;
    const plain = randomBytes(size);
    const buffers = [Buffer.alloc(100_000), Buffer.alloc(100_000)];
    const source = async function* () {
      for (let from = 0, turn = 0; from < size; from += 100_000, turn = 1 - turn) {
        const copied = plain.copy(buffers[turn]!, 0, from, from + 100_000);
        yield buffers[turn]!.subarray(0, copied);
      }
    };
    const stream = sealStream(key, associated, source());
    const copies: Buffer[] = [];
    for await (const chunk of stream.sealed) {
      copies.push(Buffer.from(chunk));
      stream.sealed.reclaim?.(chunk);
    }
    assert.ok(openBytes(key, associated, Buffer.concat(copies)).equals(plain));
  });

  it('hands chunks that it has used back to where it reads, and not before', async () => {
    const sealed = sealBytes(key, associated, content);
    for (const chunk of [MiB, 300_000, 2 * MiB, 40]) {
      let out = 0;
      const read = async (from: number, to = sealed.length) => ({
        ...{ [Symbol.asyncIterator]: () => lend(from, to)[Symbol.asyncIterator]() },
        reclaim(piece: Uint8Array) {
          out -= 1;
          new Uint8Array(piece.buffer).fill(0xdd);
        },
      });
      const lend = async function* (from: number, to: number) {
        for (let at = from; at < to; at += chunk) {
          out += 1;
          yield Uint8Array.from(sealed.subarray(at, Math.min(at + chunk, to)));
        }
      };
      const opened = openStream(key, associated, content.length, read, undefined, AES256_GCM_HKDF_1MB);
      const copies: Buffer[] = [];
      for await (const plain of opened) {
        copies.push(Buffer.from(plain));
        opened.reclaim?.(plain);
      }
      assert.ok(Buffer.concat(copies).equals(content), `chunks of ${chunk}`);
      assert.equal(out, 0, `chunks of ${chunk} that were not handed back`);
    }
  });
});
