/** The PDF for people: what it says, whoever the people are. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Language, languages } from '../../src/message/languages.ts';
import { eventTypes, type EventType } from '../../src/message/event-types.ts';
import { texts } from '../../views/languages/index.ts';
import type { DocumentEvent, DocumentRecipient, ProofDocument } from '../../views/models/proofs.ts';
import { evidencePdf } from '../../views/pdf/evidence-pdf.ts';

const skip = spawnSync('pdftotext', ['-v']).status !== 0 && 'poppler-utils is not installed';
const at = '2026-11-21T13:05:09.123456Z';
const id = '0197a3c2-7b1e-7c3a-9f00-000000000001';

const event = (type: EventType, index: number, more: Partial<DocumentEvent> = {}): DocumentEvent => ({
  type,
  at,
  index,
  server: null,
  reason: null,
  via: null,
  part: null,
  ofSigning: false,
  ...more,
});

const recipient = (more: Partial<DocumentRecipient> = {}): DocumentRecipient => ({
  id,
  name: 'Åse Ørsted',
  email: 'aase@example.com',
  isErased: false,
  status: 'opened',
  events: [event('delivery.available', 7), event('delivery.opened', 8)],
  signed: null,
  ...more,
});

const proof: ProofDocument = {
  message: id,
  isReceipt: false,
  made: at,
  sender: 'sagsbehandler@fredericia.example',
  sentAt: at,
  parts: [
    { part: 0, sha256: 'ab'.repeat(32) },
    { part: 1, sha256: 'cd'.repeat(32) },
  ],
  recipients: [recipient()],
  events: [event('message.accepted', 6)],
  log: {
    origin: 'segl.example/log',
    size: 12_345,
    root: 'cm9vdA==',
    keys: ['segl.example/log+530d903a+AekyeRrm'],
  },
  stamps: [],
  certificate: 'ef'.repeat(32),
};

describe('The PDF of what is recorded', { skip }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'segl-pdf-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const make = (document: ProofDocument, language: Language = 'en') =>
    evidencePdf(document, {
      language,
      organisation: 'Fredericia Kommune',
      url: 'https://segl.example',
      timeZone: 'Europe/Copenhagen',
    });
  function read(pdf: Buffer, tool: string, ...options: string[]): string {
    const file = join(folder, 'proof.pdf');
    writeFileSync(file, pdf);
    return execFileSync(tool, [...options, file, ...(tool === 'pdftotext' ? ['-'] : [])]).toString();
  }
  /** The words, on one line. */
  const wordsOf = (pdf: Buffer) => read(pdf, 'pdftotext').replace(/\s+/g, ' ');

  for (const language of languages) {
    it(`says in ${language} who, what, when, where in the log, and how to check it`, async () => {
      const words = wordsOf(await make(proof, language));
      const text = texts[language].proofs.pdf;
      const events = texts[language].events;
      for (const said of [
        text.title,
        text.lead('Fredericia Kommune'),
        'Åse Ørsted <aase@example.com>',
        events['delivery.opened'],
        text.position(8),
        '(UTC+1)',
        'segl.example/log',
        '12345',
        'cd'.repeat(32),
        'ef'.repeat(32),
        text.unstamped('Fredericia Kommune'),
        ...text.meanings,
        ...text.steps('https://segl.example'),
      ]) {
        assert.ok(words.includes(said), said);
      }
      assert.doesNotMatch(words, /qualified|kvalific/i);
    });
  }

  for (const language of languages) {
    it(`says in ${language} the very words that were signed, how, and what that proves and does not`, async () => {
      const signed = {
        statement: 'Jeg har læst afgørelsen.\nOg klagevejledningen.',
        at,
        moment: 'after',
        method: { method: 'passkey', site: 'segl.example', addedAt: at, logged: true },
        certificate: '12'.repeat(32),
        stampedAt: at,
      } as const;
      const code = event('delivery.code_sent', 7, { via: 'sms', ofSigning: true });
      const one = recipient({ signed, events: [code] });
      const words = wordsOf(await make({ ...proof, recipients: [one] }, language));
      const text = texts[language].signatures;
      for (const said of [
        'Jeg har læst afgørelsen. Og klagevejledningen.',
        text.methods.passkey,
        `${text.codeSent} ${texts[language].delivery.facts.via.sms}`,
        text.moments.after,
        text.passkey.not,
        text.passkey.proves('segl.example', '').split(' ').slice(0, 6).join(' '),
        '12'.repeat(32),
        text.token,
      ]) {
        assert.ok(words.includes(said), said);
      }
    });
  }

  it('is tagged, and names its language and title', async () => {
    const pdf = await make(proof, 'da');
    assert.match(read(pdf, 'pdfinfo'), /Title: +Det, der er registreret om en besked[^]*Tagged: +yes/);
    assert.match(pdf.toString('latin1'), /\/Lang \(da\)/);
    assert.match(read(pdf, 'pdfinfo', '-struct'), /^ *Document[^]*H1[^]*H2[^]*H3[^]*P/m);
    assert.doesNotMatch(read(pdf, 'pdffonts'), / no +yes| no +no/);
  });

  it('is the same for the same', async () => {
    assert.ok((await make(proof)).equals(await make(proof)));
  });

  it('names what was stamped and when, for that is the outside bound', async () => {
    const words = wordsOf(await make({ ...proof, stamps: [{ size: 9_000, at }] }));
    assert.match(
      words,
      /The first 9000 entries: not made later than 21 November 2026 at 14:05:09 \(UTC\+1\)/,
    );
    assert.doesNotMatch(words, /No timestamping authority/);
  });

  it('says of whom nothing is told, and why', async () => {
    const erased = recipient({ name: null, email: null, isErased: true, status: 'erased' });
    const withheld = recipient({ name: null, email: null });
    const words = wordsOf(await make({ ...proof, sender: null, recipients: [erased, withheld] }));
    assert.match(words, /Recipient 1 of 2 Erased/);
    assert.match(words, /Recipient 2 of 2 Not told here/);
  });

  it('takes names of every script and shape, and breaks what is too long for a line', async () => {
    const names = [
      'Łukasz Żółć',
      'Ελένη Παπαδοπούλου',
      'Владимир Іванов',
      'Nguyễn Thị Hương',
      'A\u0301ngel', // composed
      'محمد عبد الله',
      'שרה כהן',
      '李雷 🙂',
      '\u202eevil\u202c \u0000\ud800 name',
      '   ',
      'x'.repeat(3_000),
      'many words '.repeat(300),
    ];
    const document = { ...proof, recipients: names.map((name) => recipient({ name })) };
    const words = wordsOf(await make(document));
    for (const name of names.slice(0, 4)) assert.ok(words.includes(name), name);
    assert.ok(words.includes('Ángel'));
    assert.match(words, /\ufffd+ <aase@example\.com>/);
    assert.match(words, /evil \ufffd? ?name/);
    assert.ok(words.match(/x/g)!.length >= 3_000);
    assert.match(words, /Page \d+/);
  });

  it('has words for every event', async () => {
    const types = Object.keys(eventTypes) as EventType[];
    const events = types.map((type, index) =>
      event(type, index, { server: 'mx.example.com', reason: 'refused', via: 'sms', part: 2 }),
    );
    const words = wordsOf(await make({ ...proof, recipients: [recipient({ events })] }));
    for (const type of types) assert.ok(words.includes(texts.en.events[type]), type);
  });

  it('takes three hundred recipients', async () => {
    const many = Array.from({ length: 300 }, (_, n) => recipient({ email: `p${n}@example.com` }));
    const pdf = await make({ ...proof, recipients: many });
    assert.match(wordsOf(pdf), /Recipient 300 of 300/);
    assert.ok(Number(read(pdf, 'pdfinfo').match(/Pages: +(\d+)/)![1]) > 30);
  });
});
