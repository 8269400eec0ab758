import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findImport } from '../../../src/desk/contacts/import.ts';
import { readImport } from '../../../src/desk/contacts/read-import.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addUnit, bytesOf, keeperOf, outcomes, pieces, read, refused } from './keep.ts';

const utf16 = (text: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('A file of contacts', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let portal: Portal;
  let unit: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    portal = await openPortal(db);
    unit = await addUnit(portal, 'Ældrepleje');
  });
  after(async () => {
    await portal.close();
    await drop();
  });
  beforeEach(async () => {
    await db.database.query('delete from contact_imports');
  });

  const findings = async (id: string) => (await findImport(db.database, keeperOf(), id)).findings;
  const rowsOf = async (file: string | Uint8Array) => {
    const id = await read(portal, file);
    const { rows } = await db.database.query(
      'select line, email, name, phone, language, unit_id as unit from contact_import_rows where import_id = $1 order by line',
      [id],
    );
    return { rows, found: await findings(id) };
  };

  const danish = 'E-mail;Navn;Mobil;Sprog;Enhed\r\naase@example.dk;Åse Ærø;20 12 34 56;dansk;ældrepleje\r\n';
  const aase = () => ({
    line: 2,
    email: 'aase@example.dk',
    name: 'Åse Ærø',
    phone: '+4520123456',
    language: 'da',
    unit,
  });

  for (const [what, bytes, encoding] of [
    ['UTF-8', Buffer.from(danish), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${danish}`), 'utf-8'],
    ['UTF-16 little end first', utf16(danish), 'utf-16le'],
    ['UTF-16 big end first', utf16(danish, true), 'utf-16be'],
    ['Windows-1252', Buffer.from(danish, 'latin1'), 'windows-1252'],
  ] as const) {
    it(`is read in ${what}, however it is cut into pieces`, async () => {
      for (const size of [1, 7, 100_000]) {
        const id = await readImport(portal.ctx, keeperOf(), null, pieces(bytes, size));
        const found = await findings(id);
        assert.equal(found.encoding, encoding);
        assert.equal(found.separator, ';');
        assert.equal(found.sha256, createHash('sha256').update(bytes).digest('hex'));
        const { rows } = await db.database.query(
          'select line, email, name, phone, language, unit_id as unit from contact_import_rows where import_id = $1',
          [id],
        );
        assert.deepEqual(rows, [aase()]);
      }
    });
  }

  it('may have its first letter outside ASCII late, and is judged by that one', async () => {
    const many = Array.from({ length: 3000 }, (_, at) => `p${at}@example.dk;P`).join('\n');
    const file = `email;name\n${many}\nlast@example.dk;Østergård`;
    for (const [encoding, name] of [
      ['utf8', 'utf-8'],
      ['latin1', 'windows-1252'],
    ] as const) {
      const { rows, found } = await rowsOf(Buffer.from(file, encoding));
      assert.equal(rows.at(-1)!.name, 'Østergård');
      assert.equal(found.encoding, name);
    }
  });

  it('has broken letters named where UTF-8 goes wrong in the middle', async () => {
    const bytes = Buffer.concat([
      Buffer.from('email,name\na@x.dk,Åse\nb@x.dk,'),
      Buffer.from('Åse', 'latin1'),
    ]);
    assert.deepEqual(await outcomes(portal, await read(portal, bytes)), [
      '2 add a@x.dk',
      '3 broken_characters name',
    ]);
  });

  it('is parted by semicolons, commas or tabs, and may say so itself', async () => {
    for (const [separator, file] of [
      [';', 'email;name\na@x.dk;Berg, Ana'],
      [',', 'email,name\na@x.dk,"Berg, Ana"'],
      ['\t', 'email\tname\na@x.dk\tBerg, Ana'],
      [';', 'sep=;\r\nemail;name\r\na@x.dk;Berg, Ana'],
    ] as const) {
      const { rows, found } = await rowsOf(file);
      assert.equal(found.separator, separator);
      assert.deepEqual([rows[0]!.email, rows[0]!.name], ['a@x.dk', 'Berg, Ana']);
    }
    const { rows, found } = await rowsOf('mail\na@x.dk\n');
    assert.equal(found.separator, null);
    assert.equal(rows[0]!.email, 'a@x.dk');
  });

  it('ends its lines as any system does, in cells too, and every line has its number', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const lines = [
        'email,name,note',
        'a@x.dk,"Ana',
        'Berg","two',
        '""lines"""',
        '',
        'b@x.dk,Bo,',
        ',,',
        'c@x.dk,Cy,',
      ];
      const bytes = Buffer.from(lines.join(end));
      for (const size of [1, 1000]) {
        const id = await readImport(portal.ctx, keeperOf(), null, pieces(bytes, size));
        assert.deepEqual(await outcomes(portal, id), ['2 add a@x.dk', '6 add b@x.dk', '8 add c@x.dk']);
      }
      const { rows } = await rowsOf(bytes);
      assert.equal(rows[0]!.name, 'Ana Berg');
    }
  });

  it('names its columns as programs do', async () => {
    for (const [header, row] of [
      ['First Name,Last Name,E-mail Address,Mobile Phone,Business Phone', 'Ana,Berg,a@x.dk,20123456,1'],
      ['Fornavn;Efternavn;E-mailadresse;Mobiltelefon;Titel', 'Ana;Berg;a@x.dk;20123456;Dr'],
      ['Förnamn;Efternamn;E-postadress;Mobil;Telefon', 'Ana;Berg;a@x.dk;+45 20 12 34 56;'],
      ['displayName,mail,mobile,department', 'Ana Berg,a@x.dk,20123456,IT'],
      ['Namn;E-post;Mobilnr', 'Ana Berg;a@x.dk;0045 20123456'],
    ] as const) {
      const { rows } = await rowsOf(`${header}\n${row}`);
      assert.deepEqual(
        [rows[0]!.email, rows[0]!.name, rows[0]!.phone],
        ['a@x.dk', 'Ana Berg', '+4520123456'],
        header,
      );
    }
    const { found } = await rowsOf('E-mail;Navn;CPR\na@x.dk;A;1');
    assert.deepEqual(found.columns, { email: 'E-mail', name: 'Navn' });
    assert.deepEqual(found.ignored, ['CPR']);
  });

  it('has a language by its word', async () => {
    const words = ['da', 'Dansk', 'danska', 'da-DK', 'SV', 'svenska', 'Swedish', 'en_GB', 'engelsk', ''];
    const { rows } = await rowsOf(`mail,sprog\n${words.map((word, at) => `p${at}@x.dk,${word}`).join('\n')}`);
    assert.deepEqual(
      rows.map(({ language }) => language),
      ['da', 'da', 'da', 'da', 'sv', 'sv', 'sv', 'en', 'en', null],
    );
  });

  const files: [string, string | Uint8Array, string, string][] = [
    ['is empty', '', 'invalid', 'empty'],
    ['has only blank lines', '\r\n;;;\n\n', 'invalid', 'empty'],
    ['has only a header', 'email;name\r\n', 'invalid', 'only_header'],
    ['has no header', 'a@x.dk;Ana\nb@x.dk;Bo', 'invalid', 'no_header'],
    ['has no column for addresses', 'name;phone\nAna;20123456', 'invalid', 'no_header'],
    ['has one endless line', 'x'.repeat(300_000), 'invalid', 'no_header'],
    ['has a thousand columns', `email;${'x;'.repeat(1000)}\n`, 'invalid', 'no_header'],
    ['names a column twice', 'email;email\na@x.dk;b@x.dk', 'invalid', 'header_twice'],
    ['is UTF-16 without a mark', utf16(danish).subarray(2), 'invalid', 'utf16_without_mark'],
    ['is a workbook', Buffer.from('504b0304140006000800000021', 'hex'), 'unsupported_media_type', 'workbook'],
    ['is an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'unsupported_media_type', 'workbook'],
    ['is a PDF', '%PDF-1.7\n', 'unsupported_media_type', 'not_text'],
    ['is NULs', Buffer.alloc(10_000), 'unsupported_media_type', 'not_text'],
    [
      'never closes a quote',
      `email;name\na@x.dk;"Ana\n${'b@x.dk;Bo\n'.repeat(100)}`,
      'invalid',
      'quote_open',
    ],
    ['never closes a quote in the header', '"email;name\na@x.dk;Ana\n', 'invalid', 'quote_open'],
  ];
  for (const [what, file, code, reason] of files) {
    it(`is refused where it ${what}, and leaves nothing`, async () => {
      await assert.rejects(read(portal, file), refused(code, reason));
      const { count } = await db.database.query('select from contact_imports');
      assert.equal(count, 0);
    });
  }

  it('is refused at the line where a quote opens that a large file never closes', async () => {
    async function* endless() {
      yield Buffer.from('email;name\na@x.dk;Ana\nb@x.dk;"Bo\n');
      for (let each = 0; each < 1000; each += 1) yield Buffer.from('c@x.dk;Cy\n'.repeat(1000));
    }
    await assert.rejects(readImport(portal.ctx, keeperOf(), null, endless()), (error: Error) => {
      assert.ok(refused('invalid', 'quote_open')(error));
      assert.match(error.message, /^Line 3: /);
      return true;
    });
  });

  it('of 64 MiB is refused as soon as there is more', async () => {
    let given = 0;
    async function* endless() {
      yield Buffer.from('email;note\n');
      const chunk = Buffer.from(`a@x.dk;${'x'.repeat(5000)}\n`.repeat(200));
      for (;;) {
        given += chunk.length;
        yield chunk;
      }
    }
    await assert.rejects(
      readImport(portal.ctx, keeperOf(), null, endless()),
      refused('too_large', 'too_many_bytes'),
    );
    assert.ok(given < 70 * 1024 * 1024, String(given));
  });

  it('that breaks off leaves nothing, and its own error', async () => {
    async function* broken() {
      yield bytesOf(`email;name\n${'a@x.dk;Ana\n'.repeat(5000)}`);
      throw new Error('cut');
    }
    await assert.rejects(readImport(portal.ctx, keeperOf(), null, broken()), /^Error: cut$/);
    for (const table of ['contact_imports', 'contact_import_rows']) {
      assert.equal((await db.database.query(`select from ${table}`)).count, 0);
    }
  });

  it('has each doubtful row named, by the first thing that is wrong with it', async () => {
    const other = await addUnit(portal, 'Teknik');
    const lines = [
      'email;name;phone;language;unit;note',
      ';Ana;;;;',
      'ana;Ana;;;;',
      'a@x.dk;Ana;12;;;',
      'a@x.dk;Ana;;tysk;;',
      'a@x.dk;Ana;;;Teknik;',
      'a@x.dk;Ana;;;Findes ikke;',
      '=cmd|x;Ana;;;;',
      'a@x.dk;=HYPERLINK("x");;;;',
      'a@x.dk;"  +1+1";;;;',
      'a@x.dk;-1;;;;',
      'a@x.dk;@SUM(1);;;;',
      'a@x.dk;"\tAna";;;;',
      'a@x.dk;Ana;=1;;;',
      'a@x.dk;Ana;+1 ring;;;',
      'a@x.dk;Ana;+45 20 12 34 56;;;',
      'A@X.dk;Ana again;;;;',
      'a@x.dk;Ana;;;ældrepleje;',
      'a@x.dk;Ana;;;ÆLDREPLEJE;',
      `b@x.dk;${'n'.repeat(201)};;;;`,
      `b@x.dk;Bo;;;;${'n'.repeat(10_241)}`,
      'b@x.dk;B\u0000o;;;;',
      'b@x.dk;B\u0007o;;;;',
      'b@x.dk;Bo',
      'b@x.dk;Bo;;;;;;;',
      'c@x.dk;Cy;;;;;;x',
    ];
    const id = await read(portal, lines.join('\n'), keeperOf([unit]), unit);
    assert.ok(other);
    assert.deepEqual(await outcomes(portal, id), [
      '2 no_address',
      '3 address_invalid',
      '4 phone_invalid',
      '5 language_unknown',
      '6 unit_unknown',
      '7 unit_unknown',
      '8 formula email',
      '9 formula name',
      '10 formula name',
      '11 formula name',
      '12 formula name',
      '13 formula name',
      '14 formula phone',
      '15 phone_invalid',
      '16 add a@x.dk',
      '17 duplicate 16',
      '18 duplicate 16',
      '19 duplicate 16',
      '20 too_long name',
      '21 too_long',
      '22 control_characters name',
      '23 control_characters name',
      '24 column_count',
      '25 add b@x.dk',
      '26 column_count',
    ]);
    assert.deepEqual((await findings(id)).counts, { add: 2, change: 0, same: 0, problem: 23 });
  });

  it('may have the same address in several units', async () => {
    const file = 'mail;enhed\na@x.dk;\na@x.dk;Ældrepleje\na@x.dk;Borgerservice\nA@x.dk;';
    assert.deepEqual(await outcomes(portal, await read(portal, file)), [
      '2 add a@x.dk',
      '3 add a@x.dk',
      '4 add a@x.dk',
      '5 duplicate 2',
    ]);
  });

  it('goes to a unit that its sender keeps, and to no other', async () => {
    const file = 'mail\na@x.dk';
    await assert.rejects(read(portal, file, keeperOf([unit]), null), refused('forbidden'));
    await assert.rejects(read(portal, file, keeperOf([]), unit), refused('forbidden'));
    assert.ok(await read(portal, file, keeperOf([unit]), unit));
  });
});
