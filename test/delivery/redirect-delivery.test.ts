/** The same message to the right person, in the same step. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { eraseMessage } from '../../src/delivery/erase-message.ts';
import { findDelivery } from '../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../src/delivery/read-attachment.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { redirectDelivery } from '../../src/delivery/redirect-delivery.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { makeProof } from '../../src/desk/proofs/make-proof.ts';
import { verifyBundle } from '../../src/evidence/verification/verify-bundle.ts';
import { noTrust } from '../../src/message/verification.ts';
import { drain, makeBench } from '../evidence/sequencer/support.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail } from '../support/gateway-mail.ts';
import { once, openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addUnit } from '../support/staff.ts';
import { client, refused, sendNoticed, senderOf, type Sent } from './recall-support.ts';

const unknown = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const right = { email: 'right@example.com', phone: '+4520141111', language: 'en' } as const;
const file = { filename: 'måling.pdf', contentType: 'application/pdf', bytes: Buffer.alloc(200_000, 'a') };

withDatabases('A redirect', (db) => {
  let portal: Portal;
  let sender: Viewer;
  before(async () => {
    portal = await openPortal(db);
    sender = senderOf(portal);
  });
  afterEach(() => db.owner.query('delete from jobs'));
  after(() => portal.close());

  const redirect = ({ message, delivery }: Pick<Sent, 'message' | 'delivery'>, to: object = right) =>
    redirectDelivery(portal.ctx, sender, { message, delivery, to: { ...right, ...to }, words: 'Wrong Ana' });
  const statusOf = async (id: string) =>
    (await db.database.query<{ status: string }>('select status from deliveries where id = $1', [id]))
      .rows[0]!.status;

  it('recalls the wrong one and brings all of it to the right one', async () => {
    const sent = await sendNoticed(portal, [file]);
    const { recalled, delivery } = await redirect(sent);
    assert.deepEqual(
      [recalled.id, recalled.verdict, recalled.recalled],
      [sent.delivery, 'never_opened', true],
    );
    assert.deepEqual({ ...delivery, id: '' }, { id: '', email: right.email, status: 'sent' });
    await portal.work();
    const events = await portal.events(delivery.id);
    assert.deepEqual(
      events.map(({ type, seq, details }) => [type, seq, details.redirectedFrom]),
      [
        ['delivery.available', 1, sent.delivery],
        ['delivery.notified', 2, undefined],
      ],
    );
    assert.equal((await portal.events(sent.delivery)).at(-1)!.details.redirectedTo, delivery.id);
    const token = await portal.tokenFor(right.email);
    const linked = (await findDelivery(portal.ctx.db, token))!;
    await requestCode(portal.ctx, linked, 'sms', 'opening', client);
    await portal.work();
    const code = await portal.codeFor(right.phone);
    const session = await openDelivery(portal.ctx, linked, code, undefined, client);
    const { content } = (await readMessage(portal.ctx, token, session, client))!;
    assert.deepEqual([content.subject, content.text], ['Afgørelse', 'Kære Ana']);
    const found = (await findAttachment(portal.ctx, token, session, content.attachments[0]!.id))!;
    const range = { from: 0, to: 200_000 };
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await readAttachment(portal.ctx, token, session, found, range, client))!
      .bytes) {
      chunks.push(chunk);
    }
    assert.ok(Buffer.concat(chunks).equals(file.bytes));
  });

  it('is confirmed by whoever verifies the evidence, with one recipient more than were accepted', async () => {
    const sent = await sendNoticed(portal);
    const { delivery } = await redirect(sent, { email: 'proved@example.com' });
    await redirect({ ...sent, delivery: delivery.id }, { email: 'proved2@example.com', phone: undefined });
    const bench = await makeBench(db);
    await drain(bench.writer());
    const { bytes } = await makeProof(portal.ctx, sender, sent.message, 'json');
    await bench.remove();
    const report = await verifyBundle(new Uint8Array(Buffer.concat([...bytes])), noTrust);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
    assert.deepEqual(
      report.deliveries.map(({ status }) => status),
      ['recalled', 'recalled', 'held'],
    );
  });

  it('adds the right one alone where the wrong one was recalled before, has expired or was refused', async () => {
    for (const status of ['recalled', 'expired', 'refused']) {
      const sent = await sendNoticed(portal);
      if (status === 'recalled') {
        await recallMessage(portal.ctx, sender, { message: sent.message, reason: 'too_early' });
      } else {
        await db.database.query(
          `update deliveries set status = $2, expires_at = now() - interval '1 hour' where id = $1`,
          [sent.delivery, status],
        );
        await db.database.query('delete from wraps where delivery_id = $1', [sent.delivery]);
      }
      const before = await portal.events(sent.delivery);
      const { recalled, delivery } = await redirect(sent);
      assert.deepEqual(await portal.events(sent.delivery), before, status);
      assert.deepEqual([recalled.recalled, recalled.status], [status === 'recalled', status]);
      const { rows } = await db.database.query<{ days: number; wraps: number }>(
        `select extract(day from expires_at - now())::int as days,
          (select count(*)::int from wraps w where w.delivery_id = d.id) as wraps from deliveries d where id = $1`,
        [delivery.id],
      );
      assert.deepEqual(rows, [{ days: 89, wraps: 1 }], status);
      await assert.rejects(redirect(sent), refused('already_exists'), status);
    }
  });

  it('is possible from a delivery that cannot be unlocked any more', async () => {
    const sent = await sendNoticed(portal);
    await db.database.query(`update deliveries set status = 'locked', unlocks = 2 where id = $1`, [
      sent.delivery,
    ]);
    assert.equal((await redirect(sent)).recalled.status, 'recalled');
  });

  it('holds the right one without a number, and takes what the contacts have', async () => {
    const sent = await sendNoticed(portal);
    const held = await redirect(sent, { email: 'nophone@example.com', phone: undefined });
    assert.deepEqual([held.delivery.status, held.delivery.reason], ['held', 'no_phone']);
    assert.deepEqual(
      (await portal.events(held.delivery.id)).map(({ type }) => type),
      ['delivery.available', 'delivery.held'],
    );
    assert.equal((await db.database.query(`select from jobs where kind = 'notice'`)).count, 0);
    const kept = await db.database.query<{ about: string; told: boolean }>(
      'select about, sender_notice is not null as told from failures where delivery_id = $1',
      [held.delivery.id],
    );
    assert.deepEqual(kept.rows, [{ about: 'no_phone', told: true }]);
    await db.database.query(
      `insert into contacts (id, email, name, phone) values ($1, 'known@example.com', 'Kendt', '+4520142222')`,
      [randomUUID()],
    );
    const known = await redirect(await sendNoticed(portal), { email: 'Known@example.com', phone: undefined });
    assert.equal(known.delivery.status, 'sent');
  });

  it('is refused to the same address, in whatever spelling, and to one that has the message', async () => {
    const { id, deliveries } = await portal.send({
      to: ['one', 'two'].map((name, n) => ({ email: `${name}@pair.example`, phone: `+452014330${n}` })),
    });
    const [one, two] = deliveries.map((each) => each.id);
    const wrong = { message: id, delivery: one! };
    for (const email of ['one@pair.example', 'ONE@Pair.Example', ' one@pair.example ']) {
      await assert.rejects(redirect(wrong, { email }), refused('same_address'), email);
    }
    for (const email of ['two@pair.example', 'Two@PAIR.example']) {
      await assert.rejects(redirect(wrong, { email }), refused('already_exists'), email);
    }
    assert.equal(await statusOf(one!), 'sent', 'nothing of a refused redirect is kept');
    await recallMessage(portal.ctx, sender, { message: id, deliveries: [two!], reason: 'other' });
    assert.equal((await redirect(wrong, { email: 'two@pair.example' })).delivery.status, 'sent');
  });

  it('is refused of what is erased or never was sealed, to nobody, and without the right', async () => {
    const sent = await sendNoticed(portal);
    const eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Olga', units: null } as const;
    for (const [to, code] of [
      [{ email: 'nobody' }, 'email_invalid'],
      [{ phone: '12' }, 'phone_invalid'],
    ] as const) {
      await assert.rejects(redirect(sent, to), refused(code));
    }
    await assert.rejects(redirect({ ...sent, delivery: unknown }), refused('not_found'));
    await assert.rejects(redirect({ ...sent, message: unknown }), refused('not_found'));
    await assert.rejects(redirect({ ...sent, delivery: 'x' }), refused('not_found'));
    const other = await sendNoticed(portal);
    await assert.rejects(redirect({ ...sent, delivery: other.delivery }), refused('not_found'));
    const colleague = await addColleague(db, await addUnit(db));
    await assert.rejects(
      redirectDelivery(portal.ctx, colleague.viewer, { ...sent, to: right }),
      refused('not_found'),
    );
    assert.equal(await statusOf(sent.delivery), 'notified');
    const { message, delivery } = sent;
    await eraseMessage(portal.ctx, eraser, { message, deliveries: [delivery], reason: 'requested' });
    await assert.rejects(redirect(sent), refused('delivery_final'));
    await eraseMessage(portal.ctx, eraser, { message, reason: 'requested' });
    await assert.rejects(redirect(sent), refused('gone'));
    const mail = await acceptMail(portal, {
      sender: portal.sender,
      passOn: [
        { email: 'x@unsealed.example', envelope: { from: 'x@fredericia.example', orcpt: 'rfc822;x' } },
      ],
      raw: once(Buffer.from('Subject: x\r\n\r\nx')),
    });
    const relayed = { message: mail.id, delivery: mail.deliveries[0]!.id };
    await assert.rejects(redirect(relayed), refused('delivery_final'));
  });

  it('by two people at once to one address is done once', async () => {
    const sent = await sendNoticed(portal);
    const done = await Promise.allSettled([redirect(sent), redirect(sent)]);
    assert.deepEqual(done.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const failed = done.find((each) => each.status === 'rejected')!;
    assert.ok(refused('already_exists')(failed.reason), String(failed.reason));
    const { count } = await db.database.query('select from deliveries where message_id = $1', [sent.message]);
    assert.equal(count, 2);
  });
});
