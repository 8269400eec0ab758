/** The header of a mail, and the names of its files, as odd as they come. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Head } from '../../../../src/doors/smtp/mime/head.ts';
import { HeaderLines } from '../../../../src/doors/smtp/mime/header-lines.ts';
import { withDatabases } from '../../../support/database.ts';
import { openPortal, type Portal } from '../../../support/portal.ts';
import { mail, mail8, stageMail } from './stage-mail.ts';

const headOf = (bytes: Buffer): Head => new Head({ headers: new HeaderLines(bytes) });
const latin = (text: string): Head => headOf(mail(`${text}\n`));
const utf8 = (text: string): Head => headOf(mail8(`${text}\n`));
const boxes = (head: Head, name = 'To'): string[] =>
  head.mailboxes(name).map(({ name: display, address }) => (display ? `${display} <${address}>` : address));

describe('Fields', () => {
  const subjects: readonly [name: string, head: Head, subject: string][] = [
    ['folded', latin('Subject: one\n two\n\tthree'), 'one two three'],
    ['folded with nothing on the first line', latin('Subject:\n one'), 'one'],
    ['encoded words, folded', latin('Subject: =?utf-8?Q?bl=C3?=\n =?utf-8?Q?=A5?= x'), 'blå x'],
    ['latin-1 as it is', latin('Subject: bl\xe5b\xe6r'), 'blåbær'],
    ['UTF-8 as it is (RFC 6532)', utf8('Subject: blåbær 日本'), 'blåbær 日本'],
    ['carriage returns and NUL', latin('Subject: a\rBcc: b\0c'), 'a Bcc: b c'],
    ['line breaks in an encoded word', latin('Subject: =?utf-8?Q?a=0D=0ABcc:_b?='), 'a Bcc: b'],
    ['twice: the first', latin('Subject: one\nsubject: two'), 'one'],
    ['blanks before the colon', latin('Subject : x'), 'x'],
    ['empty', latin('Subject:'), ''],
    ['missing', latin('X: y'), ''],
    ['after a line that is no field', latin('X: y\nno field here\nSubject: x'), 'x'],
  ];
  for (const [name, head, subject] of subjects)
    it(`Subject: ${name}`, () => assert.equal(head.subject, subject));

  it('All of a name, with their names as written', () => {
    const head = latin('X-Segl-Phone: a\nx-segl-phone: b\nOther: c');
    assert.deepEqual(head.all('X-SEGL-PHONE'), ['a', 'b']);
    assert.deepEqual(
      head.fields.map(({ name }) => name),
      ['X-Segl-Phone', 'x-segl-phone', 'Other'],
    );
  });

  it('Message-ID', () => {
    const id = (text: string) => latin(`Message-ID: ${text}`).messageId;
    assert.equal(id('<a.b@c>'), 'a.b@c');
    assert.equal(id(' (c) <a@b> x'), 'a@b');
    assert.equal(id('a@b'), 'a@b');
    assert.equal(id(''), null);
    assert.equal(id('<a b@c>'), null);
    assert.equal(id(`<${'a'.repeat(500)}>`), null);
    assert.equal(latin('X: y').messageId, null);
  });

  it('Whatever the bytes, a header is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const head = headOf(Buffer.from(bytes));
        assert.equal(typeof head.subject, 'string');
        boxes(head);
      }),
    );
  });

  it('What is withheld goes, and no other byte', () => {
    const without = (text: string) => new HeaderLines(Buffer.from(text)).without(/^bcc$/).toString();
    assert.equal(without('A: b\r\nBcc: c\r\n d\r\n\te\r\nF: g\n\r\n'), 'A: b\r\nF: g\n\r\n');
    assert.equal(without('Bcc: c'), '');
    assert.equal(without(' Bcc: c\r\nx'), 'x');
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A: b', '\r\n', '\n', '\r', ' ', '\t', ':', 'x')), (bits) => {
        assert.equal(without(bits.join('')), bits.join(''));
      }),
    );
  });
});

describe('Addresses', () => {
  const cases: readonly [name: string, head: Head, boxes: string[]][] = [
    // RFC 5322 appendix A.1.2, A.1.3 and A.5
    [
      'quoted names',
      latin('To: Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>'),
      ['Mary Smith <mary@x.test>', 'jdoe@example.org', 'Who? <one@y.test>'],
    ],
    [
      'quotes within',
      latin('To: <boss@nil.test>, "Giant; \\"Big\\" Box" <sysservices@example.net>'),
      ['boss@nil.test', 'Giant; "Big" Box <sysservices@example.net>'],
    ],
    [
      'a group',
      latin('To: A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;'),
      ['Ed Jones <c@a.test>', 'joe@where.test', 'John <jdoe@one.test>'],
    ],
    ['an empty group', latin('To: Undisclosed recipients:;'), []],
    [
      'comments',
      latin('To: Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>'),
      ['Pete <pete@silly.test>'],
    ],
    ['a comma in a name', latin('To: "Hansen, Ida" <ida@example.com>'), ['Hansen, Ida <ida@example.com>']],
    [
      'a comma in an encoded word',
      latin('To: =?utf-8?Q?Hansen=2C_=C3=85se?= <aase@example.com>, b@c.example'),
      ['Hansen, Åse <aase@example.com>', 'b@c.example'],
    ],
    [
      'an address in an encoded word is a name',
      latin('To: =?utf-8?Q?evil=40x.example_=3Cevil=40x.example=3E?= <a@b.example>'),
      ['evil@x.example <evil@x.example> <a@b.example>'],
    ],
    [
      'an address in a name is a name',
      latin('To: "evil@x.example" <a@b.example>'),
      ['evil@x.example <a@b.example>'],
    ],
    ['latin-1', latin('To: J\xf8rgen <j@b.example>'), ['Jørgen <j@b.example>']],
    [
      'SMTPUTF8',
      utf8('To: Åse <åse@blåbær.example>, æ@ø.example'),
      ['Åse <åse@blåbær.example>', 'æ@ø.example'],
    ],
    ['IDN', latin('To: a@xn--blbr-roah.example'), ['a@xn--blbr-roah.example']],
    [
      'over several lines',
      latin('To: a@b.example,\n c@d.example,\n\te@f.example'),
      ['a@b.example', 'c@d.example', 'e@f.example'],
    ],
    ['in several fields', latin('To: a@b.example\nTo: c@d.example'), ['a@b.example', 'c@d.example']],
    ['line breaks in a name', latin('To: =?utf-8?Q?a=0D=0Ab=00?= <a@b.example>'), ['a b <a@b.example>']],
    ['empty', latin('To:'), []],
    ['no address', latin('To: nobody'), []],
  ];
  for (const [name, head, expected] of cases) it(name, () => assert.deepEqual(boxes(head), expected));

  it('Long rubbish takes no long time', () => {
    for (const each of ['(', '<', '"', 'a:', ',', '@', ';', '\\', '=?', 'a@b.c,', '<a@b> ', '=?a?b?', '?= '])
      boxes(latin(`To: ${each.repeat(100_000)}`));
  });
});

withDatabases('Names of files', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const nameOf = async (disposition: string, type = 'application/pdf'): Promise<string> => {
    const bytes = mail8(`Content-Type: ${type}\nContent-Disposition: attachment; ${disposition}\n\nx`);
    return (await stageMail(portal, bytes)).files[0]!.filename;
  };
  const cases: readonly [name: string, disposition: string, filename: string][] = [
    ['a path of Windows', String.raw`filename="C:\Users\ida\letter.pdf"`, 'letter.pdf'],
    ['a path of Unix', 'filename="../../etc/passwd"', 'passwd'],
    ['a path in RFC 2231', "filename*=utf-8''..%2F..%2Fa%5Cb.pdf", 'b.pdf'],
    ['an override of direction', "filename*=utf-8''letter%E2%80%AEfdp.exe", 'letter_fdp.exe'],
    ['control characters', "filename*=utf-8''a%0D%0Ab%00c%7F.pdf", 'a__b_c_.pdf'],
    ['8-bit', 'filename="blåbær.pdf"', 'blåbær.pdf'],
    ['nothing but blanks', 'filename="  "', 'attachment-1.pdf'],
    ['dots alone', 'filename=".."', 'attachment'],
    ['a folder alone', 'filename="a/"', 'attachment'],
    [
      'blanks that push the kind out of sight stay what they are',
      `filename="letter.pdf${' '.repeat(60)}.exe"`,
      `letter.pdf${' '.repeat(60)}.exe`,
    ],
    ['too long: its kind stays', `filename="${'å'.repeat(300)}.pdf"`, `${'å'.repeat(118)}.pdf`],
    ['too long in a folder', `filename="${'d'.repeat(300)}/b.pdf"`, 'b.pdf'],
    ['too long, without a kind', `filename="${'x'.repeat(300)}"`, 'x'.repeat(240)],
  ];
  for (const [name, disposition, filename] of cases)
    it(name, async () => assert.equal(await nameOf(disposition), filename));

  it('The name may stand in the type alone', async () => {
    assert.equal(await nameOf('size=1', 'application/pdf; name="=?utf-8?Q?=C3=A5.pdf?="'), 'å.pdf');
  });
});
