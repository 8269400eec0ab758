import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseContentField } from '../../../../src/doors/smtp/mime/content-field.ts';

const read = (text: string) => {
  const { value, params } = parseContentField(text);
  return [value, Object.fromEntries(params)];
};

describe('The value and the parameters of a MIME field', () => {
  const cases: readonly [name: string, text: string, value: string, params: Record<string, string>][] = [
    ['RFC 2045 §5.1', 'text/plain; charset=us-ascii (Plain text)', 'text/plain', { charset: 'us-ascii' }],
    ['the same, quoted', 'text/plain; charset="us-ascii"', 'text/plain', { charset: 'us-ascii' }],
    ['upper case', 'TEXT/Plain; CharSet=UTF-8', 'text/plain', { charset: 'UTF-8' }],
    ['nothing', '', '', {}],
    ['a type alone', 'text/html;', 'text/html', {}],
    ['blanks around', 'text/html ;  charset = utf-8 ; x = y', 'text/html', { charset: 'utf-8', x: 'y' }],
    [
      'a comment before a parameter',
      'multipart/mixed; (hi; (there)) boundary=b',
      'multipart/mixed',
      { boundary: 'b' },
    ],
    ['a comment after the type', 'text/plain (x=y); charset=utf-8', 'text/plain', { charset: 'utf-8' }],
    ['a comment that never ends', 'text/plain; (x; charset=utf-8', 'text/plain', {}],
    [
      'no semicolons',
      'text/plain charset=utf-8 format=flowed',
      'text/plain',
      { charset: 'utf-8', format: 'flowed' },
    ],
    ['a semicolon too many', 'text/plain;; charset=utf-8;', 'text/plain', { charset: 'utf-8' }],
    ['no value', 'text/plain; charset; format=flowed', 'text/plain', { format: 'flowed' }],
    ['twice', 'text/plain; charset=a; charset=b', 'text/plain', { charset: 'a' }],
    // RFC 2231 §3, §4, §4.1
    [
      'continued',
      'message/external-body; access-type=URL; URL*0="ftp://"; URL*1="cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar"',
      'message/external-body',
      { 'access-type': 'URL', url: 'ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar' },
    ],
    [
      'with charset and language',
      "application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A",
      'application/x-stuff',
      { title: 'This is ***fun***' },
    ],
    [
      'both',
      `application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2="isn't it!"`,
      'application/x-stuff',
      { title: "This is even more ***fun*** isn't it!" },
    ],
    ['out of order', 'a/b; n*1=two; n*0=one', 'a/b', { n: 'onetwo' }],
    ['cut within a character', "a/b; name*0*=utf-8''bl%C3; name*1*=%A5", 'a/b', { name: 'blå' }],
    ['a percent sign that is none', "a/b; name*=utf-8''100%25%zz", 'a/b', { name: '100%%zz' }],
    ['no charset said', "a/b; name*=''%C3%A5", 'a/b', { name: 'å' }],
    ['no marks at all', 'a/b; name*=%C3%A5', 'a/b', { name: 'å' }],
    ['quoted against the rule', `a/b; name*="utf-8''%C3%A5.txt"`, 'a/b', { name: 'å.txt' }],
    ['latin-1', "a/b; name*=iso-8859-1''%E5", 'a/b', { name: 'å' }],
    ['both ways: the extended one', `a/b; name="a.txt"; name*=utf-8''%C3%A5.txt`, 'a/b', { name: 'å.txt' }],
    ['both ways, the other order', `a/b; name*=utf-8''%C3%A5.txt; name="a.txt"`, 'a/b', { name: 'å.txt' }],
    ['an empty extended one', `a/b; name*=utf-8''; name="a.txt"`, 'a/b', { name: 'a.txt' }],
    ['an encoded word', 'a/b; name="=?utf-8?Q?=C3=A5.txt?="', 'a/b', { name: 'å.txt' }],
    ['an encoded word unquoted', 'a/b; name==?utf-8?Q?=C3=A5_b.txt?=', 'a/b', { name: 'å b.txt' }],
    ['encoded words in segments', 'a/b; name*0="=?utf-8?Q?bl="; name*1="C3=A5?="', 'a/b', { name: 'blå' }],
    [
      'blanks and brackets unquoted',
      'attachment; filename=Report (final) 2.pdf; size=3',
      'attachment',
      { filename: 'Report (final) 2.pdf', size: '3' },
    ],
    ['escapes', String.raw`a/b; name="a \"b\" \\ c"`, 'a/b', { name: 'a "b" \\ c' }],
    ['a folder', String.raw`a/b; name="C:\temp\x.pdf"`, 'a/b', { name: 'C:\\temp\\x.pdf' }],
    ['quotes within quotes', 'a/b; name="a "b" c.txt"; x=y', 'a/b', { name: 'a "b" c.txt', x: 'y' }],
    [
      'a missing semicolon after quotes',
      'attachment; filename="a.txt" size=3',
      'attachment',
      { filename: 'a.txt', size: '3' },
    ],
    ['a quote that never ends', 'a/b; name="a.txt; x=y', 'a/b', { name: 'a.txt', x: 'y' }],
    ['a semicolon and equals in quotes', 'a/b; name="a;b=c.txt"', 'a/b', { name: 'a;b=c.txt' }],
    [
      'a boundary of odd characters',
      `multipart/mixed; boundary="a'()+_,-./:=? b"`,
      'multipart/mixed',
      { boundary: "a'()+_,-./:=? b" },
    ],
    [
      'names of the language',
      'a/b; __proto__=x; constructor=y',
      'a/b',
      { ['__proto__']: 'x', constructor: 'y' },
    ],
  ];
  for (const [name, text, value, params] of cases) {
    it(name, () => {
      const [gotValue, got] = read(text);
      assert.equal(gotValue, value);
      assert.deepEqual(Object.entries(got!), Object.entries(params));
    });
  }

  it('Whatever is written, it is read, and never fails', () => {
    const bits = [
      'a/b',
      ';',
      '=',
      '"',
      '\\',
      '(',
      ')',
      ' ',
      '*',
      '0',
      'name',
      "utf-8''",
      '%C3',
      '=?utf-8?Q?',
      '?=',
      'å',
      ',',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...bits), fc.string())), (text) => {
        for (const value of parseContentField(text.join('')).params.values()) assert.ok(value.length > 0);
      }),
    );
  });
});
