/** What a recall ends, what it leaves, and what it says. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { deletionState } from '../../src/delivery/deletion-state.ts';
import { eraseMessage } from '../../src/delivery/erase-message.ts';
import { endingOf, findDelivery } from '../../src/delivery/find-delivery.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../src/delivery/read-attachment.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import { readVerdicts } from '../../src/delivery/read-verdicts.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { sessionBody } from '../../src/delivery/session-body.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail } from '../support/gateway-mail.ts';
import { once, openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addUnit } from '../support/staff.ts';
import { client, codeFor, refused, sendNoticed, senderOf, sessionFor } from './recall-support.ts';

const unknown = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const file = { filename: 'måling.pdf', contentType: 'application/pdf', bytes: Buffer.alloc(200_000, 'a') };

withDatabases('A recall', (db) => {
  let portal: Portal;
  let sender: Viewer;
  before(async () => {
    portal = await openPortal(db);
    sender = senderOf(portal);
  });
  afterEach(() => db.owner.query('delete from jobs'));
  after(() => portal.close());

  const recall = (message: string, deliveries?: readonly string[], words?: string) =>
    recallMessage(portal.ctx, sender, { message, deliveries, reason: 'wrong_recipient', words });
  const countOf = async (sql: string, values: unknown[]) => (await db.database.query(sql, values)).count;

  it('of what nobody opened: everything on its way ends, and the verdict proves that nobody did', async () => {
    const sent = await sendNoticed(portal);
    const { message, delivery, token, linked } = sent;
    const code = await codeFor(portal, sent);
    await remindRecipients(portal.ctx, sender, message);
    const wraps = await db.database.query<{ id: string }>('select id from wraps where delivery_id = $1', [
      delivery,
    ]);
    const { deliveries } = await recall(message, undefined, '  To one of\n two Anas ');
    const [verdict] = deliveries;
    const events = await portal.events(delivery);
    const last = events.at(-1)!;
    assert.deepEqual(verdict, {
      id: delivery,
      email: sent.email,
      readerOf: null,
      passedFrom: null,
      status: 'recalled',
      verdict: 'never_opened',
      postedAt: null,
      deletion: null,
      seq: events.length,
      recalledAt: last.at,
      openedAt: null,
      parts: [],
      deadUntil: verdict!.deadUntil,
      recalled: true,
    });
    assert.ok(Date.parse(verdict!.deadUntil!) > Date.now());
    assert.deepEqual(
      [last.type, last.details],
      ['delivery.recalled', { reason: 'wrong_recipient', opened: false, undone: false }],
    );
    const opening = await db.database.query<{ fields: unknown }>(
      `select f.fields from event_fields f join events e on e.id = f.event
        where e.delivery = $1 and e.type = 'delivery.recalled'`,
      [delivery],
    );
    assert.deepEqual(opening.rows, [
      { fields: { name: `test ${portal.sender.id}`, words: 'To one of two Anas' } },
    ]);

    assert.equal(endingOf((await findDelivery(portal.ctx.db, token))!), 'recalled', 'the link still says so');
    await assert.rejects(openDelivery(portal.ctx, linked, code, undefined, client), refused('no_live_code'));
    await assert.rejects(requestCode(portal.ctx, linked, 'sms', 'opening', client), refused('gone'));
    assert.equal(await countOf('select from wraps where delivery_id = $1', [delivery]), 0);
    const tombstones = await db.database.query(
      'select wrap, message, delivery, kind from tombstones where message = $1',
      [message],
    );
    assert.deepEqual(tombstones.rows, [{ wrap: wraps.rows[0]!.id, message, delivery, kind: 'recalled' }]);
    assert.equal(await countOf(`select from jobs where kind in ('notice', 'code')`, []), 0);
    assert.equal(
      (await openSentCopy(portal.ctx, sender, message))?.subject,
      'Afgørelse',
      'the sender still sees what was sent',
    );
    await assert.rejects(remindRecipients(portal.ctx, sender, message), refused('delivery_final'));
    await portal.work();
    assert.equal((await portal.events(delivery)).length, events.length, 'nothing more left');
  });

  it('of what was opened: the session ends, and the verdict says when, which files, how many bytes', async () => {
    const sent = await sendNoticed(portal, [file, { ...file, filename: 'kort.pdf' }]);
    const { message, delivery, token } = sent;
    const session = await sessionFor(portal, sent);
    const shown = (await readMessage(portal.ctx, token, session, client))!;
    const [first] = shown.content.attachments;
    const found = (await findAttachment(portal.ctx, token, session, first!.id))!;
    const take = async (from: number, to: number) =>
      (await readAttachment(portal.ctx, token, session, found, { from, to }, client))!;
    await (await take(0, 200_000)).ended(50_000, false);
    await (await take(40_000, 60_000)).ended(20_000, true);
    const running = await take(100_000, 200_000);
    const [verdict] = (await recall(message)).deliveries;
    const events = await portal.events(delivery);
    const at = (type: string) => events.find((event) => event.type === type)!.at;
    assert.deepEqual(
      [verdict!.verdict, verdict!.openedAt, verdict!.recalledAt],
      ['opened', at('delivery.opened'), at('delivery.recalled')],
    );
    const part = { part: first!.part, filename: 'måling.pdf', at: at('delivery.attachment_opened') };
    assert.deepEqual(verdict!.parts, [{ ...part, bytes: null }], 'a transfer has not ended');
    assert.equal(await readMessage(portal.ctx, token, session, client), undefined);
    assert.equal(await sessionBody(portal.ctx, token, session), undefined);
    assert.equal(
      await readAttachment(portal.ctx, token, session, found, { from: 0, to: 1 }, client),
      undefined,
      'not even what was found before',
    );
    assert.equal(await countOf('select from session_deliveries where delivery_id = $1', [delivery]), 0);
    await running.ended(10_000, false);
    const [later] = await readVerdicts(portal.ctx, sender, message);
    assert.deepEqual(later!.parts, [{ ...part, bytes: 70_000 }], 'what the recall cut counts, nothing twice');
    assert.equal(later!.seq, verdict!.seq);
  });

  it('of what only a file was taken of counts as opened, for the verdict as for the recipient', async () => {
    const sent = await sendNoticed(portal, [file]);
    const session = await sessionFor(portal, sent);
    const { attachments } = (await openSentCopy(portal.ctx, sender, sent.message))!;
    const found = (await findAttachment(portal.ctx, sent.token, session, attachments[0]!.id))!;
    await (await readAttachment(portal.ctx, sent.token, session, found, { from: 0, to: 9 }, client))!.ended(
      9,
      true,
    );
    const [verdict] = (await recall(sent.message)).deliveries;
    assert.deepEqual([verdict!.verdict, verdict!.parts[0]!.bytes], ['opened', 9]);
    assert.equal((await findDelivery(portal.ctx.db, sent.token))!.opened, true);
    assert.equal(await deletionState(portal.ctx.db, sent.delivery), 'asked');
  });

  it('of chosen recipients leaves the others as they are; of all, later, keeps the first', async () => {
    const { id, deliveries } = await portal.send({
      to: ['a', 'b', 'c'].map((name, n) => ({ email: `${name}@chosen.example`, phone: `+452014990${n}` })),
    });
    const ids = deliveries.map((each) => each.id);
    const first = await recall(id, [ids[1]!]);
    assert.deepEqual(
      first.deliveries.map((each) => [each.id, each.recalled]),
      [[ids[1], true]],
    );
    const all = await recall(id);
    assert.deepEqual(
      all.deliveries.map((each) => [each.id, each.recalled, each.status]),
      ids.map((each) => [each, true, 'recalled']),
    );
    assert.deepEqual(all.deliveries[1], first.deliveries[0], 'told as it was');
    const events = await db.database.query('select from events where message = $1', [id]);
    assert.deepEqual(await recall(id), all, 'and again');
    assert.equal(await countOf('select from events where message = $1', [id]), events.count, 'nothing new');
  });

  it('is possible in every state but the ended ones', async () => {
    for (const status of [
      'held',
      'sent',
      'notified',
      'opened',
      'reported',
      'locked',
      'acknowledged',
      'declined',
      'bounced',
    ]) {
      const { id, deliveries } = await portal.send();
      await db.database.query('update deliveries set status = $2 where id = $1', [deliveries[0]!.id, status]);
      assert.equal((await recall(id)).deliveries[0]!.status, 'recalled', status);
    }
    for (const status of ['expired', 'refused', 'relayed', 'erased']) {
      const { id, deliveries } = await portal.send({
        to: [
          { email: 'ended@example.com', phone: '+4520149801' },
          { email: 'living@example.com', phone: '+4520149802' },
        ],
      });
      const [ended, living] = deliveries.map((each) => each.id);
      await db.database.query('update deliveries set status = $2 where id = $1', [ended, status]);
      await assert.rejects(recall(id, [ended!]), refused('delivery_final'), status);
      const [one, other] = (await recall(id)).deliveries;
      assert.deepEqual([one!.id, one!.recalled, one!.reason, one!.status], [ended, false, status, status]);
      assert.deepEqual([one!.recalledAt, one!.deadUntil, one!.verdict], [null, null, 'never_opened']);
      assert.deepEqual([other!.id, other!.recalled], [living, true]);
    }
  });

  it('reaches no mail that was not sealed, whether it has left or not', async () => {
    const email = 'unsealed@example.com';
    const { id, deliveries } = await acceptMail(portal, {
      sender: portal.sender,
      passOn: [{ email, envelope: { from: 'x@fredericia.example', orcpt: `rfc822;${email}` } }],
      raw: once(Buffer.from('Subject: x\r\n\r\nx')),
    });
    await assert.rejects(recall(id), refused('delivery_final'));
    assert.equal(await countOf(`select from jobs where kind = 'relay'`, []), 1, 'it still leaves');
    await portal.work();
    await assert.rejects(recall(id), refused('delivery_final'));
    const [verdict] = await readVerdicts(portal.ctx, sender, id);
    assert.deepEqual(
      [verdict!.id, verdict!.recalled, verdict!.reason],
      [deliveries[0]!.id, false, 'relayed'],
    );
  });

  it('stays told when its recipient is erased, without the address', async () => {
    const sent = await sendNoticed(portal);
    const before = (await recall(sent.message)).deliveries[0]!;
    const eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Olga', units: null } as const;
    await eraseMessage(portal.ctx, eraser, { message: sent.message, reason: 'requested' });
    const [now] = (await recall(sent.message)).deliveries;
    assert.deepEqual(now, { ...before, email: '', status: 'erased' });
  });

  it('loses the words that name a recipient when that one is erased, at the other recipients too', async () => {
    const [wrong, right] = ['kirsten.wrong@example.com', 'kirsten.right@example.com'];
    const { id, deliveries } = await portal.send({
      to: [
        { email: wrong, name: 'Kirsten Wröng', phone: '+4520147001', language: 'en' },
        { email: right, name: 'Kirsten Right', phone: '+4520147002', language: 'en' },
      ],
    });
    await recall(id, undefined, `Went to ${wrong}, and she is not Kirsten Right`);
    const eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Olga', units: null } as const;
    const { rows: all } = await db.database.query<{ fields: string }>(
      `select fields::text from event_fields where message = $1`,
      [id],
    );
    assert.ok(all.some(({ fields }) => fields.includes(wrong)));
    await eraseMessage(portal.ctx, eraser, {
      message: id,
      deliveries: [deliveries[0]!.id],
      reason: 'requested',
    });
    const { rows: left } = await db.database.query<{ fields: string }>(
      `select fields::text from event_fields where message = $1`,
      [id],
    );
    assert.deepEqual(
      left.filter(({ fields }) => fields.includes(wrong)),
      [],
    );
    assert.ok(left.some(({ fields }) => fields.includes(right)));
  });

  it('is refused without the right, of what is not there, and for no reason', async () => {
    const { message, delivery } = await sendNoticed(portal);
    const other = await sendNoticed(portal);
    const unit = await addUnit(db);
    const colleague = await addColleague(db, unit);
    const as = (viewer: Viewer, draft: Partial<Parameters<typeof recallMessage>[2]>) =>
      recallMessage(portal.ctx, viewer, { message, reason: 'other', ...draft });
    for (const [draft, code] of [
      [{ message: unknown }, 'not_found'],
      [{ message: 'x' }, 'not_found'],
      [{ deliveries: [unknown] }, 'not_found'],
      [{ deliveries: [delivery, other.delivery] }, 'not_found'],
      [{ deliveries: ['x'] }, 'not_found'],
      [{ reason: 'because' as never }, 'invalid'],
      [{ words: 'x'.repeat(1001) }, 'invalid'],
    ] as const) {
      await assert.rejects(as(sender, draft), refused(code), JSON.stringify(draft).slice(0, 60));
    }
    await assert.rejects(as(colleague.viewer, {}), refused('not_found'));
    await assert.rejects(readVerdicts(portal.ctx, colleague.viewer, message), refused('not_found'));
    assert.equal((await showMessage(portal.ctx, sender, message)).deliveries[0]!.status, 'notified');
  });

  it('has no verdict where an event of the delivery is missing', async () => {
    const sent = await sendNoticed(portal);
    await recall(sent.message);
    await db.owner.query('alter table events disable trigger no_change');
    await db.owner.query('delete from events where delivery = $1 and seq = 2', [sent.delivery]);
    await db.owner.query('alter table events enable always trigger no_change');
    await assert.rejects(readVerdicts(portal.ctx, sender, sent.message), /events are there, not/);
  });
});
