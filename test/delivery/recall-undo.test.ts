/** While a notice waits, a recall leaves nothing with anybody. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import type { MailOutcome, OutgoingMail } from '../../src/delivery/ports.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { redirectDelivery } from '../../src/delivery/redirect-delivery.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail } from '../support/gateway-mail.ts';
import { once, openPortal, type Portal, recipientDraft } from '../support/portal.ts';
import { refused, senderOf } from './recall-support.ts';
import { signal } from './together.ts';

withDatabases('A notice that waits', (db) => {
  let portal: Portal;
  let sender: Viewer;
  before(async () => {
    portal = await openPortal(db);
    sender = senderOf(portal);
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'policies']) await db.owner.query(`delete from ${table}`);
  });
  after(() => portal.close());

  const recall = async (message: string) =>
    (await recallMessage(portal.ctx, sender, { message, reason: 'too_early' })).deliveries[0]!;
  const isUndone = async (delivery: string) =>
    (await portal.events(delivery)).find(({ type }) => type === 'delivery.recalled')!.details.undone;
  /** Minutes from the message's acceptance to when it says its notices leave, and to when each job is due. */
  const waits = async (message: string) => {
    const { rows } = await db.database.query<{ notices: number | null; jobs: number[] }>(
      `select round(extract(epoch from m.notices_at - m.created_at) / 60)::int as notices, array(
          select round(extract(epoch from j.run_at - m.created_at) / 60)::int from jobs j
            where j.payload ->> 'delivery' in (select id::text from deliveries where message_id = m.id)) as jobs
        from messages m where m.id = $1`,
      [message],
    );
    return rows[0]!;
  };
  const decide = (undoMinutes: number) =>
    db.database.query('insert into policies (policy) values ($1)', [
      JSON.stringify({ gateway: { secure: 'all' }, undoMinutes }),
    ]);
  /** As if the time were over. */
  const endWait = async (message: string) => {
    await db.owner.query('update messages set notices_at = now() where id = $1', [message]);
    await db.owner.query('update jobs set run_at = now()');
  };

  it('leaves when its time is over, and not before', async () => {
    const { id, deliveries } = await portal.send({ undoMinutes: 10 });
    assert.deepEqual(await waits(id), { notices: 10, jobs: [10] });
    await portal.work();
    assert.deepEqual(await portal.outbox(), []);
    const shown = await showMessage(portal.ctx, sender, id);
    assert.ok(Date.parse(shown.noticesAt!) > Date.now());
    await endWait(id);
    await portal.work();
    assert.equal((await portal.outbox()).length, 1);
    const verdict = await recall(id);
    assert.deepEqual([verdict.verdict, await isUndone(deliveries[0]!.id)], ['never_opened', false]);
  });

  it('waits as long as the policy says, unless the sender says otherwise; mail that is passed on does not', async () => {
    assert.deepEqual(await waits((await portal.send()).id), { notices: null, jobs: [0] });
    assert.equal((await showMessage(portal.ctx, sender, (await portal.send()).id)).noticesAt, null);
    await decide(5);
    assert.deepEqual(await waits((await portal.send()).id), { notices: 5, jobs: [5] });
    assert.deepEqual(await waits((await portal.send({ undoMinutes: 0 })).id), { notices: null, jobs: [0] });
    assert.deepEqual(await waits((await portal.send({ undoMinutes: 15 })).id), { notices: 15, jobs: [15] });
    const mail = await acceptMail(portal, {
      sender: portal.sender,
      to: [recipientDraft],
      passOn: [
        { email: 'x@unsealed.example', envelope: { from: 'x@fredericia.example', orcpt: 'rfc822;x' } },
      ],
      raw: once(Buffer.from('Subject: x\r\n\r\nx')),
    });
    const { jobs } = await waits(mail.id);
    assert.deepEqual(jobs.sort(), [0, 5]);
    for (const undoMinutes of [-1, 16, 1.5, NaN]) {
      await assert.rejects(portal.send({ undoMinutes }), refused('invalid', 'undoMinutes'), `${undoMinutes}`);
    }
  });

  it('never leaves once recalled, and the evidence says so', async () => {
    const { id, deliveries } = await portal.send({ undoMinutes: 15 });
    await recall(id);
    assert.equal(await isUndone(deliveries[0]!.id), true);
    await db.owner.query('update jobs set run_at = now()');
    await portal.work();
    assert.deepEqual(await portal.outbox(), []);
    assert.deepEqual(
      (await portal.events(deliveries[0]!.id)).map(({ type }) => type),
      ['delivery.available', 'delivery.recalled'],
    );
  });

  it('of a held delivery waits for the same end, once the number is there; nobody is reminded before', async () => {
    const to = [{ email: 'held@example.com' }, { email: 'other@example.com', phone: '+4520144001' }];
    const { id, deliveries } = await portal.send({ to, undoMinutes: 12 });
    await correctPhone(portal.ctx, sender, deliveries[0]!.id, '+4520144002');
    assert.deepEqual(await waits(id), { notices: 12, jobs: [12, 12] });
    await assert.rejects(remindRecipients(portal.ctx, sender, id), refused('notice_waits'));
    const { recalled, delivery } = await redirectDelivery(portal.ctx, sender, {
      message: id,
      delivery: deliveries[1]!.id,
      to: { email: 'third@example.com', phone: '+4520144003' },
    });
    assert.deepEqual([await isUndone(recalled.id), await waits(id)], [true, { notices: 12, jobs: [12, 12] }]);
    await endWait(id);
    await portal.work();
    assert.deepEqual((await portal.outbox()).map((each) => each.to).sort(), [
      'held@example.com',
      'third@example.com',
    ]);
    assert.equal((await remindRecipients(portal.ctx, sender, id, [delivery.id]))[0]!.reminded, true);
  });

  it('leaves in the very moment of the recall: then the recall does not say that none did', async () => {
    const { mailer } = portal.carriers;
    const [left, leave] = signal();
    const [gate, letGo] = signal();
    portal.carriers.mailer = {
      ...mailer,
      async send(_: OutgoingMail): Promise<MailOutcome> {
        leave();
        await gate;
        return { outcome: 'handed_over', server: 'mx.example', reply: '250' };
      },
    };
    const { id, deliveries } = await portal.send();
    const working = portal.work();
    await left;
    await recall(id);
    letGo();
    await working;
    portal.carriers.mailer = mailer;
    assert.equal(await isUndone(deliveries[0]!.id), false);
    assert.deepEqual(
      (await portal.events(deliveries[0]!.id)).map(({ type }) => type),
      ['delivery.available', 'delivery.recalled', 'delivery.notified'],
    );
    const shown = await showMessage(portal.ctx, sender, id);
    assert.equal(shown.deliveries[0]!.status, 'recalled');
  });

  it('is either undone or may have left, whichever is first, a hundred times', async () => {
    const sent: string[] = [];
    const { mailer } = portal.carriers;
    portal.carriers.mailer = {
      ...mailer,
      async send({ to }: OutgoingMail): Promise<MailOutcome> {
        sent.push(to);
        return { outcome: 'handed_over', server: 'mx.example', reply: '250' };
      },
    };
    const messages = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        portal.send({
          to: [{ email: `race${n}@undo.example`, phone: `+45201455${String(n).padStart(2, '0')}` }],
        }),
      ),
    );
    const working = portal.work();
    // The worker begins with the oldest, so they meet in the middle.
    const waiting = messages.map(({ id }) => id);
    const recallAll = async () => {
      for (let id = waiting.pop(); id; id = waiting.pop()) await recall(id);
    };
    await Promise.all([working, ...Array.from({ length: 4 }, recallAll)]);
    portal.carriers.mailer = mailer;
    let undone = 0;
    for (const { deliveries } of messages) {
      const { id, email } = deliveries[0]!;
      if (await isUndone(id)) {
        undone += 1;
        assert.ok(!sent.includes(email), `${email} was undone, and yet it left`);
      }
      const types = (await portal.events(id)).map(({ type }) => type);
      assert.equal(types.includes('delivery.notified'), sent.includes(email));
    }
    assert.equal(new Set(sent).size, sent.length);
    assert.ok(undone > 0 && sent.length > 0, `${undone} undone, ${sent.length} left: no race`);
  });
});
