/** What goes into a dossier: evidence that holds, of no more than the incident is about, and reasons where there is none. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { findDelivery } from '../../../src/delivery/find-delivery.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../../src/delivery/read-attachment.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { addIncidentMessages, type MessageRef } from '../../../src/desk/incidents/incident-messages.ts';
import type { IncidentKeeper } from '../../../src/desk/incidents/keeper.ts';
import { type DossierMessage, makeDossier } from '../../../src/desk/incidents/make-dossier.ts';
import { openIncident } from '../../../src/desk/incidents/open-incident.ts';
import { checkBundle } from '../../../src/desk/verification/check-bundle.ts';
import type { LogWriter } from '../../../src/evidence/sequencer/log-writer.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { noTrust } from '../../../src/message/verification.ts';
import { type Bench, drain, makeBench } from '../../evidence/sequencer/support.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';

const phone = '+4520123456';
const client = { ip: '203.0.113.7', userAgent: 'A browser of Ana' };
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

withDatabases('The dossier of an incident', (db) => {
  let portal: Portal;
  let bench: Bench;
  let writer: LogWriter;
  let unit: string;
  let author: Colleague;
  let officer: Colleague;
  let keeper: IncidentKeeper;
  before(async () => {
    portal = await openPortal(db);
    bench = await makeBench(db);
    writer = bench.writer();
    unit = await addUnit(db);
    author = await addColleague(db, unit);
    officer = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    keeper = { actor: { kind: 'staff', id: officer.id }, name: 'Officer', units: [unit] };
    await drain(writer);
  });
  after(async () => {
    await bench.remove();
    await portal.close();
  });

  let count = 0;
  async function send() {
    Object.assign(portal.sender, author.sender);
    const email = `ana${(count += 1)}@example.com`;
    const { id, deliveries } = await portal.send(
      {
        to: [
          { email, phone, name: 'Ana Berg', language: 'en' },
          { email: `bo${count}@example.com`, phone: '+4520654321', name: 'Bo Falk', language: 'en' },
        ],
      },
      [{ filename: 'plan.pdf', contentType: 'application/pdf', bytes: Buffer.from('plan') }],
    );
    await portal.work();
    return { id, ana: deliveries[0]!.id, bo: deliveries[1]!.id, email };
  }
  const open = (messages: readonly MessageRef[]) =>
    openIncident(portal.ctx, keeper, { origin: 'by_hand', title: 'Et brev', unit, messages });
  /** While the log takes up what is recorded. */
  async function make(incident: string, viewer = officer.viewer, by = keeper) {
    let isMade = false;
    const made = makeDossier(portal.ctx, by, viewer, incident).finally(() => (isMade = true));
    made.catch(() => undefined);
    while (!isMade) {
      await drain(writer);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return made;
  }
  const fileOf = ({ evidence }: DossierMessage) => {
    assert.ok(typeof evidence !== 'string', String(evidence));
    return evidence;
  };
  const verdictOn = async (message: DossierMessage) => {
    const checked = await checkBundle(fileOf(message).bytes, noTrust);
    assert.ok('report' in checked);
    assert.deepEqual(checked.report.findings, []);
    return checked.report;
  };
  async function read(email: string): Promise<void> {
    const token = await portal.tokenFor(email);
    const linked = (await findDelivery(db.database, token))!;
    await db.database.query('delete from budgets');
    await requestCode(portal.ctx, linked, 'sms', 'opening', client);
    await portal.work();
    const session = await openDelivery(portal.ctx, linked, await portal.codeFor(phone), undefined, client);
    const { content } = (await readMessage(portal.ctx, token, session, client))!;
    const found = (await findAttachment(portal.ctx, token, session, content.attachments[0]!.id))!;
    const opened = await readAttachment(portal.ctx, token, session, found, { from: 0, to: 4 }, client);
    await opened!.ended(4, true);
  }

  it('holds evidence that is confirmed, and says of each recipient what it says', async () => {
    const { id, ana, bo, email } = await send();
    await read(email);
    await recallMessage(portal.ctx, author.viewer, { message: id, reason: 'wrong_recipient' });
    const dossier = await make(await open([{ message: id }]));
    const [message] = dossier.messages;
    const report = await verdictOn(message!);
    assert.equal(report.verdict, 'consistent');
    assert.deepEqual(report.about.message, id);
    const [first, second] = message!.recipients;
    assert.deepEqual([first!.delivery, first!.email], [ana, email]);
    assert.ok(first!.openedAt! < first!.recalledAt!);
    assert.deepEqual(
      first!.files.map(({ part }) => part),
      [1],
    );
    assert.deepEqual([second!.delivery, second!.openedAt, second!.files], [bo, null, []]);
    assert.notEqual(second!.recalledAt, null);
    const { rows } = await db.database.query<{ count: number }>(
      'select count(*)::int as count from events where delivery = $1',
      [bo],
    );
    assert.equal(second!.events, rows[0]!.count);
    assert.ok(dossier.log!.size > 0);
  });

  it('gives the incident as the reason to look, once, which its author sees', async () => {
    const { id } = await send();
    const incident = await open([{ message: id }]);
    await make(incident);
    await make(incident);
    const { rows } = await db.database.query<{ fields: { reason: string }; actor: string }>(
      `select f.fields, e.actor_id as actor from events e join event_fields f on f.event = e.id
        where e.message = $1 and e.type = 'message.looked_at'`,
      [id],
    );
    assert.equal(rows.length, 1);
    assert.equal(rows[0]!.actor, officer.id);
    assert.match(rows[0]!.fields.reason, /^Incident \d{4}-\d+: dossier$/);
    const { count } = await db.database.query(
      `select from events where message = $1 and type = 'export.made' and actor_id = $2`,
      [id, officer.id],
    );
    assert.equal(count, 2);
  });

  it('of an incident about one recipient tells of nobody else', async () => {
    const { id, bo, email } = await send();
    const { messages } = await make(await open([{ message: id, delivery: bo }]));
    assert.deepEqual(
      messages[0]!.recipients.map(({ delivery }) => delivery),
      [bo],
    );
    const report = await verdictOn(messages[0]!);
    assert.equal(report.about.delivery, bo);
    assert.ok(!JSON.stringify(messages[0]!.recipients).includes(email));
    const both = await open([{ message: id, delivery: bo }, { message: id }]);
    assert.equal((await make(both)).messages.length, 1);
  });

  it('waits for no log that lies behind, and says so of each message', async () => {
    const sent = [await send(), await send(), await send(), await send()];
    const incident = await open(sent.map(({ id }) => ({ message: id })));
    const dossier = await makeDossier(portal.ctx, keeper, officer.viewer, incident);
    assert.deepEqual(
      dossier.messages.map(({ evidence }) => evidence),
      ['waiting', 'waiting', 'waiting', 'waiting'],
    );
    assert.equal(dossier.log, null);
    const { messages } = await make(incident);
    for (const message of messages) assert.equal((await verdictOn(message)).verdict, 'consistent');
  });

  it('says of a message that its taker may not see no more than its id, and of an erased one no address', async () => {
    const { id, email } = await send();
    const incident = await open([{ message: id }]);
    const weak = { ...officer.viewer, grants: [] };
    assert.deepEqual((await make(incident, weak)).messages, [
      { message: id, sentAt: null, recipients: [], evidence: 'not_found' },
    ]);
    const eraser = { actor: keeper.actor, name: 'Officer', units: [unit] };
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested', words: '' });
    const { messages } = await make(incident);
    assert.equal((await verdictOn(messages[0]!)).verdict, 'consistent');
    assert.deepEqual(
      messages[0]!.recipients.map((each) => each.email),
      [null, null],
    );
    assert.ok(!Buffer.from(fileOf(messages[0]!).bytes).includes(email));
  });

  it('keeps to what one file can hold, and names the rest', async () => {
    const first = await send();
    const incident = await open([{ message: first.id }]);
    const { rows } = await db.owner.query<{ id: string }>(
      `insert into messages select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid()))).*
        from messages m, generate_series(1, 55) where m.id = $1 returning id`,
      [first.id],
    );
    await addIncidentMessages(
      portal.ctx,
      keeper,
      incident,
      rows.map(({ id }) => ({ message: id })),
    );
    const { messages } = await make(incident);
    assert.equal(messages.length, 56);
    assert.equal(messages.filter(({ evidence }) => evidence === 'too_many').length, 6);
  });

  it('is nobody else’s', async () => {
    const incident = await open([]);
    const elsewhere = { ...keeper, units: [await addUnit(db)] };
    await assert.rejects(make(incident, officer.viewer, elsewhere), refused('not_found'));
    await assert.rejects(make('x'), refused('not_found'));
    const { messages, log } = await make(incident);
    assert.deepEqual([messages, log], [[], null]);
  });
});
