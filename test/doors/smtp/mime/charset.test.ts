import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeHtml, decodeText, decodeWords } from '../../../../src/doors/smtp/mime/charset.ts';

const hex = (bytes: string): Buffer => Buffer.from(bytes.replaceAll(' ', ''), 'hex');
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('Text of bytes, by what they are called', () => {
  const cases: readonly [name: string, bytes: Buffer, charset: string | undefined, text: string][] = [
    ['UTF-8 as such', Buffer.from('blåbær €'), 'utf-8', 'blåbær €'],
    ['UTF-8 without a label', Buffer.from('blåbær'), undefined, 'blåbær'],
    ['UTF-8 called us-ascii', Buffer.from('blåbær'), 'us-ascii', 'blåbær'],
    ['UTF-8 called iso-8859-1', Buffer.from('blåbær'), 'ISO-8859-1', 'blåbær'],
    ['UTF-8 called koi8-r', Buffer.from('Привет'), 'koi8-r', 'Привет'],
    ['UTF-8 that can be no gb2312', Buffer.from('5 €'), 'gb2312', '5 €'],
    ['UTF-8 called utf-16', Buffer.from('blåbær'), 'utf-16', 'blåbær'],
    ['latin-1 as such', latin('bl\xe5b\xe6r'), 'iso-8859-1', 'blåbær'],
    ['latin-1 called utf-8', latin('bl\xe5b\xe6r'), 'utf-8', 'blåbær'],
    ['latin-1 without a label', latin('bl\xe5b\xe6r'), undefined, 'blåbær'],
    ['windows-1252 called iso-8859-1', hex('93 80 94 96'), 'iso-8859-1', '“€”–'],
    ['iso-8859-15', hex('a4'), 'iso-8859-15', '€'],
    ['windows-1250', hex('9a b3'), 'windows-1250', 'šł'],
    ['koi8-r', hex('f0 d2 c9 d7 c5 d4'), 'koi8-r', 'Привет'],
    ['iso-2022-jp', hex('1b 24 42 46 7c 4b 5c 1b 28 42 21'), 'iso-2022-jp', '日本!'],
    ['shift_jis', hex('93 fa 96 7b'), 'Shift_JIS', '日本'],
    ['euc-kr', hex('c7 d1'), 'ks_c_5601-1987', '한'],
    ['gb2312', hex('d6 d0 ce c4'), 'gb2312', '中文'],
    ['gb18030 of four bytes', hex('81 30 84 36'), 'gb18030', '¥'],
    ['big5', hex('a4 a4 a4 e5'), 'big5', '中文'],
    ['utf-16 by its mark', hex('fe ff 00 e5 20 ac'), 'utf-16', 'å€'],
    ['utf-16 by its mark, called utf-8', hex('ff fe e5 00 ac 20'), 'utf-8', 'å€'],
    ['utf-16le', hex('e5 00 ac 20'), 'utf-16le', 'å€'],
    ['utf-16be', hex('00 e5 20 ac'), 'utf-16be', 'å€'],
    ['utf-7', latin('Hi +AOU- +IKw-'), 'utf-7', 'Hi å €'],
    ['utf-7 under its older name', latin('+AOU-'), 'unicode-1-1-utf-7', 'å'],
    ['a code page of DOS', hex('91 9b 86'), 'cp850', 'æøå'],
    ['an older one', hex('91 86'), 'ibm437', 'æå'],
    ['an unknown name over latin-1', latin('bl\xe5b\xe6r'), 'x-whatever', 'blåbær'],
    ['an unknown name over UTF-8', Buffer.from('blåbær'), 'x-whatever', 'blåbær'],
    ['a label in quotes and blanks', latin('\xe5'), ' "iso-8859-1" ', 'å'],
    ['a byte order mark is no text', hex('ef bb bf 41'), 'utf-8', 'A'],
    ['UTF-8 of which one byte is lost', hex('c3a6 c3b8 c3a5 c3 c3a6 c3b8 c3a5'), 'utf-8', 'æøå\ufffdæøå'],
    ['nothing', hex(''), 'utf-8', ''],
  ];
  for (const [name, bytes, charset, text] of cases)
    it(name, () => assert.equal(decodeText(bytes, charset), text));

  it('HTML says itself what its part does not', () => {
    const meta = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head>';
    const bytes = Buffer.concat([latin(meta), hex('f0 d2')]);
    assert.equal(decodeHtml(bytes, ''), `${meta}Пр`);
    assert.equal(decodeHtml(bytes, 'us-ascii'), `${meta}Пр`);
    assert.equal(decodeHtml(bytes, 'iso-8859-1'), `${meta}ðÒ`);
    assert.equal(
      decodeHtml(latin("<meta charset='windows-1251'>\xcf"), ''),
      "<meta charset='windows-1251'>П",
    );
    assert.equal(decodeHtml(latin('<meta charset=utf-16><p>\xe5'), ''), '<meta charset=utf-16><p>å');
  });

  it('Whatever the bytes and the label: text, and no failure', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.oneof(
          fc.string(),
          fc.constantFrom('utf-7', 'iso-2022-kr', 'hz-gb-2312', 'base64', 'hex', '__proto__'),
        ),
        (bytes, charset) => {
          assert.equal(typeof decodeText(bytes, charset), 'string');
          assert.equal(typeof decodeHtml(bytes, charset), 'string');
        },
      ),
    );
  });
});

