import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readTnef, type TnefContent } from '../../../../src/doors/smtp/mime/tnef.ts';
import {
  attribute,
  attributes,
  buildAttachment,
  buildTnef,
  compressRtf,
  interfaces,
  property,
  propertyList,
  signature,
} from './build-tnef.ts';

const id = {
  subject: 0x0037,
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  data: 0x3701,
  filename: 0x3704,
  longFilename: 0x3707,
  mimeTag: 0x370e,
  contentId: 0x3712,
  internetCodepage: 0x3fde,
} as const;

const read = (bytes: Uint8Array): TnefContent => {
  const content = readTnef(bytes);
  assert.ok(content, 'The file is TNEF');
  return content;
};
const filesOf = ({ attachments }: TnefContent) =>
  attachments.map(({ filename, contentType, bytes }) => [
    filename,
    contentType,
    Buffer.from(bytes).toString(),
  ]);
const rtfBody = (rtf: string) => read(buildTnef({ properties: [property.binary(id.rtf, compressRtf(rtf))] }));

const outlookMail = (): Buffer =>
  buildTnef({
    subject: 'Afgørelse',
    properties: [
      property.unicode(id.subject, 'Afgørelse'),
      property.fixed(0x0b, 0x0e1f, Buffer.from([1, 0])),
      property.fixed(0x40, 0x0039, Buffer.alloc(8, 7)),
      property.named('Keywords', property.multiVariable(0x1f, 0x8001, [Buffer.from('a\0', 'utf16le')])),
      property.named(0x8501, property.int32(0x8002, 15)),
      property.multiFixed(0x02, 0x6001, [Buffer.from([1, 0]), Buffer.from([2, 0]), Buffer.from([3, 0])]),
      property.multiVariable(0x102, 0x6002, [Buffer.from('odd'), Buffer.alloc(0), Buffer.from('four')]),
      property.unicode(id.body, 'Kære Ana\r\n'),
      property.binary(id.html, Buffer.from('<p>Kære Ana <img src="cid:logo@x"></p>')),
      property.int32(id.internetCodepage, 65001),
    ],
    attachments: [
      {
        title: 'LOGO~1.PNG',
        data: 'png',
        properties: [
          property.unicode(id.longFilename, 'logo på dansk.png'),
          property.string8(id.mimeTag, 'image/png'),
          property.unicode(id.contentId, '<logo@x>'),
        ],
      },
      { title: 'afg\xf8relse.pdf', data: 'pdf' },
    ],
  });

