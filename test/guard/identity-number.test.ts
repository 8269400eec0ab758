import assert from 'node:assert/strict';
import { it } from 'node:test';
import { maskIdentity, parseIdentityNumber } from '../../src/guard/identity-number.ts';

const today = new Date('2026-11-22T12:00:00Z');
const parse = (text: string, country = 'DK') => parseIdentityNumber(text, country, today);

it('A CPR number is ten digits that begin with a day of the calendar, however they are set apart', () => {
  for (const text of ['070761-4285', '070761 4285', '0707614285', '  070761-4285 ']) {
    assert.equal(parse(text), 'DK:0707614285', text);
  }
  // Given out since 2007, without modulus 11.
  assert.equal(parse('010107-4321'), 'DK:0101074321');
  // 1900 had no leap day, 2000 had.
  assert.equal(parse('290200-1234'), undefined);
  assert.equal(parse('290200-4234'), 'DK:2902004234');
});

it('What is no number of a person is none', () => {
  for (const text of [
    '',
    '0707614',
    '070761-42855',
    '070761/4285',
    '320161-4285',
    '311161-4285',
    '001161-4285',
    '071361-4285',
    // Tomorrow's child.
    '241126-4321',
    '0707614285; drop table',
    '０７０７６１４２８５',
    'DK:0707614285',
    'abcdefghij',
  ]) {
    assert.equal(parse(text), undefined, text);
  }
});

it('A personnummer has a check digit, ten digits or twelve, and a plus for whoever is over a hundred', () => {
  for (const text of ['811228-9874', '8112289874', '19811228-9874', '198112289874', '811228 9874']) {
    assert.equal(parse(text, 'SE'), 'SE:198112289874', text);
  }
  assert.equal(parse('121212-1212', 'SE'), 'SE:201212121212');
  assert.equal(parse('121212+1212', 'SE'), 'SE:191212121212');
  assert.equal(parse('191212121212', 'SE'), 'SE:191212121212');
  for (const text of ['811228-9873', '19811228+9874', '178112289874', '811328-9874', '210012289874']) {
    assert.equal(parse(text, 'SE'), undefined, text);
  }
});

it('A coordination number has its day sixty higher', () => {
  assert.equal(parse('701063-2391', 'SE'), 'SE:197010632391');
  assert.equal(parse('701093-2391', 'SE'), undefined);
});

it('A number that fits both countries is of the one where Segl stands', () => {
  // 12 December 1912 or 2012, with a right check digit.
  assert.equal(parse('121212-1212', 'DK'), 'DK:1212121212');
  assert.equal(parse('121212-1212', 'SE'), 'SE:201212121212');
  assert.equal(parse('811228-9874', 'DK'), 'SE:198112289874');
  assert.equal(parse('070761-4286', 'SE'), 'DK:0707614286');
  assert.equal(parse('121212-1212', 'NO'), 'DK:1212121212');
});

it('A page shows the day of birth alone', () => {
  assert.equal(maskIdentity('DK:0707614285'), '070761-••••');
  assert.equal(maskIdentity('SE:198112289874'), '19811228-••••');
});
