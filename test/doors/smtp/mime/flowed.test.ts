import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { unflow } from '../../../../src/doors/smtp/mime/flowed.ts';

describe('format=flowed', () => {
  const cases: readonly [name: string, given: string, plain: string, delSp?: string][] = [
    ['lines that go on', 'one \ntwo \nthree\nfour', 'one two three\nfour', 'onetwothree\nfour'],
    ['an empty line ends what went on', 'one \n\ntwo', 'one \ntwo', 'one\ntwo'],
    ['a paragraph of its own', 'one\n\ntwo', 'one\n\ntwo'],
    [
      'blanks that were stuffed',
      ' From here\n > no quote\n  two blanks',
      'From here\n> no quote\n two blanks',
    ],
    [
      'the separator of a signature',
      'one \n-- \nIda \nHansen',
      'one \n-- \nIda Hansen',
      'one\n-- \nIdaHansen',
    ],
    ['quotes of one depth', '> one \n> two', '> one two', '> onetwo'],
    [
      'quotes of several depths end each other',
      '>> one \n> two \nthree',
      '>> one \n> two \nthree',
      '>> one\n> two\nthree',
    ],
    ['quotes without blanks', '>one \n>two', '> one two', '> onetwo'],
    ['empty quotes', '>\n>>\n> ', '>\n>>\n>'],
    ['nothing', '', ''],
    ['a line that goes on at the end', 'one ', 'one ', 'one'],
  ];
  for (const [name, given, plain, delSp = plain] of cases) {
    it(name, () => {
      assert.equal(unflow(given, false), plain);
      assert.equal(unflow(given, true), delSp);
      assert.equal(unflow(given.replaceAll('\n', '\r\n'), false), plain);
    });
  }

  it('Words are never lost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('>', ' ', 'a', '\n', '-- ', '\r\n')),
        fc.boolean(),
        (bits, delSp) => {
          const text = bits.join('');
          const letters = (each: string) => each.replace(/[^a-]/g, '');
          assert.equal(letters(unflow(text, delSp)), letters(text));
        },
      ),
    );
  });
});