describe('A winmail.dat', () => {
  it('gives the texts, the files and the inline picture of a mail from Outlook', () => {
    const content = read(outlookMail());
    assert.equal(content.text, 'Kære Ana\r\n');
    assert.equal(content.html, '<p>Kære Ana <img src="cid:logo@x"></p>');
    assert.deepEqual(filesOf(content), [
      ['logo på dansk.png', 'image/png', 'png'],
      ['afgørelse.pdf', 'application/pdf', 'pdf'],
    ]);
    assert.deepEqual(
      content.attachments.map(({ contentId }) => contentId),
      ['logo@x', undefined],
    );
    assert.equal(content.complete, true);
  });

  it('is read where it lies within other bytes', () => {
    const file = outlookMail();
    const within = Buffer.concat([Buffer.alloc(3, 0xff), file, Buffer.alloc(5, 0xff)]);
    assert.deepEqual(readTnef(within.subarray(3, 3 + file.length)), readTnef(file));
  });

  for (const [codePage, bytes, text] of [
    [1251, 'cff0e8e2e5f2', 'Привет'],
    [932, '82b182f182c982bf82cd', 'こんにちは'],
    [866, '849fe3', 'ДЯу'],
    [28592, 'a3f3646c', 'Łódl'.slice(0, 4)],
    [65001, 'c3a6', 'æ'],
    [99999, 'e6f8e5', 'æøå'],
  ] as const) {
    it(`has its ANSI strings in the code page ${codePage}`, () => {
      const body = Buffer.from(bytes, 'hex');
      const file = { codePage, attachments: [{ title: body, data: 'x' }] };
      assert.equal(read(buildTnef({ ...file, body })).text, text);
      const asProperty = read(buildTnef({ ...file, properties: [property.string8(id.body, body)] }));
      assert.equal(asProperty.text, text);
      assert.equal(asProperty.attachments[0]!.filename, text);
    });
  }

  it('has HTML in the code page it names, in its own words, or as a string', () => {
    const html = (list: Buffer[]) => read(buildTnef({ codePage: 1250, properties: list })).html;
    const cyrillic = Buffer.from('<p>\xc4\xe0', 'latin1');
    assert.equal(
      html([property.binary(id.html, cyrillic), property.int32(id.internetCodepage, 1251)]),
      '<p>Да',
    );
    const meta = Buffer.from(
      '<meta http-equiv=x content="text/html; charset=windows-1251">\xc4\xe0',
      'latin1',
    );
    assert.match(html([property.binary(id.html, meta)])!, /Да$/);
    assert.equal(html([property.binary(id.html, Buffer.from('<p>\xb3', 'latin1'))]), '<p>ł');
    assert.equal(html([property.unicode(id.html, '<p>Да')]), '<p>Да');
    assert.equal(html([property.string8(id.html, '<p>\xb3')]), '<p>ł');
  });

  it('names and types an attachment by what there is', () => {
    const content = read(
      buildTnef({
        attachments: [
          {
            properties: [property.binary(id.data, Buffer.from('a')), property.string8(id.filename, 'B.TXT')],
          },
          { data: 'b' },
          { title: 'x.docx', data: 'c', properties: [property.string8(id.mimeTag, 'not a type')] },
          { properties: [property.object(id.data, interfaces.storage, Buffer.from('ole'))] },
          { title: 'empty.txt', data: '' },
        ],
      }),
    );
    assert.deepEqual(filesOf(content), [
      ['B.TXT', 'text/plain', 'a'],
      ['attachment-2.bin', 'application/octet-stream', 'b'],
      ['x.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'c'],
      ['attachment-4.bin', 'application/x-ole-storage', 'ole'],
      ['empty.txt', 'text/plain', ''],
    ]);
  });

  it('says that a mere link to a file is no content', () => {
    const content = read(buildTnef({ body: 'x', attachments: [{ title: 'on-the-server.doc' }] }));
    assert.deepEqual([content.attachments, content.complete], [[], false]);
  });

  it('may hold neither text nor files', () => {
    assert.deepEqual(read(buildTnef({})), { attachments: [], complete: true });
    assert.deepEqual(read(buildTnef({ body: ' \0' })), { attachments: [], complete: true });
  });
});

describe('The RTF of a winmail.dat', () => {
  it('is unpacked to the HTML it carries', () => {
    const content = rtfBody(
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 <p>}Hej{\\*\\htmltag72 </p>}}',
    );
    assert.deepEqual(content, { html: '<p>Hej</p>', attachments: [], complete: true });
  });

  it('is unpacked to the text it carries', () => {
    assert.equal(
      rtfBody("{\\rtf1\\ansi\\fromtext {\\fonttbl{\\f0 A;}}K\\'e6re\\par Ana}").text,
      'Kære\r\nAna',
    );
  });

  it('becomes a file when it is all there is', () => {
    const rtf = '{\\rtf1\\ansi\\pard\\b Hej\\par}';
    assert.deepEqual(filesOf(rtfBody(rtf)), [['message.rtf', 'application/rtf', rtf]]);
    const withText = [property.binary(id.rtf, compressRtf(rtf)), property.unicode(id.body, 'Hej')];
    assert.deepEqual(read(buildTnef({ properties: withText })), {
      text: 'Hej',
      attachments: [],
      complete: true,
    });
  });

  it('is trusted less than a text when its checksum is wrong, and more than nothing', () => {
    const damaged = property.binary(id.rtf, compressRtf('{\\rtf1\\fromhtml1 Hej}', { crc: 1 }));
    const withText = read(buildTnef({ properties: [damaged, property.unicode(id.body, 'Hi')] }));
    assert.deepEqual(withText, { text: 'Hi', attachments: [], complete: false });
    assert.deepEqual(read(buildTnef({ properties: [damaged] })), {
      html: 'Hej',
      attachments: [],
      complete: false,
    });
  });

  it('is missed when it is no compressed RTF', () => {
    const broken = property.binary(id.rtf, Buffer.alloc(40, 0x41));
    assert.deepEqual(read(buildTnef({ properties: [broken] })), { attachments: [], complete: false });
  });
});

