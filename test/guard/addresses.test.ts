import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsPattern, parseEmailAddress } from '../../src/guard/email-address.ts';
import { maskPhone, parsePhoneNumber } from '../../src/guard/phone-number.ts';

it('An e-mail address is one that mail can reach', () => {
  const good = [
    'a@b.dk',
    ' ana.b+c@Example.DK ',
    "o'hara@example.ie",
    'bjørn@blåbærgrød.dk',
    'a@xn--4ca.dk',
    'post@localhost',
  ];
  for (const address of good) assert.ok(parseEmailAddress(address), address);
  assert.equal(parseEmailAddress('Ana@Example.DK'), 'Ana@example.dk');
  const bad = [
    '',
    'a',
    'a@',
    '@b.dk',
    'a@b',
    'a b@c.dk',
    'a@b..dk',
    '.a@b.dk',
    'a.@b.dk',
    'a..b@c.dk',
    '"a"@b.dk',
    'a@[127.0.0.1]',
    'a@b.dk,c@d.dk',
    'a@b.dk\r\nBcc: c@d.dk',
    '<a@b.dk>',
    'a\u0000@b.dk',
    `${'a'.repeat(65)}@b.dk`,
    `a@${'b'.repeat(250)}.dk`,
  ];
  for (const address of bad) assert.equal(parseEmailAddress(address), undefined, JSON.stringify(address));
});

it('A pattern fits addresses of its own domain alone', () => {
  assert.ok(fitsPattern('a@example.dk', '*@example.dk'));
  assert.ok(fitsPattern('A@EXAMPLE.dk', '*@Example.dk'));
  assert.ok(fitsPattern('a@b.se', '*'));
  assert.equal(fitsPattern('a@evil-example.dk', '*@example.dk'), false);
  assert.equal(fitsPattern('a@example.dk.evil.dk', '*@example.dk'), false);
  assert.equal(fitsPattern('a@example.dk', 'b@example.dk'), false);
});

it('A phone number is one that can be called, with or without its country', () => {
  assert.equal(parsePhoneNumber('20 12 34 56', 'DK'), '+4520123456');
  assert.equal(parsePhoneNumber('+46 70-174 06 05', 'DK'), '+46701740605');
  assert.equal(parsePhoneNumber('070-174 06 05', 'SE'), '+46701740605');
  assert.equal(parsePhoneNumber('0045 20123456', 'DK'), '+4520123456');
  for (const none of ['', '12', 'call me', '+45', '123456789012345678', 'ana@example.com']) {
    assert.equal(parsePhoneNumber(none, 'DK'), undefined, none);
  }
  assert.equal(maskPhone('+4520123456').includes('123'), false);
});
