import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { decodeBase64, encodeBase64 } from '../../../src/evidence/log/base64.ts';
import { formatEntryBundle, parseEntryBundle } from '../../../src/evidence/log/entry-bundle.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';
import * as browserHash from '../../../src/evidence/log/sha256-browser.ts';
import * as platformHash from '../../../src/evidence/log/sha256.ts';
import { parseTilePath, tilePath } from '../../../src/evidence/log/tile-path.ts';
import { parseCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { parseVkey } from '../../../src/evidence/log/log-key.ts';
import { parseNote, signNote } from '../../../src/evidence/log/signed-note.ts';
import { noteKey, testEntries } from '../../support/log-folder.ts';
import { formatTlogProof, parseTlogProof } from '../../../src/evidence/log/tlog-proof.ts';
import { hashThreads } from '../../../src/evidence/whole-log/hash-threads.ts';
import { type HashedTile, hashHere, type TileHasher } from '../../../src/evidence/whole-log/tile-hasher.ts';
import { plainBatchHash } from '../../../src/evidence/whole-log/plain-batch-hash.ts';
import { vectorBatchHash } from '../../../src/evidence/whole-log/vector-batch-hash.ts';
import { entrySpans } from '../../../src/evidence/log/entry-bundle.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const same = (a: Uint8Array, b: Uint8Array): void => assert.deepEqual(Buffer.from(a), Buffer.from(b));

it('The browser hashes as the platform does', () => {
  fc.assert(
    fc.property(fc.array(bytes), bytes, (parts, key) => {
      same(browserHash.sha256(...parts), platformHash.sha256(...parts));
      const data = parts[0] ?? new Uint8Array(0);
      same(browserHash.hmacSha256(key, data), platformHash.hmacSha256(key, data));
    }),
  );
});

it('Four hashes at once are the four hashes, of every length to four blocks and of the longest entry', () => {
  const vector = vectorBatchHash();
  const lengths = [...Array(260).keys()];
  for (const chosen of [lengths, [0], [65_535, 1, 0, 64, 65_535], [], lengths.toReversed()]) {
    const entries = chosen.map((length) => Uint8Array.from({ length }, (_, i) => i * 7 + length));
    const bundle = formatEntryBundle(entries);
    const spans = entrySpans(bundle, entries.length);
    const row = vector.leaves(bundle, spans);
    same(row, plainBatchHash.leaves(bundle, spans));
    const even = row.subarray(0, row.length - (row.length % 64));
    same(vector.parents(even), plainBatchHash.parents(even));
  }
});

it('Threads hash what is hashed here, and leave nobody waiting when they end', async () => {
  const bundles = [256, 1, 255, 256, 256].map((width) => formatEntryBundle(testEntries(width)));
  const widths = [256, 1, 255, 256, 256];
  const hashAll = (hasher: TileHasher): Promise<HashedTile[]> =>
    Promise.all(bundles.map((bundle, i) => hasher.hash(bundle, widths[i]!)));
  const threads = hashThreads(2);
  assert.deepEqual(await hashAll(threads), await hashAll(hashHere()));
  // Done in time or not, each is answered.
  const late = Promise.allSettled(Array.from({ length: 50 }, () => threads.hash(bundles[0]!, 256)));
  await threads.close();
  assert.equal((await late).length, 50);
  await assert.rejects(threads.hash(bundles[0]!, 256), /has ended/);
});

it('Base64 reads back what it wrote, and nothing else', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      assert.equal(encodeBase64(data), Buffer.from(data).toString('base64'));
      same(decodeBase64(encodeBase64(data)), data);
    }),
  );
  for (const text of [
    'A',
    'AA',
    'AAA',
    'AB==',
    'AAB=',
    'AA==\n',
    ' AAAA',
    'AA-_',
    'AA==AA==',
    '====',
    'ÄÄÄÄ',
  ]) {
    assert.throws(() => decodeBase64(text), Malformed, text);
  }
  assert.throws(() => decodeBase64('AAAA', 4), Malformed);
});

it('Tiles have the paths of tlog-tiles', () => {
  const paths = {
    'tile/0/000': { level: 0, index: 0, width: 256 },
    'tile/0/x001/x234/067': { level: 0, index: 1_234_067, width: 256 },
    'tile/1/000.p/17': { level: 1, index: 0, width: 17 },
    'tile/entries/x012/345.p/255': { level: 'entries', index: 12_345, width: 255 },
    'tile/63/999': { level: 63, index: 999, width: 256 },
  } as const;
  for (const [path, name] of Object.entries(paths)) {
    assert.equal(tilePath(name), path);
    assert.deepEqual(parseTilePath(path), name);
  }
  const wrong = [
    'tile/0/0',
    'tile/0/1234',
    'tile/0/x000/001',
    'tile/0/x001/x002',
    'tile/0/001/002',
    'tile/00/001',
    'tile/64/001',
    'tile/-1/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/01',
    'tile/0/001.p/',
    'tile/0/001.p',
    'tile/0/../001',
    'tile/data/001',
    'tile/0/x999/x999/x999/x999/x999/999',
    '/tile/0/001',
    'tile/0/001/',
    'tile/0/001\n',
    'tile/0/٠٠١',
  ];
  for (const path of wrong) assert.equal(parseTilePath(path), undefined, path);
});

