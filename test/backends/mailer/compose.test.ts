import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { composeMail, type MailDraft } from '../../../src/backends/mailer/compose.ts';

const draft = (changes: Partial<MailDraft> = {}): MailDraft => ({
  from: { name: 'Borgerservice', address: 'post@segl.example' },
  to: { address: 'ana@example.com' },
  subject: 'A message waits',
  text: 'Read it at https://segl.example/m/1',
  html: '<p>Read it</p>',
  headers: {},
  messageId: '1@segl.example',
  date: new Date('2025-11-22T10:00:00Z'),
  ...changes,
});

/** The lines of the header, unfolded, and the parts' decoded text. Reads only what quoted-printable mails hold. */
function read(raw: Buffer): { head: string[]; parts: { head: string; text: string }[]; lines: string[] } {
  const whole = raw.toString();
  const end = whole.indexOf('\r\n\r\n');
  const head = whole
    .slice(0, end)
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');
  const boundary = /boundary="([^"]+)"/.exec(head.join('\n'))![1]!;
  const parts = whole
    .slice(end + 4)
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const body = part.indexOf('\r\n\r\n');
      const octets = part
        .slice(body + 4, -2)
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      return { head: part.slice(2, body), text: Buffer.from(octets, 'latin1').toString() };
    });
  return { head, parts, lines: whole.split('\r\n') };
}

const decoded = (value: string) =>
  value.replace(/\?=\s+=\?/g, '?==?').replace(/((?:=\?UTF-8\?Q\?[^?]*\?=)+)/g, (run) =>
    Buffer.from(
      run
        .replace(/=\?UTF-8\?Q\?|\?=/g, '')
        .replace(/_/g, ' ')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString(),
  );

const names = (head: string[]) => head.map((line) => line.slice(0, line.indexOf(':')));

describe('A composed mail', () => {
  it('has the fields of RFC 5322 once each, and both texts', () => {
    const { head, parts } = read(composeMail(draft({ autoSubmitted: 'auto-generated' })));
    assert.deepEqual(head.slice(0, 7), [
      'From: Borgerservice <post@segl.example>',
      'To: ana@example.com',
      'Subject: A message waits',
      'Date: Sat, 22 Nov 2025 10:00:00 +0000',
      'Message-ID: <1@segl.example>',
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
    ]);
    assert.equal(new Set(names(head)).size, head.length);
    assert.deepEqual(
      parts.map(({ text }) => text),
      ['Read it at https://segl.example/m/1', '<p>Read it</p>'],
    );
    assert.match(parts[0]!.head, /text\/plain; charset=utf-8/);
    assert.match(parts[1]!.head, /text\/html; charset=utf-8/);
  });

  it('carries any language in names, subject and texts, in seven bits', () => {
    const raw = composeMail(
      draft({
        from: { name: 'Økonomi & Støtte, "Århus"', address: 'post@segl.example' },
        to: { name: 'Žaklina Łęcka 中文', address: 'ana@blåbær.example' },
        subject: 'Ny besked på vej: æøåÆØÅ 🦊 '.repeat(5),
        text: 'Kære Åse\n\nHej — 🦊',
      }),
    );
    assert.ok(raw.every((octet) => octet < 0x80));
    const { head, parts } = read(raw);
    assert.equal(decoded(head[0]!), 'From: Økonomi & Støtte, "Århus" <post@segl.example>');
    assert.equal(decoded(head[1]!), 'To: Žaklina Łęcka 中文 <ana@xn--blbr-roah.example>');
    assert.equal(decoded(head[2]!), `Subject: ${'Ny besked på vej: æøåÆØÅ 🦊 '.repeat(5).trim()}`);
    assert.equal(parts[0]!.text, 'Kære Åse\r\n\r\nHej — 🦊');
  });

  it('quotes a name that is not made of atoms', () => {
    const named = (name: string) =>
      read(composeMail(draft({ to: { name, address: 'ana@example.com' } }))).head[1];
    assert.equal(named('Hansen, Ana'), 'To: "Hansen, Ana" <ana@example.com>');
    assert.equal(named('Ana "the" \\ Hansen'), 'To: "Ana \\"the\\" \\\\ Hansen" <ana@example.com>');
    assert.equal(named(''), 'To: ana@example.com');
    assert.equal(named('eve@example.com'), 'To: "eve@example.com" <ana@example.com>');
  });

  it('does not let a name pretend to be encoded', () => {
    const [, to] = read(
      composeMail(draft({ to: { name: '=?utf-8?Q?eve=0D=0ABcc:?=', address: 'ana@example.com' } })),
    ).head;
    assert.equal(decoded(to!), 'To: =?utf-8?Q?eve=0D=0ABcc:?= <ana@example.com>');
  });

  it('lets nothing that people typed begin a header field or a part', () => {
    const usual = names(read(composeMail(draft({ headers: { 'X-Own': 'x' } }))).head);
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(
              '\r\n',
              '\n',
              '\r',
              '\0',
              '\u2028',
              'Bcc: eve@example.com',
              '\r\n\r\n',
              '.',
              '--',
            ),
            fc.string({ unit: 'binary' }),
          ),
        ),
        (pieces) => {
          const evil = pieces.join('');
          const raw = composeMail(
            draft({
              from: { name: evil, address: 'post@segl.example' },
              to: { name: evil, address: 'ana@example.com' },
              subject: evil,
              text: evil,
              html: evil,
              headers: { 'X-Own': evil },
            }),
          );
          const { head, parts, lines } = read(raw);
          assert.deepEqual(names(head), usual);
          assert.equal(parts.length, 2);
          assert.ok(lines.every((line) => line.length <= 998 && !/[\r\n]/.test(line)));
          assert.ok(raw.every((octet) => octet < 0x80 && octet !== 0));
        },
      ),
    );
  });

  it('says back whatever the text was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { parts } = read(composeMail(draft({ text })));
        assert.equal(parts[0]!.text, text.replace(/\r\n?|\n/g, '\r\n'));
      }),
    );
  });

  it('breaks long lines', () => {
    const { lines, parts, head } = read(
      composeMail(
        draft({
          text: 'x'.repeat(5000),
          subject: 'y'.repeat(3000),
          to: { name: 'z'.repeat(3000), address: 'ana@example.com' },
        }),
      ),
    );
    assert.ok(lines.every((line) => line.length <= 998));
    assert.equal(parts[0]!.text, 'x'.repeat(5000));
    assert.equal(decoded(head[2]!), `Subject: ${'y'.repeat(3000)}`);
  });

  it('refuses what it cannot write, without repeating it', () => {
    for (const address of [
      'ana',
      'ana@example.com\r\nBcc: eve@example.com',
      'a b@example.com',
      '<ana@example.com>',
      'ana@exa mple.com',
      `${'x'.repeat(65)}@example.com`,
    ]) {
      assert.throws(
        () => composeMail(draft({ to: { address } })),
        /^RangeError: This e-mail address cannot be written/,
      );
    }
    assert.throws(() => composeMail(draft({ messageId: 'a\r\nBcc: b@c' })), /Message-ID looks like/);
    assert.throws(
      () => composeMail(draft({ headers: { 'X\r\nBcc': 'eve' } })),
      /not the name of a header field/,
    );
    assert.throws(
      () => composeMail(draft({ headers: { bcc: 'eve@example.com' } })),
      /is set by the draft itself/,
    );
  });
});
