/** The dossier for people: two pages of what is known, gaps marked, drafts and evidence inside. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { authorities } from '../../src/message/incidents.ts';
import { type Language, languages } from '../../src/message/languages.ts';
import { authorityDraft, gapMark } from '../../views/drafts/authority-draft.ts';
import { letterDraft } from '../../views/drafts/letter-draft.ts';
import { texts } from '../../views/languages/index.ts';
import type { DossierDocument, DossierIncident, DossierMessage } from '../../views/models/dossier.ts';
import { dossierPdf } from '../../views/pdf/dossier-pdf.ts';
import { lacks } from '../support/tools.ts';
import { freshIncident, knownIncident } from './samples/incidents.ts';

const skip = lacks('pdftotext', '-v');
const at = '2026-11-21T13:05:09.123456Z';
const id = '0197a3c2-7b1e-7c3a-9f00-000000000001';
const bytes = Buffer.from('{"payload":"e30"}');

const message: DossierMessage = {
  message: id,
  sentAt: at,
  recipients: [
    {
      delivery: id,
      email: 'ana@example.com',
      events: 9,
      openedAt: '2026-11-21T13:10:00.000000Z',
      files: [{ part: 2, at: '2026-11-21T13:11:00.000000Z' }],
      postedAt: null,
      deletion: { askedAt: at, confirmedAt: '2026-11-22T08:00:00.000000Z', passedOn: 'yes' },
      recalledAt: '2026-11-21T14:00:00.000000Z',
      unsealed: false,
    },
    {
      delivery: '0197a3c2-7b1e-7c3a-9f00-000000000002',
      email: null,
      events: 3,
      openedAt: null,
      files: [],
      postedAt: '2026-11-21T13:30:00.000000Z',
      deletion: null,
      recalledAt: '2026-11-21T14:00:00.000000Z',
      unsealed: false,
    },
  ],
  evidence: { name: `evidence-${id}.json`, bytes, sha256: 'ab'.repeat(32) },
};

/** As an ordinary slip is written down. */
const ordinary: DossierIncident = {
  ...knownIncident('Åse Ørsted'),
  title: 'Brev om daginstitution sendt til den forkerte forælder',
  what: `En sagsbehandler valgte en forkert adresse i listen og sendte en afgørelse om daginstitution til en anden forælder.
Modtageren ringede samme eftermiddag. Beskeden blev tilbagekaldt med det samme.`,
  consequences:
    'En fremmed har læst et barns navn og adresse og en oplysning om støtte. Der er ikke beskyttet adresse.',
  measures: `Beskeden er tilbagekaldt, og modtageren har bekræftet, at filen er slettet.
Adressebogen er rettet, og listen viser nu enheden ved hvert navn.`,
  decision: { decision: 'report', why: 'Oplysninger om støtte er fortrolige.', by: 'Åse Ørsted', at },
  delayReason: '',
  reportedAt: '2026-11-22T08:00:00Z',
  dueAt: '2026-11-24T13:05:09.123456Z',
};

const document = (more: Partial<DossierDocument> = {}): DossierDocument => ({
  incident: ordinary,
  made: '2026-11-22T09:00:00.000Z',
  authority: null,
  messages: [message],
  log: { origin: 'segl.example/log', size: 12_345, root: 'cm9vdA==' },
  ...more,
});

