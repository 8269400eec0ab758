/** Where one part ends and the next begins, however badly that is marked. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { withDatabases } from '../../../support/database.ts';
import { openPortal, type Portal } from '../../../support/portal.ts';
import { listed, mail, stageMail } from './stage-mail.ts';

interface Case {
  readonly name: string;
  readonly mail: Buffer;
  readonly text?: string;
  readonly html?: string;
  readonly files?: readonly string[];
}

const file = `Content-Disposition: attachment; filename=f.bin

file`;

const cases: readonly Case[] = [
  {
    // RFC 2046 §5.1.1
    name: 'The example of the standard: what stands before and after the parts is no part',
    mail: mail(`From: Nathaniel Borenstein <nsb@bellcore.com>
To: Ned Freed <ned@innosoft.com>
Date: Sun, 21 Mar 1993 23:56:48 -0800 (PST)
Subject: Sample message
MIME-Version: 1.0
Content-type: multipart/mixed; boundary="simple boundary"

This is the preamble.  It is to be ignored, though it
is a handy place for composition agents to include an
explanatory note to non-MIME conformant readers.

--simple boundary

This is implicitly typed plain US-ASCII text.
It does NOT end with a linebreak.
--simple boundary
Content-type: text/plain; charset=us-ascii

This is explicitly typed plain US-ASCII text.
It DOES end with a linebreak.

--simple boundary--

This is the epilogue.  It is also to be ignored.
`),
    text: 'This is implicitly typed plain US-ASCII text.\nIt does NOT end with a linebreak.\n\nThis is explicitly typed plain US-ASCII text.\nIt DOES end with a linebreak.\n',
  },
  {
    // RFC 2049 appendix A, with other words
    name: 'The complex example of the standard',
    mail: mail(`MIME-Version: 1.0
From: Nathaniel Borenstein <nsb@nsb.fv.com>
To: Ned Freed <ned@innosoft.com>
Date: Fri, 07 Oct 1994 16:15:05 -0700 (PDT)
Subject: A multipart example
Content-Type: multipart/mixed;
             boundary=unique-boundary-1

This is the preamble area of a multipart message.

--unique-boundary-1

Some text appears here
--unique-boundary-1
Content-type: text/plain; charset=US-ASCII

This could have been part of the previous part
--unique-boundary-1
Content-Type: multipart/parallel; boundary=unique-boundary-2

--unique-boundary-2
Content-Type: audio/basic
Content-Transfer-Encoding: base64

YXVkaW8=

--unique-boundary-2
Content-Type: image/jpeg
Content-Transfer-Encoding: base64

aW1hZ2U=

--unique-boundary-2--

--unique-boundary-1
Content-type: text/enriched

This is <bold><italic>enriched.</italic></bold>

--unique-boundary-1
Content-Type: message/rfc822

From: mailbox@example.com
Subject: (subject in US-ASCII)
Content-Type: Text/plain; charset=ISO-8859-1
Content-Transfer-Encoding: Quoted-printable

=E5

--unique-boundary-1--
`),
    text: 'Some text appears here\n\nThis could have been part of the previous part',
    files: [
      'attachment-1.snd | audio/basic | audio',
      'picture-2.jpg | image/jpeg | image',
      'attachment-3.txt | text/enriched | This is <bold><italic>enriched.</italic></bold>\r\n',
      '(subject in US-ASCII).eml | message/rfc822 | 157 bytes',
    ],
  },
  {
    name: 'No closing line at all',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X

Text
--X
${file}`),
    text: 'Text',
    files: ['f.bin | application/octet-stream | file'],
  },
  {
    name: 'An inner multipart that the next part of the outer one ends',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Type: multipart/alternative; boundary=Y

--Y

Text
--Y
Content-Type: text/html

<p>Text</p>
--X
${file}
--X--`),
    text: 'Text',
    html: '<p>Text</p>',
    files: ['f.bin | application/octet-stream | file'],
  },
  {
    name: 'Boundaries that are beginnings of each other',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Type: multipart/alternative; boundary=X-1

--X-1

--X is no line of its own, and
--X-2 is nobody's
--X-1--
--X
Content-Type: multipart/mixed; boundary="X--"

--X--

inner
--X----
--X
${file}
--X--`),
    text: "--X is no line of its own, and\n--X-2 is nobody's\n\ninner",
    files: ['f.bin | application/octet-stream | file'],
  },
  {
    name: 'The same boundary twice, one in the other',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Type: multipart/alternative; boundary=X

--X

Text
--X--
--X
${file}
--X--`),
    text: 'Text',
    files: ['f.bin | application/octet-stream | file'],
  },
  {
    name: 'Blanks after a boundary, and lines that end in different ways',
    mail: Buffer.from(
      'Content-Type: multipart/mixed; boundary="b=_ ?"\n\n--b=_ ? \t\r\n\nText\r\n--b=_ ?\n' +
        'Content-Disposition: attachment; filename=f.bin\r\n\r\nfile\n--b=_ ?-- \n',
    ),
    text: 'Text',
    files: ['f.bin | application/octet-stream | file'],
  },
  {
    name: 'Line feeds alone',
    mail: Buffer.from(
      `Subject: x\nContent-Type: multipart/mixed; boundary=X\n\n--X\n\nText\n\n--X\n${file}\n--X--\n`,
    ),
    text: 'Text\n',
    files: ['f.bin | application/octet-stream | file'],
  },
  {
    name: 'No boundary in the header: the first line that looks like one',
    mail: mail(`Content-Type: multipart/mixed

--_NextPart_1

Text
--_NextPart_1
${file}
--_NextPart_1--`),
    text: 'Text',
    files: ['f.bin | application/octet-stream | file'],
  },
  {
    name: 'Another boundary than the header says: better raw than not at all',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--Y

Text
--Y--`),
    text: '--Y\n\nText\n--Y--',
  },
  {
    name: 'A multipart that holds nothing',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X--`),
  },
  {
    name: 'A multipart without parts inside another',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X

Text
--X
Content-Type: multipart/alternative; boundary=Y

Forgotten
--X--`),
    text: 'Text\n\nForgotten',
  },
  {
    name: 'Nothing between parts, and headers with nothing after them',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
--X

--X

Text
--X
Content-Type: application/pdf; name=a.pdf
--X
Content-Type: application/pdf; name=b.pdf

--X--`),
    text: 'Text',
    files: ['a.pdf | application/pdf | ', 'b.pdf | application/pdf | '],
  },
  {
    name: 'A part that begins without a header or an empty line',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Text at once
and more
--X
no header
--X--`),
    text: 'Text at once\nand more\n\nno header',
  },
  {
    name: 'A line of dashes, and the mark of a signature, are text',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X

--
----------
-- 
-- X
 --X
--X--`),
    text: '--\n----------\n-- \n-- X\n --X',
  },
  { name: 'A header alone', mail: mail('Subject: alone') },
  { name: 'A header and an empty line', mail: mail('Subject: alone\n\n') },
  {
    name: 'A text alone',
    mail: mail('Just words, no header\nat all'),
    text: 'Just words, no header\nat all',
  },
  { name: 'An empty line, then text', mail: mail('\nFrom: is text here'), text: 'From: is text here' },
  {
    name: 'The envelope line of a mailbox file',
    mail: mail('From ida@x Mon Jan  6 09:00:00 2025\nSubject: x\n\nText'),
    text: 'Text',
  },
  { name: 'NUL bytes in the text', mail: mail('Subject: x\n\na\0b\n'), text: 'ab\n' },
  { name: 'Carriage returns alone', mail: Buffer.from('Subject: x\r\n\r\na\rb\r\r\nc'), text: 'a\nb\n\nc' },
  {
    name: 'Types that are none are text; of a file, unknown',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Type: text

one
--X
Content-Type: ; charset=utf-8

two
--X
Content-Type: text/plain charset=iso-8859-1

bl\xe5
--X
Content-Type: ???/!!!
Content-Disposition: attachment; filename=a.xyzzy

x
--X
Content-Disposition: attachment

y
--X
Content-Type: x-unknown/thing; name=t

z
--X--`),
    text: 'one\n\ntwo\n\nblå',
    files: [
      'a.xyzzy | application/octet-stream | x',
      'attachment-2.bin | application/octet-stream | y',
      't | x-unknown/thing | z',
    ],
  },
  {
    name: 'Encodings that are spelled oddly, or none',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Transfer-Encoding: Quoted-Printable (by hand)

=61
--X
Content-Transfer-Encoding: "BASE64"

Yg==
--X
Content-Transfer-Encoding: x-none

=63
--X--`),
    text: 'a\n\nb\n\n=63',
  },
  {
    name: 'Fields twice: the first counts',
    mail: mail(`Content-Type: text/html
Content-Type: text/plain
Content-Transfer-Encoding: 8bit
Content-Transfer-Encoding: base64

<p>x</p>`),
    html: '<p>x</p>',
  },
  {
    name: 'An archive under a type of old',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X

Text
--X
Content-Type: multipart/x-zip; name=a.zip
Content-Transfer-Encoding: base64

UEs=
--X--`),
    text: 'Text',
    files: ['a.zip | multipart/x-zip | PK'],
  },
  {
    name: 'Binary content with line breaks of every kind before the boundary',
    mail: Buffer.concat([
      mail(
        'Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: application/pdf\nContent-Transfer-Encoding: binary\n\n',
      ),
      Buffer.from('a\r\n-\n\r\r\n--\r\n\r\n--Y\n\r\r\n--X--\r\n'),
    ]),
    files: ['attachment-1.pdf | application/pdf | a\r\n-\n\r\r\n--\r\n\r\n--Y\n\r'],
  },
];

withDatabases('The parts of a mail', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  for (const each of cases) {
    it(each.name, async () => {
      const { text, html, files } = await stageMail(portal, each.mail);
      assert.deepEqual(
        { text, html, files: listed(files) },
        { text: each.text, html: each.html, files: each.files ?? [] },
      );
    });
  }

  it('Five hundred multiparts within each other', async () => {
    let inner = '\nDeep inside\n';
    for (let depth = 0; depth < 500; depth += 1)
      inner = `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${inner}\n--b${depth}--\n`;
    assert.equal((await stageMail(portal, mail(inner))).text?.trim(), 'Deep inside');
  });

  it('Passed on: Bcc and our own fields go, the end of the header is marked', async () => {
    const passed = async (given: string) =>
      (await stageMail(portal, Buffer.from(given, 'latin1'))).raw.toString('latin1');
    const begin = 'Received: from test\r\n';
    assert.equal(
      await passed(
        'To: a@b.example\r\nBCC: c@d.example,\r\n e@f.example\r\nBcc : x\r\nResent-Bcc: y\r\nX-Segl-Phone: a\r\nSubject: bl\xe5\r\n fold\r\n\r\nBcc: body',
      ),
      `${begin}To: a@b.example\r\nSubject: bl\xe5\r\n fold\r\n\r\nBcc: body`,
    );
    assert.equal(await passed('Subject: x\n\nbody'), `${begin}Subject: x\n\nbody`);
    assert.equal(await passed('Subject: x'), `${begin}Subject: x\r\n\r\n`);
    assert.equal(await passed('words only'), `${begin}\r\nwords only`);
  });
});