it('A bundle gives back its entries, and no part of one', () => {
  const entries = [
    new Uint8Array(0),
    Uint8Array.of(1),
    new Uint8Array(300).fill(2),
    new Uint8Array(65_535).fill(3),
  ];
  const bundle = formatEntryBundle(entries);
  assert.deepEqual(parseEntryBundle(bundle, 4), entries);
  for (const [wrong, why] of [
    [bundle.subarray(0, -1), /runs past the end/],
    [bundle.subarray(0, 3), /runs past the end/],
    [bundle.subarray(0, 2), /has 1 entries, not 4/],
    [Buffer.concat([bundle, Buffer.of(0)]), /goes on after/],
    [Buffer.concat([bundle, bundle]), /goes on after/],
    [new Uint8Array(0), /has 0 entries/],
  ] as const) {
    assert.throws(() => parseEntryBundle(wrong, 4), { name: 'Malformed', message: why });
  }
  assert.throws(() => formatEntryBundle([new Uint8Array(65_536)]), RangeError);
});

const checkpoint = 'log\n5\nroot\n\n— log AAAAAAAA\n';
const hashes = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));

it('A proof reads back as it was written', () => {
  for (const proof of [
    { index: 0, hashes: [], checkpoint },
    { index: 2 ** 53 - 1, hashes, checkpoint },
    { index: 7, hashes, checkpoint, extra: Uint8Array.of(0, 255) },
  ]) {
    assert.deepEqual(parseTlogProof(formatTlogProof(proof)), proof);
  }
  assert.equal(
    formatTlogProof({ index: 7, hashes: hashes.slice(0, 1), checkpoint, extra: Uint8Array.of(9) }),
    `c2sp.org/tlog-proof@v1\nextra CQ==\nindex 7\n${'AQEB'.repeat(10)}AQE=\n\n${checkpoint}`,
  );
});

const good = formatTlogProof({ index: 7, hashes, checkpoint });
const noProofs = {
  'another first line': good.replace('@v1', '@v2'),
  'no first line': good.slice(good.indexOf('\n') + 1),
  'no checkpoint': good.slice(0, good.indexOf('\n\n')),
  'no index': good.replace('index 7\n', ''),
  'an index with a zero in front': good.replace('index 7', 'index 07'),
  'an index over 2^53': good.replace('index 7', 'index 9007199254740993'),
  'an index below zero': good.replace('index 7', 'index -7'),
  'two indices': good.replace('index 7\n', 'index 7\nindex 7\n'),
  'the extra line after the index': good.replace('index 7\n', 'index 7\nextra AAAA\n'),
  'a hash of 31 bytes': good.replace('AQEBAQE', 'AQEB'),
  'carriage returns': good.replaceAll('\n', '\r\n'),
  'more hashes than any tree has levels': formatTlogProof({
    index: 7,
    hashes: Array<Uint8Array>(54).fill(hashes[0]!),
    checkpoint,
  }),
  'nothing at all': '',
};
for (const [what, text] of Object.entries(noProofs)) {
  it(`A proof with ${what} is refused`, () => {
    assert.throws(() => parseTlogProof(text), Malformed);
  });
}

it('Whatever is read: it is read, or refused with a sentence', async () => {
  const note = await signNote('mail.example/log\n5\nAAAA\n', [noteKey()]);
  const { vkey } = noteKey();
  const readers: [string, (text: string) => unknown][] = [
    [note, parseNote],
    ['log\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n', parseCheckpoint],
    [good, parseTlogProof],
    [vkey, parseVkey],
    ['\0\x02ab\0\x01c', (text) => parseEntryBundle(Buffer.from(text, 'latin1'), 2)],
    ['tile/0/x001/234.p/5', parseTilePath],
  ];
  const pieces = [
    '',
    '\n',
    '\n\n',
    '— ',
    ' ',
    '+',
    '=',
    '\0',
    '9'.repeat(20),
    '\ud800',
    'é',
    'x',
    '/',
    '.p/',
  ];
  for (const [text, read] of readers) {
    read(text);
    fc.assert(
      fc.property(fc.nat(), fc.nat(9), fc.constantFrom(...pieces), (at, length, piece) => {
        const from = at % (text.length + 1);
        try {
          read(text.slice(0, from) + piece + text.slice(from + length));
        } catch (error) {
          if (!(error instanceof Malformed)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  }
});