describe('The dossier of an incident', { skip }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'segl-dossier-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const make = (given: DossierDocument, language: Language = 'en') =>
    dossierPdf(given, {
      language,
      organisation: 'Fredericia Kommune',
      url: 'https://segl.example',
      timeZone: 'Europe/Copenhagen',
    });
  function read(pdf: Buffer, tool: string, ...options: string[]): string {
    const file = join(folder, 'dossier.pdf');
    writeFileSync(file, pdf);
    return execFileSync(tool, [...options, file, ...(tool === 'pdftotext' ? ['-'] : [])]).toString();
  }
  const wordsOf = (pdf: Buffer) => read(pdf, 'pdftotext').replace(/\s+/g, ' ');
  const pagesOf = (pdf: Buffer) => Number(read(pdf, 'pdfinfo').match(/Pages: +(\d+)/)![1]);
  /** The attached files by their names. */
  function filesOf(pdf: Buffer): Map<string, Buffer> {
    const out = mkdtempSync(join(folder, 'files-'));
    read(pdf, 'pdfdetach', '-saveall', '-o', out);
    return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
  }

  for (const language of languages) {
    it(`says on two pages in ${language} what is known, when, and how to check it`, async () => {
      const pdf = await make(document(), language);
      assert.equal(pagesOf(pdf), 2);
      const words = wordsOf(pdf);
      const { dossier, incidents, recalls } = texts[language];
      for (const said of [
        dossier.title('2026-7'),
        recalls.verdict.confirmed,
        recalls.verdict.passedOn.yes,
        'Brev om daginstitution',
        'Modtageren ringede samme eftermiddag.',
        incidents.causes.wrong_address,
        incidents.kinds.health,
        incidents.decisions.report,
        dossier.noDelay,
        incidents.parties.wrong_recipient,
        'ana@example.com',
        dossier.erased,
        dossier.never(3),
        dossier.postedAt('').trim(),
        'ab'.repeat(32),
        'segl.example/log',
        '(UTC+1)',
        ...dossier.steps('https://segl.example'),
      ]) {
        assert.ok(words.includes(said), said);
      }
      assert.doesNotMatch(words, new RegExp(dossier.unknown.replace(/ /g, ' ') + '(?!”)'));
    });

    it(`marks in ${language} what is not known, and nothing else`, async () => {
      const incident = { ...freshIncident('Åse Ørsted'), needsDelayReason: true };
      const pdf = await make(document({ incident, messages: [], log: null }), language);
      assert.ok(pagesOf(pdf) <= 2);
      const { dossier } = texts[language];
      const count = wordsOf(pdf).split(dossier.unknown).length - 1;
      // What, cause, kinds, persons, records; two people; consequences, measures; decision, delay; and the lead.
      assert.equal(count, 12);
      assert.ok(wordsOf(pdf).includes(dossier.noMessages));
    });
  }

  it('is tagged, names its language and title, embeds its fonts, and is the same for the same', async () => {
    const pdf = await make(document(), 'da');
    assert.match(read(pdf, 'pdfinfo'), /Title: +Brud på persondatasikkerheden 2026-7[^]*Tagged: +yes/);
    assert.match(pdf.toString('latin1'), /\/Lang \(da\)/);
    assert.match(read(pdf, 'pdfinfo', '-struct'), /^ *Document[^]*H1[^]*H2[^]*P/m);
    assert.doesNotMatch(read(pdf, 'pdffonts'), / no +yes| no +no/);
    assert.ok(pdf.equals(await make(document(), 'da')));
  });

  it('holds the evidence byte for byte, and the drafts of both authorities, or of the one that was chosen', async () => {
    const files = filesOf(await make(document()));
    assert.deepEqual(
      [...files.keys()].sort(),
      [
        ...authorities.flatMap((authority) => languages.map((language) => `${authority}-${language}.txt`)),
        `evidence-${id}.json`,
      ].sort(),
    );
    assert.ok(files.get(`evidence-${id}.json`)!.equals(bytes));
    const draft = files.get('imy-sv.txt')!.toString();
    assert.match(draft, /^\ufeffAnmälan av personuppgiftsincident till IMY/);
    assert.match(draft, /inte juridisk rådgivning/);
    const chosen = filesOf(await make(document({ authority: 'datatilsynet' })));
    assert.equal(chosen.size, 4);
    assert.match(
      chosen.get('datatilsynet-da.txt')!.toString(),
      /Anmeldelse af brud på persondatasikkerheden til Datatilsynet/,
    );
  });

  it('says of each message without evidence why there is none', async () => {
    const messages = (['waiting', 'not_found', 'too_many'] as const).map((evidence) => ({
      ...message,
      recipients: [],
      evidence,
    }));
    const pdf = await make(document({ messages, log: null }));
    const words = wordsOf(pdf);
    for (const sentence of Object.values(texts.en.dossier.missing))
      assert.ok(words.includes(sentence), sentence);
    assert.equal(filesOf(pdf).size, 6);
  });

  it('takes long texts, many messages and names of every script', async () => {
    const incident = {
      ...ordinary,
      title: '‮evil‬ Łukasz 李雷 🙂',
      what: `${'many words '.repeat(900)}\n${'x'.repeat(3_000)}`,
      told: Array.from({ length: 60 }, (_, n) => ({ id, party: 'affected' as const, who: `${n}`, at })),
    };
    const messages = Array.from({ length: 400 }, () => message);
    const pdf = await make(document({ incident, messages: [{ ...message }, ...messages] }));
    assert.ok(pagesOf(pdf) > 2);
    const words = wordsOf(pdf);
    assert.ok(words.includes('389 more messages belong to it.'));
    assert.match(words, /more events are in the register/);
    assert.match(words, /evil Łukasz \ufffd+/);
  });
});

