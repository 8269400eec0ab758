import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isLandline, parsePhoneNumber } from '../../src/guard/phone-number.ts';

it('A landline is a number that surely is one; in doubt an SMS may be tried', () => {
  const numbers: readonly [text: string, landline: boolean][] = [
    ['08-795 00 00', true],
    ['+46 8 795 00 00', true],
    ['+49 30 12345678', true],
    ['+44 20 7946 0958', true],
    ['+47 22 22 55 55', true],
    ['070-174 06 05', false],
    ['+49 151 12345678', false],
    ['+47 450 12 345', false],
    // One range for both kinds.
    ['+45 33 13 33 33', false],
    ['+45 20 12 34 56', false],
    ['+1 212 555 0123', false],
    // No type is known.
    ['+45 12 34 56 78', false],
    ['+298 123456', false],
  ];
  for (const [text, landline] of numbers) {
    const number = parsePhoneNumber(text, 'SE');
    assert.ok(number, text);
    assert.equal(isLandline(number), landline, text);
  }
  for (const none of ['', '+', '+999', 'call me']) assert.equal(isLandline(none), false, none);
});
