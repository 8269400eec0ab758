import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decompressRtf } from '../../../../src/doors/smtp/mime/compressed-rtf.ts';
import { compressRtf, rtfContainer } from './build-tnef.ts';

const unpacked = (bytes: Uint8Array) => {
  const result = decompressRtf(bytes);
  return result && { rtf: Buffer.from(result.rtf).toString('latin1'), intact: result.intact };
};

describe('Compressed RTF', () => {
  it('is read as in the example of MS-OXRTFCP section 3.1.1', () => {
    const example =
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0';
    assert.deepEqual(unpacked(Buffer.from(example, 'hex')), {
      rtf: '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
      intact: true,
    });
  });

  it('is read as in the example of a reference to what it writes, section 3.1.2', () => {
    const example = '1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0';
    assert.deepEqual(unpacked(Buffer.from(example, 'hex')), {
      rtf: '{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}',
      intact: true,
    });
  });

  it('may be stored as it is', () => {
    const bytes = rtfContainer('MELA', Buffer.from('{\\rtf1}'), { rawSize: 7 });
    assert.deepEqual(unpacked(bytes), { rtf: '{\\rtf1}', intact: true });
  });

  it('comes back whole, past the end of the dictionary', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6000, size: 'max' }), (bytes) => {
        const rtf = Buffer.from(bytes).toString('latin1');
        assert.deepEqual(unpacked(compressRtf(rtf)), { rtf, intact: true });
      }),
      { numRuns: 30 },
    );
  });

  it('says when its checksum or its length is wrong', () => {
    assert.deepEqual(unpacked(compressRtf('{\\rtf1}', { crc: 7 })), { rtf: '{\\rtf1}', intact: false });
    assert.deepEqual(unpacked(compressRtf('{\\rtf1}', { rawSize: 3 })), { rtf: '{\\r', intact: true });
    assert.equal(unpacked(compressRtf('{\\rtf1}', { rawSize: 0xffffffff }))!.intact, false);
    const cut = compressRtf('{\\rtf1 a longer one}').subarray(0, 30);
    assert.equal(unpacked(cut)!.intact, false);
  });

  it('is nothing else', () => {
    assert.equal(decompressRtf(Buffer.from('{\\rtf1 plain and uncompressed}')), undefined);
    assert.equal(decompressRtf(Buffer.alloc(15)), undefined);
  });

  it('grows at most eightfold, whatever its bytes', () => {
    const tokens = Buffer.alloc(17 * 3000, 0xff);
    for (const contents of [tokens, Buffer.alloc(5000, 0x0f)]) {
      const result = decompressRtf(rtfContainer('LZFu', contents, { rawSize: 0xffffffff }))!;
      assert.ok(result.rtf.length <= 8 * contents.length);
      assert.ok(result.rtf.buffer.byteLength <= 8 * contents.length);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(), (contents, rawSize) => {
        const result = decompressRtf(rtfContainer('LZFu', contents, { rawSize }))!;
        assert.ok(result.rtf.length <= Math.min(rawSize, 8 * contents.length));
      }),
    );
  });
});