describe('Drafts', () => {
  const context = {
    organisation: 'Fredericia Kommune',
    timeZone: 'Europe/Copenhagen',
    sentAt: at,
    now: '2026-11-22T09:00:00.000Z',
  };

  for (const authority of authorities) {
    for (const language of languages) {
      it(`for ${authority} in ${language} ask each question once, and mark gaps alone`, () => {
        const { drafts } = texts[language].dossier;
        const known = authorityDraft(ordinary, authority, language, context);
        const fresh = authorityDraft(freshIncident('x'), authority, language, context);
        for (const question of Object.values(drafts.questions[authority])) {
          assert.equal(known.split(question).length, 2, question);
          assert.equal(fresh.split(question).length, 2, question);
        }
        assert.ok(known.includes(ordinary.measures));
        assert.ok(known.includes(drafts.complete));
        assert.ok(fresh.includes(drafts.first));
        const gaps = (text: string) => text.split(gapMark(language)).length - 1;
        // What nobody asks at the desk: processors, and other countries.
        assert.equal(gaps(known), 2);
        assert.ok(gaps(fresh) > 10);
        assert.doesNotMatch(known + fresh, /undefined|null|\[object/);
      });
    }
  }

  it('say after the 72 hours why it took longer, or that nobody knows', () => {
    const late = {
      ...ordinary,
      reportedAt: '2026-12-01T08:00:00Z',
      delayReason: 'Det blev først opdaget fredag.',
    };
    assert.ok(authorityDraft(late, 'datatilsynet', 'da', context).includes(late.delayReason));
    const silent = { ...ordinary, reportedAt: null, delayReason: '' };
    const over = { ...context, now: '2026-11-30T09:00:00.000Z' };
    assert.equal(authorityDraft(silent, 'imy', 'sv', over).split('[ännu inte känt]').length - 1, 3);
    assert.ok(authorityDraft(silent, 'imy', 'sv', context).includes(texts.sv.dossier.drafts.inTime));
  });

  it('name special kinds apart, and say where there are none', () => {
    const plain = { ...ordinary, dataKinds: ['contact'] as const };
    assert.ok(authorityDraft(plain, 'imy', 'en', context).includes(texts.en.dossier.drafts.noSpecial));
    assert.ok(!authorityDraft(ordinary, 'imy', 'en', context).includes(texts.en.dossier.drafts.noSpecial));
  });

  it('of a letter say what happened, what it means and what was done, and leave to people what only they know', () => {
    for (const language of languages) {
      const { text } = letterDraft(ordinary, language, 'Fredericia Kommune');
      for (const said of [ordinary.what, ordinary.consequences, ordinary.measures, 'Åse Ørsted']) {
        assert.ok(text.includes(said), said);
      }
      assert.equal(text.split(gapMark(language)).length - 1, 1);
    }
  });
});