describe('A message within a winmail.dat', () => {
  const nest = (inner: Buffer, name = 'Forwarded') => ({
    title: name,
    properties: [property.object(id.data, interfaces.message, inner)],
  });

  it('is given as a file named after its subject, with what was attached to it', () => {
    const inner = buildTnef({
      codePage: 1251,
      properties: [property.unicode(id.subject, 'SV: a/b'), property.string8(id.body, '\xc4\xe0')],
      attachments: [{ title: 'inner.txt', data: 'in' }],
    });
    const file = buildTnef({ body: 'out', attachments: [nest(inner), { title: 'outer.txt', data: 'out' }] });
    assert.deepEqual(filesOf(read(file)), [
      ['SV: a-b.txt', 'text/plain', '\ufeffДа'],
      ['inner.txt', 'text/plain', 'in'],
      ['outer.txt', 'text/plain', 'out'],
    ]);
  });

  it('keeps its HTML, or its RTF, and takes the name of the attachment where it has no subject', () => {
    const html = buildTnef({ properties: [property.unicode(id.html, '<p>æ')], subject: 'S' });
    const rtf = buildTnef({ properties: [property.binary(id.rtf, compressRtf('{\\rtf1 x}'))] });
    assert.deepEqual(filesOf(read(buildTnef({ attachments: [nest(html), nest(rtf)] }))), [
      ['S.html', 'text/html', '\ufeff<p>æ'],
      ['Forwarded.rtf', 'application/rtf', '{\\rtf1 x}'],
    ]);
  });

  it('is kept as it is when messages are nested ever deeper', () => {
    let file = buildTnef({ body: 'innermost' });
    for (let depth = 0; depth < 200; depth += 1) file = buildTnef({ attachments: [nest(file, `${depth}`)] });
    const { attachments } = read(file);
    assert.deepEqual(
      attachments.map(({ filename, contentType }) => [filename, contentType]),
      [['189.dat', 'application/ms-tnef']],
    );
    assert.ok(readTnef(attachments[0]!.bytes));
  });
});

