import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { transferDecoder } from '../../../../src/doors/smtp/mime/transfer-decoder.ts';

const decode = (encoding: string, segments: readonly string[]): string => {
  const decoder = transferDecoder(encoding);
  const out = segments.map((each) => decoder.write(Buffer.from(each, 'latin1')));
  return Buffer.concat([...out, decoder.end()]).toString('latin1');
};

const base64: readonly [name: string, given: string, decoded: string][] = [
  ['as it ought to be', 'SGVs\r\nbG8=\r\n', 'Hello'],
  ['without padding', 'SGVsbG8', 'Hello'],
  ['with one digit too many', 'SGVsbG8=S', 'Hello'],
  ['with rubbish between', '!SG*Vs\0 b-G8\xe5=', 'Hello'],
  ['in lines of a thousand', `${'QUFB'.repeat(250)}\r\n`.repeat(3), 'A'.repeat(2250)],
  ['two runs after each other', 'SGU=bGxv', 'Hello'],
  ['two runs with full padding', 'SA==ZQ==', 'He'],
  ['padding beyond measure', 'SGU======', 'He'],
  ['nothing', '\r\n', ''],
];

const quoted: readonly [name: string, given: string, decoded: string][] = [
  ['escapes', 'K=E6re=20=3d', 'K\xe6re ='],
  ['soft breaks', 'one =\r\ntwo=\nthree', 'one twothree'],
  ['a soft break with blanks after it', 'one= \t\r\ntwo', 'onetwo'],
  ['a soft break at the end', 'one=', 'one'],
  ['blanks at line ends', 'one \t \r\ntwo  \nthree ', 'one\r\ntwo\nthree'],
  ['blanks within lines', 'a  b', 'a  b'],
  ['bad escapes', '=ZZ =4 =\rx ==41', '=ZZ =4 =\rx =A'],
  ['8-bit bytes', 'bl\xe5', 'bl\xe5'],
  ['lower case', '=e6', '\xe6'],
  ['more blanks than a line may have', `a${' '.repeat(2500)}b\r\n`, `a${' '.repeat(2500)}b\r\n`],
];

for (const [encoding, cases] of [
  ['base64', base64],
  ['quoted-printable', quoted],
] as const) {
  describe(encoding, () => {
    for (const [name, given, decoded] of cases) {
      it(name, () => {
        assert.equal(decode(encoding, [given]), decoded);
        assert.equal(decode(encoding, [...given]), decoded, 'byte by byte');
      });
    }

    it('What comes out does not depend on how the bytes are cut', () => {
      const bit = fc.constantFrom(
        '=',
        'A',
        '4',
        '1',
        ' ',
        '\t',
        '\r',
        '\n',
        'x',
        '\xe5',
        '+',
        ' '.repeat(999),
        ' '.repeat(501),
      );
      fc.assert(
        fc.property(fc.array(fc.string({ unit: bit, maxLength: 12 })), (segments) => {
          assert.equal(decode(encoding, segments), decode(encoding, [segments.join('')]));
        }),
      );
    });
  });
}

it('Another encoding leaves the bytes as they are', () => {
  for (const each of ['', '7bit', '8bit', 'binary', 'x-uuencode', 'rubbish'])
    assert.equal(decode(each, ['=4', '1\0\r\n\xff']), '=41\0\r\n\xff');
});

it('Long runs of one character take no longer than others', () => {
  for (const each of [' ', '=', '\r', '= ', '=\r', '\t\r'])
    assert.equal(typeof decode('quoted-printable', [each.repeat(500_000), 'x']), 'string');
});
