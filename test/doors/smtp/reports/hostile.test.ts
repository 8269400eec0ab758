import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readReport } from '../../../../src/doors/smtp/reports/read-report.ts';
import type { Report } from '../../../../src/doors/smtp/reports/report.ts';
import { others } from './cases/others.ts';
import { groupware } from './cases/groupware.ts';
import { languages } from './cases/languages.ts';
import { odd } from './cases/odd-standard.ts';
import { servers } from './cases/servers.ts';
import { standard } from './cases/standard.ts';

const samples = [...standard, ...odd, ...servers, ...groupware, ...languages, ...others].map(({ mail }) =>
  Buffer.from(mail.replaceAll('\n', '\r\n')),
);
const kinds = ['failed', 'delayed', 'delivered', 'relayed', 'automatic', 'reply', 'unclear'];

function assertSane(report: Report): void {
  assert.ok(kinds.includes(report.kind), report.kind);
  if (report.kind === 'reply') return;
  assert.ok(report.text.length <= 500);
  assert.doesNotMatch(report.text, /[\p{Cc}\p{Cf}\p{Cs}\n]/u);
  if (!('recipient' in report || 'status' in report || 'server' in report)) return;
  assert.match(report.recipient ?? 'a@b', /^[^\s\p{Cc}]{1,64}@[^\s\p{Cc}]{1,255}$/u);
  assert.match(report.status ?? '5.0.0', /^[245]\.\d{1,3}\.\d{1,3}$/);
  assert.match(report.server ?? 'a', /^[^\s\p{Cc}]{1,255}$/u);
  const good = report.kind === 'delivered' || report.kind === 'relayed';
  if (report.status)
    assert.equal(report.status.startsWith('2'), good, `${report.kind} with ${report.status}`);
}

describe('Whatever comes, a report is sane', () => {
  it('when a mail is cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        async (mail, part, nullSender) => {
          assertSane(await readReport(mail.subarray(0, Math.floor(mail.length * part)), { nullSender }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('when bytes of it are exchanged for others, or it is spliced with another', async () => {
    const edit = fc.record({ at: fc.nat(4000), bytes: fc.uint8Array({ maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.constantFrom(...samples),
        fc.nat(4000),
        fc.array(edit, { maxLength: 8 }),
        fc.boolean(),
        async (mail, other, seam, edits, nullSender) => {
          const raw = Buffer.concat([mail.subarray(0, seam), other.subarray(seam)]);
          for (const { at, bytes } of edits)
            raw.set(bytes.subarray(0, Math.max(0, raw.length - at)), Math.min(at, raw.length));
          assertSane(await readReport(raw, { nullSender }));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('when it is binary rubbish', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.boolean(), async (raw, nullSender) => {
        assertSane(await readReport(raw, { nullSender }));
      }),
      { numRuns: 150 },
    );
  });

  it('when the fields of a delivery status are made of anything', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'failed',
        'delivered',
        'delayed',
        'relayed',
        '2.0.0',
        '4.0.0',
        '5.1.1',
        '5.999.999',
        'rfc822; a@b',
        'smtp; 550 5.1.1 no',
        'utf-8; \\x{110000}@b',
      ),
    );
    const name = fc.constantFrom(
      'Action',
      'Status',
      'Final-Recipient',
      'Original-Recipient',
      'Remote-MTA',
      'Reporting-MTA',
      'Diagnostic-Code',
      '',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, value)), async (fields) => {
        const body = fields.map(([field, said]) => (field ? `${field}: ${said}\r\n` : '\r\n')).join('');
        assertSane(await readReport(Buffer.from(statusReport(body)), { nullSender: true }));
      }),
      { numRuns: 400 },
    );
  });
});

const statusReport = (body: string): string =>
  `From: MAILER-DAEMON@a.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${body}\r\n--b--\r\n`;

describe('Large reports', () => {
  it('of 10,000 recipients give the one that failed', async () => {
    const recipients = Array.from(
      { length: 10_000 },
      (_, i) => `Final-Recipient: rfc822; r${i}@a.dk\r\nAction: ${i === 9_000 ? 'failed' : 'delayed'}\r\n`,
    );
    const found = await readReport(Buffer.from(statusReport(recipients.join('\r\n'))), { nullSender: true });
    assert.deepEqual({ ...found, text: '' }, { kind: 'failed', recipient: 'r9000@a.dk', text: '' });
  });

  it('with a huge field give its beginning', async () => {
    const body = `Final-Recipient: rfc822; ${'x'.repeat(100_000)}@a.dk\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; ${'550 no '.repeat(15_000)}\r\n`;
    const found = await readReport(Buffer.from(statusReport(body)), { nullSender: true });
    assertSane(found);
    assert.equal(found.kind, 'failed');
  });

  it('nested 500 deep say what their text says', async () => {
    const open = Array.from(
      { length: 500 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    );
    const raw = Buffer.from(
      `From: mailer-daemon@a.example\r\n${open.join('')}\r\n550 5.1.1 User unknown: ana@example.com\r\n`,
    );
    const found = await readReport(raw, { nullSender: true });
    assert.deepEqual(found, {
      kind: 'failed',
      recipient: 'ana@example.com',
      status: '5.1.1',
      text: '550 5.1.1 User unknown: ana@example.com',
    });
  });

  it('with more parts than anybody reads give what the first parts say', async () => {
    const raw = Buffer.from(
      statusReport(`Action: failed\r\nStatus: 5.1.1\r\n${'--b\r\n\r\nx\r\n'.repeat(5000)}`),
    );
    assert.equal((await readReport(raw, { nullSender: true })).kind, 'failed');
  });

  it('of blanks and returns alone say what follows them', async () => {
    const blanks = `Content-Transfer-Encoding: quoted-printable\r\n\r\n${' '.repeat(250_000)}550 5.1.1 User unknown`;
    assert.equal((await readReport(Buffer.from(blanks), { nullSender: true })).kind, 'failed');
    const returns = `X-Returns: ${'\r'.repeat(60_000)}x\r\n\r\n550 5.1.1 User unknown`;
    assert.equal((await readReport(Buffer.from(returns), { nullSender: true })).kind, 'failed');
  });

  it('with a header too large to read are told by the envelope', async () => {
    const raw = Buffer.from(`Subject: ${'x'.repeat(200_000)}\r\n\r\nHello`);
    assert.equal((await readReport(raw, { nullSender: true })).kind, 'unclear');
    assert.equal((await readReport(raw, { nullSender: false })).kind, 'reply');
  });
});