describe('Encoded words', () => {
  const cases: readonly [name: string, given: string, decoded: string][] = [
    // RFC 2047 §8, with the blanks as there.
    ['one', '(=?ISO-8859-1?Q?a?=)', '(a)'],
    ['one and text', '(=?ISO-8859-1?Q?a?= b)', '(a b)'],
    ['two with a blank between', '(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)', '(ab)'],
    ['two with blanks between', '(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)', '(ab)'],
    ['two with a fold between', '(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)', '(ab)'],
    ['an underscore', '(=?ISO-8859-1?Q?a_b?=)', '(a b)'],
    ['two charsets', '(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)', '(a b)'],
    ['a language (RFC 2231 §5)', '=?US-ASCII*EN?Q?Keith_Moore?=', 'Keith Moore'],
    ['cut within a character', '=?utf-8?Q?bl=C3?= =?UTF-8?q?=A5b=C3=A6r?=', 'blåbær'],
    ['cut within a character, in base64', '=?utf-8?B?YmzD?= =?utf-8?B?pWLDpnI=?=', 'blåbær'],
    ['base64 cut anywhere', '=?utf-8?B?Ymz?= =?utf-8?B?DpWLDpnI=?=', 'blåbær'],
    ['base64 without padding', '=?utf-8?B?w6U?= x', 'å x'],
    ['base64, then quoted', '=?utf-8?B?YmzD?= =?utf-8?Q?=A5?=', 'blå'],
    ['iso-2022-jp', '=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['a label that lies', '=?iso-8859-1?Q?=C3=A5?=', 'å'],
    ['an unknown charset', '=?x-none?Q?=E5?=', 'å'],
    ['blanks inside', '=?utf-8?Q?Hello there?=', 'Hello there'],
    ['bytes that are none', '=?utf-8?Q?a=ZZ=4?=', 'a=ZZ=4'],
    ['cut off', '=?utf-8?B?w6U', '=?utf-8?B?w6U'],
    ['another encoding', '=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
    ['no charset', '=??Q?abc?=', '=??Q?abc?='],
    ['within other text', 'a=?utf-8?Q?=C3=A5?=b', 'aåb'],
    ['nothing in it', '=?utf-8?Q??=x', 'x'],
    ['none', 'a = ? b', 'a = ? b'],
  ];
  for (const [name, given, decoded] of cases) it(name, () => assert.equal(decodeWords(given), decoded));

  it('Whatever is written: text, and no failure', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('=?', '?=', '?', 'utf-8', 'B', 'q', '=', 'w6U', '_', ' ', '*', 'å')),
        (words) => {
          assert.equal(typeof decodeWords(words.join('')), 'string');
        },
      ),
    );
  });
});
