/** Incidents at the desk: from opening to closing, each form by itself, and what goes wrong in between. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hashPassword } from '../../../src/desk/account/password.ts';
import { checkBundle } from '../../../src/desk/verification/check-bundle.ts';
import type { Grant } from '../../../src/message/rights.ts';
import { noTrust } from '../../../src/message/verification.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { addColleague, addUnit } from '../../support/staff.ts';
import { lacks } from '../../support/tools.ts';
import { type Answer, linkTo, openLink, Visitor } from './visitor.ts';

const password = 'four words make sense';
const english = { 'accept-language': 'en' };

describe('At the desk, incidents', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let unit: string;
  let officer: Visitor;
  let colleague: Visitor;
  let stranger: Visitor;
  let author: { email: string; visitor: Visitor };
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    unit = await addUnit(db);
    const other = await addUnit(db);
    author = await hire(unit, [{ role: 'sender', unit }]);
    officer = (
      await hire(unit, [
        { role: 'compliance', unit },
        { role: 'sender', unit },
      ])
    ).visitor;
    colleague = (await hire(unit, [{ role: 'compliance', unit }])).visitor;
    stranger = (await hire(other, [{ role: 'compliance', unit: other }])).visitor;
  });
  after(async () => {
    await app.close();
    await drop();
  });

  async function hire(home: string, grants: readonly Grant[]) {
    const person = await addColleague(db, home, grants);
    const hash = await hashPassword(password);
    await db.database.query('update people set password_hash = $2 where id = $1', [person.id, hash]);
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email: person.email, password })).status, 303);
    await proveSecondFactor(db, person.email);
    return { email: person.email, visitor };
  }

  let count = 0;
  async function write(): Promise<{ id: string; email: string }> {
    const email = `ana${(count += 1)}@example.com`;
    const answer = await author.visitor.postFiles('/desk/messages', [
      ['from', `${unit} ${author.email}`],
      ['name', 'Ana Berg'],
      ['email', email],
      ['phone', '+4520123456'],
      ['language', 'en'],
      ['subject', 'Hemmeligt emne'],
      ['text', 'Kære Ana'],
      ['expiresDays', '30'],
    ]);
    assert.equal(answer.status, 303, answer.text.slice(0, 500));
    return { id: String(answer.headers.location).match(/[0-9a-f-]{36}/)![0], email };
  }

  const draft = {
    title: 'Brev til den forkerte',
    what: 'Det skete i går',
    awareOn: '2026-11-20',
    awareTime: '14:05',
  };
  const pathOf = ({ status, headers, text }: Answer) => {
    assert.equal(status, 303, text.replace(/<[^>]*>/g, ' ').slice(0, 1500));
    return String(headers.location).replace(/[?#].*/, '');
  };
  const open = async (more: Record<string, string> = {}, by = officer) =>
    pathOf(await by.post('/desk/incidents', { ...draft, ...more }));
  const page = async (path: string, by = officer) => (await by.get(path, english)).text;
  const versionOf = async (path: string) => (await page(path)).match(/name="version" value="(\d+)"/)![1]!;
  const change = async (path: string, section: string, fields: Record<string, string>, version?: string) =>
    officer.post(
      `${path}/changes`,
      { section, version: version ?? (await versionOf(path)), ...fields },
      english,
    );

  it('are opened in three lines, and then ask for nothing but show what is not yet known', async () => {
    const form = await page('/desk/incidents/new');
    assert.match(form, /does not mean that anybody did wrong/);
    assert.match(form, /name="awareOn" type="date" value="20\d\d-\d\d-\d\d"/);
    const path = await open();
    const text = await page(path);
    assert.match(text, /Brev til den forkerte/);
    assert.match(text, /23 November 2026 at 14:05 \(UTC\+1\)/);
    assert.match(text, /hours? (?:left|late)/);
    assert.equal(text.match(/not yet known<\/p>/g)!.length, 9);
    assert.match(text, /Det skete i går<\/textarea>/);
    const list = await page('/desk/incidents');
    assert.ok(list.includes(path) && list.includes('Brev til den forkerte'));
    assert.doesNotMatch(await page('/desk/incidents', stranger), /Brev til den forkerte/);
    assert.equal((await stranger.get(path)).status, 404);
  });

  it('are not opened without a name, ahead of time, in an hour that is skipped, or elsewhere; what was typed stays', async () => {
    for (const [given, says] of [
      [{ title: ' ' }, 'Fill in the field'],
      [{ title: 'x'.repeat(201) }, 'too long'],
      [{ awareOn: '2039-01-01' }, 'has not come yet'],
      [{ awareOn: '', awareTime: '' }, 'Give a date and a time'],
      [{ awareOn: '22/11', awareTime: 'now' }, 'Give a date and a time'],
      [{ awareOn: '2026-03-29', awareTime: '02:30' }, 'clocks skip this hour'],
      [{ what: 'x'.repeat(10_001) }, 'too long'],
      [{ unit: '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10' }, 'cannot be understood'],
      [{ unit: '' }, 'Your account may not do that'],
    ] as const) {
      const answer = await officer.post('/desk/incidents', { ...draft, ...given }, english);
      assert.equal(answer.status, 422, says);
      assert.ok(answer.text.includes(says), says);
      assert.match(answer.text, /<title>Error: /);
      if (!('what' in given)) assert.match(answer.text, /Det skete i går<\/textarea>/);
    }
    const message = await write();
    const foreign = await stranger.post('/desk/incidents', { ...draft, message: message.id }, english);
    assert.equal(foreign.status, 404);
    assert.equal((await officer.get('/desk/incidents/new?message=x')).status, 404);
  });

  it('are opened once, however often the form is sent', async () => {
    const id = (await page('/desk/incidents/new')).match(/name="id" value="([^"]+)"/)![1]!;
    const paths = await Promise.all([open({ id }), open({ id }), open({ id })]);
    assert.deepEqual([...new Set(paths)], [`/desk/incidents/${id}`]);
  });

  it('take each section by itself, and keep the others', async () => {
    const path = await open();
    const saved = async (section: string, fields: Record<string, string>) => {
      const answer = await change(path, section, fields);
      assert.equal(pathOf(answer), path);
      assert.equal(answer.headers.location, `${path}?done=changed&section=${section}#${section}`);
    };
    await saved('what', { title: 'Nyt navn', what: 'Linje\r\nto', cause: 'wrong_address' });
    await saved('data', { 'kind-health': 'on', 'kind-contact': 'on', persons: '1.200', records: '' });
    await saved('consequences', { consequences: 'Ingen kendte' });
    await saved('measures', { measures: 'Tilbagekaldt' });
    await saved('follow-up', { followUpOn: '2026-12-24' });
    await saved('report', {
      awareOn: '2026-11-20',
      awareTime: '14:05:00',
      reportedOn: '2026-11-21',
      reportedTime: '10:00',
    });
    const text = await page(`${path}?done=changed&section=report`);
    assert.match(text, /value="Nyt navn"/);
    assert.match(text, /Linje\nto<\/textarea>/);
    assert.match(text, /id="kind-health"[^>]* checked/);
    assert.doesNotMatch(text, /id="kind-criminal"[^>]* checked/);
    assert.match(text, /name="persons"[^>]* value="1200"/);
    assert.match(text, /name="records"[^>]* value=""/);
    assert.match(text, /Reported in time/);
    assert.match(text, /value="2026-12-24"/);
    assert.match(text, /Anmeldelse af brud på persondatasikkerheden til Datatilsynet/);
    assert.match(await page(`${path}?imy=en`), /<details open>[^]*personal data breach to IMY/);
    const { rows } = await db.database.query<{ at: string }>(
      'select aware_at as at from incidents where id = $1',
      [path.split('/').at(-1)],
    );
    assert.equal(new Date(rows[0]!.at).toISOString(), '2026-11-20T13:05:00.000Z');
  });

  it('show what stands and what was typed where two change the same, and save it when it is sent again', async () => {
    const path = await open();
    const version = await versionOf(path);
    assert.equal((await change(path, 'measures', { measures: 'Den første' }, version)).status, 303);
    const late = await change(path, 'measures', { measures: 'Den anden' }, version);
    assert.equal(late.status, 422);
    assert.match(late.text, /Somebody else changed the incident meanwhile/);
    assert.match(late.text, /What holds now[^]*Den første/);
    assert.match(late.text, /Den anden<\/textarea>/);
    assert.match(late.text, /href="#measures"/);
    const again = late.text.match(/name="version" value="(\d+)"/)![1]!;
    assert.equal((await change(path, 'measures', { measures: 'Den anden' }, again)).status, 303);
    assert.match(await page(path), /Den anden<\/textarea>/);
  });

  it('say of each field what is wrong with it', async () => {
    const path = await open();
    for (const [section, fields, says] of [
      ['what', { title: '', what: '', cause: '' }, 'Fill in the field'],
      ['what', { title: 'x', what: '', cause: 'aliens' }, 'cannot be understood'],
      ['data', { persons: 'mange' }, 'cannot be understood'],
      ['data', { persons: '-1' }, 'cannot be understood'],
      ['data', { persons: '999999999999' }, 'no room'],
      ['measures', { measures: 'x'.repeat(100_000) }, 'too long'],
      ['people', { responsible: 'x', deputy: '' }, 'cannot be understood'],
      [
        'report',
        { awareOn: '2026-11-20', awareTime: '14:05', reportedOn: '2026-11-19', reportedTime: '14:05' },
        'before you became aware',
      ],
      [
        'report',
        { awareOn: '2026-11-20', awareTime: '14:05', reportedOn: '2026-11-21', reportedTime: '' },
        'Give a date and a time',
      ],
      ['report', { awareOn: '', awareTime: '' }, 'Give a date and a time'],
      ['follow-up', { followUpOn: 'juleaften' }, 'Give a day'],
    ] as const) {
      const answer = await change(path, section, fields);
      assert.equal(answer.status, 422, says);
      assert.ok(answer.text.includes(says), `${section}: ${says}`);
      assert.match(answer.text, new RegExp(`href="#${section}"`));
    }
    assert.equal((await change(path, 'constructor', {})).status, 422);
    const nul = await change(path, 'measures', { measures: 'a\0b' });
    assert.equal(nul.status, 303);
  });

  it('begin with a message, take more by their address, show what became of them, and let them go', async () => {
    const first = await write();
    const form = await page(`/desk/incidents/new?message=${first.id}`);
    assert.match(form, /A message to one recipient, not opened\./);
    const other = await write();
    const several = await page(`/desk/incidents/new?origin=failures&messages=${first.id},${other.id}`);
    assert.match(several, /Messages to 2 recipients, opened by 0 of them\./);
    assert.match(several, /name="origin" value="failures"/);
    assert.match(several, /It begins with 2 messages\./);
    const path = await open({ message: first.id });
    assert.match(await page(path), /give a reason on the message’s page/);
    await officer.post(`/desk/messages/${first.id}/looks`, { kind: 'incident', reason: 'Hændelsen i går' });
    assert.match(await page(path), new RegExp(`${first.email}[^]*Never opened`));
    const reader = new Visitor(app.url);
    await openLink(reader, app, await linkTo(app, first.email), '+4520123456');
    await reader.get(`/m/${await linkTo(app, first.email)}`);
    assert.match(await page(path), new RegExp(`${first.email}[^]*<strong>Opened</strong>`));

    const second = await write();
    const address = `${app.url}/desk/messages/${second.id}?done=sent`;
    assert.equal(pathOf(await officer.post(`${path}/messages`, { message: address })), path);
    assert.match(await page(path), new RegExp(`href="/desk/messages/${second.id}"`));
    for (const message of ['x', '', '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10']) {
      const refused = await officer.post(`${path}/messages`, { message }, english);
      assert.equal(refused.status, 422);
      assert.match(refused.text, /No message that you may add has this id/);
    }
    const gone = await officer.post(`${path}/messages/removals`, { message: second.id, delivery: '' });
    assert.equal(pathOf(gone), path);
    assert.doesNotMatch(await page(path), new RegExp(`href="/desk/messages/${second.id}"`));
  });

  it('note who was told, tasks, the decision and the letters, and are closed when nothing is left', async () => {
    const path = await open();
    const close = async () => officer.post(`${path}/closures`, { version: await versionOf(path) }, english);
    const refusedClosing = async (says: string) => {
      const answer = await close();
      assert.equal(answer.status, 422);
      assert.ok(answer.text.includes(says), says);
    };
    await refusedClosing('Decide first whether it is reported');
    const decide = async (fields: Record<string, string>) =>
      officer.post(`${path}/decisions`, { version: await versionOf(path), ...fields }, english);
    assert.equal((await decide({ why: 'fordi' })).status, 422);
    assert.equal((await decide({ decision: 'no_report' })).status, 422);
    assert.equal(pathOf(await decide({ decision: 'report', why: 'Helbredsoplysninger' })), path);
    assert.match(await page(path), /It is reported to the authority<\/strong>[^]*decided by[^]*Colleague/);
    await refusedClosing('Note first when the authority was told');
    const told = { party: 'wrong_recipient', who: 'Ringede', toldOn: '2026-11-20', toldTime: '15:00' };
    assert.equal(pathOf(await officer.post(`${path}/told`, told)), path);
    for (const wrong of [{ who: '' }, { party: 'king' }, { toldOn: '2039-01-01' }]) {
      const answer = await officer.post(`${path}/told`, { ...told, ...wrong }, english);
      assert.equal(answer.status, 422, JSON.stringify(wrong));
    }
    const task = { task: 'Ret adressebogen', owner: '', dueOn: '2026-12-01' };
    assert.equal(pathOf(await officer.post(`${path}/tasks`, task)), path);
    assert.equal((await officer.post(`${path}/tasks`, { ...task, dueOn: 'snart' })).status, 422);
    await change(path, 'report', {
      awareOn: '2026-11-10',
      awareTime: '08:00',
      reportedOn: '2026-11-20',
      reportedTime: '10:00',
    });
    assert.match(await page(path), /Reported after the 72 hours[^]*say why it took longer/);
    await refusedClosing('reported later than 72 hours');
    await change(path, 'report', {
      awareOn: '2026-11-10',
      awareTime: '08:00',
      reportedOn: '2026-11-20',
      reportedTime: '10:00',
      delayReason: 'Ferie',
    });
    await refusedClosing('Choose the cause first');
    await change(path, 'what', { title: 'Navn', what: 'Noget', cause: 'other' });
    await refusedClosing('There are tasks left');
    const finish = (await page(path)).match(/action="([^"]+\/completions)"/)![1]!;
    assert.equal(pathOf(await officer.post(finish, {})), path);
    assert.equal(pathOf(await close()), path);
    const closed = await page(path);
    assert.match(closed, /This incident is closed\./);
    assert.doesNotMatch(closed, /\/changes"/);
    const late = await change(path, 'measures', { measures: 'for sent' }, '1');
    assert.equal(late.status, 422);
    assert.match(late.text, /Open it again to change it/);
    assert.match(await page('/desk/incidents?state=closed'), /Navn/);
    assert.doesNotMatch(await page('/desk/incidents?state=open'), />[^<]*Navn</);
    const reopened = await officer.post(`${path}/reopenings`, { version: await versionOf(path) });
    assert.equal(pathOf(reopened), path);
    assert.match(await page(path), /\/changes"/);
    assert.match(
      await page(path),
      /The incident was closed[^]*The incident was opened again|opened again[^]*was closed/,
    );
  });

  it('send letters to those affected from a draft, once, and never with a gap', async () => {
    const path = await open();
    await change(path, 'consequences', { consequences: 'En fremmed har læst det' });
    const form = await page(`${path}/letters?draft=da`);
    assert.match(form, /Om dine personoplysninger/);
    assert.match(form, /En fremmed har læst det/);
    const key = form.match(/name="key" value="([^"]+)"/)![1]!;
    const from = form.match(/<option value="([^"]+)" selected/)![1]!.replace('&#64;', '@');
    const letter = {
      key,
      draft: 'da',
      from,
      to: 'bo@example.com, +45 20 12 34 57\n\neva@example.com; 20123458\n',
      language: 'sv',
      subject: 'Om dine oplysninger',
      text: 'Kære begge',
    };
    for (const [given, says] of [
      [{ text: 'Det er [ikke kendt endnu]' }, 'Something still stands as'],
      [{ to: 'bo' }, 'This line is not understood: bo'],
      [{ to: 'bo@example.com, 12' }, 'This line is not understood'],
      [{ to: 'bo@example.com\nBO@example.com' }, 'This line is not understood: BO'],
      [{ to: ' \n ' }, 'Give at least one recipient'],
      [{ from: `${unit} boss@example.com` }, 'You may not send from this address'],
      [{ subject: '' }, 'Something is missing'],
      [{ text: '' }, 'Something is missing'],
    ] as const) {
      const answer = await officer.post(`${path}/letters`, { ...letter, ...given }, english);
      assert.equal(answer.status, 422, says);
      assert.ok(answer.text.includes(says), says);
    }
    const send = () => officer.post(`${path}/letters`, letter);
    for (const answer of await Promise.all([send(), send()])) assert.equal(pathOf(answer), path);
    const text = await page(path);
    assert.equal(text.match(/Who has opened it/g)!.length, 1);
    const message = text.match(/href="(\/desk\/messages\/[^"]+)">Who has opened it/)![1]!;
    const sent = await page(message);
    assert.match(sent, /bo@example\.com/);
    assert.match(sent, /eva@example\.com/);
    const mail = await app.waitFor(({ to }) => to === 'bo@example.com');
    assert.match(mail.text, /\/m\//);
    assert.equal((await colleague.get(`${path}/letters`)).status, 403, 'has no role to write');
    assert.match(await page(path, colleague), /Sending a letter takes the role of sender/);
  });

  it('are counted by their causes, and the register is a file', async () => {
    const path = await open({ title: '=HYPERLINK("x")', awareOn: '2026-11-02' });
    await change(path, 'what', { title: '=HYPERLINK("x")', what: '', cause: 'lost_device' });
    const list = await page('/desk/incidents?year=2026');
    assert.match(list, /Lost device, month by month/);
    assert.match(list, /<th scope="row">2026-11<\/th>/);
    assert.match(await page('/desk/incidents?year=2031'), /No incidents in this time/);
    const file = await officer.post('/desk/incidents/registers', { year: '2026', format: 'csv' });
    assert.equal(file.status, 200);
    assert.match(String(file.headers['content-disposition']), /incidents-2026\.csv/);
    assert.doesNotMatch(file.text, /(?:^|[,"\n])=HYPERLINK/);
    assert.match(file.text, /HYPERLINK/);
    const excel = await officer.post('/desk/incidents/registers', { year: '', format: 'excel' });
    assert.ok(excel.text.startsWith('\ufeff'));
    assert.doesNotMatch((await stranger.post('/desk/incidents/registers', {})).text, /HYPERLINK/);
  });

  it(
    'give a dossier at any time, whose evidence comes out of it and is confirmed',
    {
      skip: lacks('pdftotext', '-v'),
    },
    async () => {
      const { id } = await write();
      const path = await open({ message: id });
      const folder = mkdtempSync(join(tmpdir(), 'segl-dossier-'));
      try {
        const answer = await officer.get(`${path}/dossier?language=sv&authority=imy`);
        assert.equal(answer.status, 200);
        assert.equal(answer.headers['content-type'], 'application/pdf');
        assert.match(
          String(answer.headers['content-disposition']),
          /^attachment; filename="?dossier-2026-\d+\.pdf"?$/,
        );
        const pdf = join(folder, 'dossier.pdf');
        writeFileSync(pdf, answer.bytes);
        const words = execFileSync('pdftotext', [pdf, '-']).toString().replace(/\s+/g, ' ');
        assert.match(words, /Personuppgiftsincident 2026-\d+/);
        assert.match(words, /Aldrig öppnat: ingen av händelserna 1 till \d+ är en öppning/);
        execFileSync('pdfdetach', ['-saveall', '-o', folder, pdf]);
        const name = `evidence-${id}.json`;
        assert.deepEqual(
          readdirSync(folder).sort(),
          ['dossier.pdf', name, 'imy-da.txt', 'imy-en.txt', 'imy-sv.txt'].sort(),
        );
        const bytes = readFileSync(join(folder, name));
        const found = await checkBundle(bytes, noTrust);
        assert.ok('report' in found);
        assert.deepEqual([found.report.verdict, found.report.findings], ['consistent', []]);
        const changed = Buffer.from(bytes);
        const place = changed.indexOf('"payload":"') + 200;
        changed[place] = changed[place] === 65 ? 66 : 65;
        assert.ok(!('report' in (await checkBundle(changed, noTrust))));
      } finally {
        rmSync(folder, { recursive: true });
      }
      const { rows } = await db.database.query<{ type: string; kind: string }>(
        `select type, details ->> 'kind' as kind from events
        where message = $1 and type in ('message.looked_at', 'export.made') order by at, type`,
        [id],
      );
      assert.deepEqual(rows, [
        { type: 'message.looked_at', kind: 'incident' },
        { type: 'export.made', kind: 'bundle' },
      ]);
      assert.equal((await officer.ask(`${path}/dossier`, { method: 'HEAD' })).status, 200);
      const { count } = await db.database.query(
        "select from events where message = $1 and type = 'export.made'",
        [id],
      );
      assert.equal(count, 1, 'asking whether it is there hands out nothing');
      assert.equal((await stranger.get(`${path}/dossier`)).status, 404);
      assert.equal((await stranger.ask(`${path}/dossier`, { method: 'HEAD' })).status, 404);
      assert.equal((await officer.get('/desk/incidents/x/dossier')).status, 404);
    },
  );

  it('of one recipient hand out that recipient’s evidence alone', async () => {
    const { id } = await write();
    const { rows } = await db.database.query<{ delivery: string }>(
      'select id as delivery from deliveries where message_id = $1',
      [id],
    );
    const path = await open({ message: `${id}/${rows[0]!.delivery}` });
    const answer = await officer.get(`${path}/dossier`);
    assert.equal(answer.status, 200);
    assert.ok(answer.bytes.includes(`evidence-${rows[0]!.delivery}.json`));
    assert.ok(!answer.bytes.includes(`evidence-${id}.json`));
  });
});