describe('A broken winmail.dat', () => {
  it('is refused when it is something else, or nothing in it is whole', () => {
    for (const bytes of ['', '789f3e22', '00000000000000', '%PDF-1.7'.repeat(9)]) {
      assert.equal(readTnef(Buffer.from(bytes)), undefined);
    }
    assert.equal(readTnef(signature), undefined);
    assert.equal(
      readTnef(Buffer.concat([signature, Buffer.from('some mail text, not attributes')])),
      undefined,
    );
    assert.equal(readTnef(outlookMail().subarray(0, 17)), undefined);
  });

  it('gives what came whole before the cut, wherever it is', () => {
    const file = outlookMail();
    const all = filesOf(read(file));
    for (let length = 6; length < file.length; length += 1) {
      const content = readTnef(file.subarray(0, length));
      if (!content) continue;
      const bodies = content.attachments.map(({ bytes }) => Buffer.from(bytes).toString());
      assert.deepEqual(bodies, all.map(([, , bytes]) => bytes).slice(0, bodies.length));
    }
    const cutInLast = read(file.subarray(0, file.length - 4));
    assert.equal(cutInLast.html, '<p>Kære Ana <img src="cid:logo@x"></p>');
    assert.deepEqual(filesOf(cutInLast), all.slice(0, 1));
    assert.equal(cutInLast.complete, false);
  });

  it('gives the properties before a cut, and a message within as far as it goes', () => {
    const text = buildTnef({
      properties: [property.unicode(id.body, 'Hej'), property.unicode(id.html, 'x')],
    });
    assert.deepEqual(read(text.subarray(0, -4)), { text: 'Hej', attachments: [], complete: false });
    const inner = buildTnef({ body: 'inner', attachments: [{ title: 'a.txt', data: 'aaaa' }] });
    const nested = property.object(id.data, interfaces.message, inner);
    const file = buildTnef({ attachments: [{ title: 'm', properties: [nested] }] });
    assert.deepEqual(filesOf(read(file.subarray(0, -6))), [['m.txt', 'text/plain', '\ufeffinner']]);
  });

  it('may have wrong checksums where the lengths agree, and line ends after its end', () => {
    const file = Buffer.concat([
      signature,
      attribute(1, attributes.body, 'Hej', 0),
      attribute(2, attributes.rendering, Buffer.alloc(14), 1),
      attribute(2, attributes.data, 'x', 2),
      Buffer.from('\r\n\0'),
    ]);
    const content = read(file);
    assert.deepEqual([content.text, content.attachments.length, content.complete], ['Hej', 1, true]);
  });

  it('is trusted no further than a length that checksum and sequel both deny', () => {
    const body = attribute(1, attributes.body, 'Hej');
    const wrong = attribute(2, attributes.data, 'abcdef');
    wrong.writeUInt32LE(3, 5);
    const content = read(Buffer.concat([signature, body, ...buildAttachment({}), wrong]));
    assert.deepEqual([content.text, content.attachments, content.complete], ['Hej', [], false]);
  });

  it('keeps the properties before one of an unknown type or a length that lies', () => {
    const first = property.unicode(id.body, 'Hej');
    const huge = property.binary(id.html, Buffer.from('html'));
    huge.writeUInt32LE(0xfffffff0, 8);
    const many = property.multiFixed(0, 0x6001, []);
    many.writeUInt32LE(0xffffffff, 4);
    for (const [second, complete] of [
      [property.fixed(0x7777, 0x6001, Buffer.alloc(8)), false],
      [huge, false],
      [property.named('cut', property.int32(0x8001, 1)).subarray(0, 22), false],
      [many, true],
    ] as const) {
      assert.deepEqual(read(buildTnef({ properties: [first, second] })), {
        text: 'Hej',
        attachments: [],
        complete,
      });
    }
    const list = Buffer.concat([propertyList([first])]);
    list.writeUInt32LE(0xffffffff);
    const file = Buffer.concat([signature, attribute(1, attributes.messageProperties, list)]);
    assert.deepEqual(read(file), { text: 'Hej', attachments: [], complete: false });
  });

  it('gives no more than a thousand attachments', () => {
    const attachments = Array.from({ length: 1500 }, (_, index) => ({ title: `${index}`, data: 'x' }));
    const content = read(buildTnef({ attachments }));
    assert.deepEqual([content.attachments.length, content.complete], [1000, false]);
    assert.equal(content.attachments.at(-1)!.filename, '999');
  });

  it('claims gigabytes of RTF and gets what its bytes can give', () => {
    const rtf = compressRtf('{\\rtf1 small}', { rawSize: 0xfffffff0 });
    const { attachments, complete } = read(buildTnef({ properties: [property.binary(id.rtf, rtf)] }));
    assert.equal(Buffer.from(attachments[0]!.bytes).toString(), '{\\rtf1 small}');
    assert.ok(attachments[0]!.bytes.buffer.byteLength <= 8 * rtf.length);
    assert.equal(complete, false);
  });

  const sane = (file: Uint8Array): void => {
    const content = readTnef(file);
    if (!content) return;
    const size = content.attachments.reduce((total, { bytes }) => total + bytes.length, 0);
    assert.ok(size + (content.text ?? '').length + (content.html ?? '').length <= 8 * file.length);
    for (const { filename, contentType } of content.attachments) {
      assert.ok(filename !== '' && /^\S+\/\S+$/.test(contentType));
    }
  };

  it('never throws, whatever follows the signature', () => {
    const tail = fc.uint8Array({ maxLength: 400 });
    fc.assert(fc.property(tail, (bytes) => sane(Buffer.concat([signature, bytes]))));
    const anyId = fc.constantFrom(...Object.values(attributes));
    const list = fc.array(fc.tuple(fc.constantFrom(1 as const, 2 as const), anyId, tail), { maxLength: 8 });
    fc.assert(
      fc.property(list, (parts) =>
        sane(Buffer.concat([signature, ...parts.map(([level, tag, data]) => attribute(level, tag, data))])),
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, whichever bytes of a good one are changed', () => {
    const nested = property.object(id.data, interfaces.message, outlookMail());
    const rtf = property.binary(id.rtf, compressRtf("{\\rtf1\\fromhtml1{\\*\\htmltag <p>}\\u230 \\'e6}"));
    const good = buildTnef({ properties: [rtf], attachments: [{ title: 'm', properties: [nested] }] });
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(changes, (each) => {
        const file = Buffer.from(good);
        for (const [at, byte] of each) file[at] = byte;
        sane(file);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('What build-tnef makes', () => {
  const has = (command: string): boolean => spawnSync(command, ['--version']).error === undefined;
  const unpacked = (command: string, options: (folder: string, file: string) => string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'segl-tnef-'));
    try {
      const file = join(folder, 'winmail.dat');
      writeFileSync(file, outlookMail());
      execFileSync(command, options(folder, file));
      rmSync(file);
      // Names are in whatever charset the tool has written, so they are taken as bytes.
      return readdirSync(folder, 'buffer').map((name) =>
        readFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), 'utf8'),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('tnef reads as we do', { skip: !has('tnef') && 'Needs the Debian package tnef.' }, () => {
    const files = unpacked('tnef', (folder, file) => ['-C', folder, '--save-body', '-f', file]);
    assert.deepEqual(files.filter((text) => text === 'png' || text === 'pdf').sort(), ['pdf', 'png']);
    assert.ok(files.includes('<p>Kære Ana <img src="cid:logo@x"></p>'));
  });

  it('ytnef reads as we do', { skip: !has('ytnef') && 'Needs the Debian package ytnef-tools.' }, () => {
    const files = unpacked('ytnef', (folder, file) => ['-f', folder, file]);
    assert.deepEqual(files.filter((text) => text === 'png' || text === 'pdf').sort(), ['pdf', 'png']);
  });
});
