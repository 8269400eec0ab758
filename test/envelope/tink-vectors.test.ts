import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { openBytes } from '../../src/envelope/open-bytes.ts';
import { openStream } from '../../src/envelope/open-stream.ts';
import { sealBytes } from '../../src/envelope/seal-bytes.ts';
import { parseHeader, type StreamParameters } from '../../src/envelope/stream-format.ts';
import { collect, inChunks } from '../contracts/blobs.ts';

interface Vector extends StreamParameters {
  readonly key: string;
  readonly plainText: string;
  readonly associatedData: string;
  readonly sealed: string;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../vectors/tink-aes-gcm-hkdf.json', import.meta.url), 'utf8'),
);

describe("Tink's published vectors", () => {
  for (const [index, vector] of vectors.entries()) {
    const key = Buffer.from(vector.key, 'hex');
    const associated = Buffer.from(vector.associatedData, 'hex');
    const sealed = Buffer.from(vector.sealed, 'hex');
    const plain = Buffer.from(vector.plainText);
    const name = `vector ${index}: HKDF-${vector.hash}, ${vector.keySize}-byte AES key, ${plain.length} bytes`;

    it(`opens ${name}`, async () => {
      assert.deepEqual(openBytes(key, associated, sealed, vector), plain);
      const read = async (from: number, to?: number) => inChunks(sealed.subarray(from, to), 13);
      assert.deepEqual(
        await collect(openStream(key, associated, plain.length, read, undefined, vector)),
        plain,
      );
    });

    it(`seals ${name} with the same salt and prefix to the same bytes`, () => {
      assert.deepEqual(sealBytes(key, associated, plain, vector, parseHeader(sealed, vector)), sealed);
    });
  }
});
