/** What becomes of the messages and failures of somebody who was deactivated. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { extendDeliveries } from '../../src/delivery/extend-deliveries.ts';
import { tellSomebodyElse } from '../../src/delivery/failure-notices.ts';
import { gatherFailures } from '../../src/delivery/gather-failures.ts';
import { listMessages, type Whose } from '../../src/delivery/list-messages.ts';
import { lookAtMessage } from '../../src/delivery/look-at-message.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { unlockDelivery } from '../../src/delivery/unlock-delivery.ts';
import { GatewaySenders } from '../../src/desk/gateway-senders.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail } from '../support/gateway-mail.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';
import {
  addColleague,
  addOwnedSystem,
  addUnit,
  type Colleague,
  deactivate,
  reactivate,
} from '../support/staff.ts';

const compliance = 'dpo@fredericia.example';
const mailbox = 'borgerservice@fredericia.example';
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const unused = async () => undefined as never;

withDatabases('Somebody who leaves', (db) => {
  let portal: Portal;
  /** With a mailbox of its own, and without. */
  let unit: string;
  let bare: string;
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
    [unit, bare] = [await addUnit(db, mailbox), await addUnit(db)];
  });
  afterEach(async () => {
    await db.database.query('delete from outbox');
    await db.database.query('delete from failures');
    await db.database.query('delete from jobs');
  });
  after(() => portal.close());

  const told = async () => (await portal.outbox()).map(({ to }) => to).sort();
  const mailTo = async (email: string) => (await portal.outbox()).find(({ to }) => to === email)!;
  const fail = (sender: Colleague['sender']) =>
    acceptMail(portal, { sender, to: [{ email: 'no@example.com' }] });
  const listed = async ({ viewer }: Colleague, whose: Whose) =>
    (await listMessages(portal.ctx, viewer, { whose, limit: 200 })).messages.map(({ id }) => id);
  const look = { kind: 'covering', reason: 'Ane er stoppet i marts' };

  it('is not mailed: the unit is, reads why and whose it is, and follows the link to give a reason', async () => {
    const ane = await addColleague(db, unit);
    await deactivate(db, ane.id);
    const { id } = await fail(ane.sender);
    await portal.work();
    assert.deepEqual(await told(), [mailbox]);
    const { text, subject, raw } = await mailTo(mailbox);
    for (const words of [ane.email, 'no@example.com', 'ikke længere aktiv', `/desk/messages/${id}`])
      assert.ok(text.includes(words), words);
    assert.doesNotMatch(text, /links\/|Hemmelighed|29999999|null|undefined/);
    assert.doesNotMatch(subject!, /null|undefined|Hemmelighed/);
    assert.ok(raw!.includes('Auto-Submitted: auto-generated'));
    const bo = await addColleague(db, unit);
    await assert.rejects(showMessage(portal.ctx, bo.viewer, id), refused('reason_needed'));
  });

  it('of a unit without a mailbox leaves it to compliance, who gets no link', async () => {
    const ane = await addColleague(db, bare);
    await deactivate(db, ane.id);
    await fail(ane.sender);
    await portal.work();
    assert.deepEqual(await told(), [compliance]);
    const { text } = await mailTo(compliance);
    assert.ok(text.includes(ane.email));
    assert.doesNotMatch(text, /https?:/);
  });

  it('after the failure, and before its mail, is not mailed either', async () => {
    const ane = await addColleague(db, unit);
    await fail(ane.sender);
    await deactivate(db, ane.id);
    await portal.work();
    assert.deepEqual(await told(), [mailbox]);
    await db.database.query('delete from outbox');
    const eva = await addColleague(db, unit);
    await fail(eva.sender);
    await gatherFailures(portal.ctx)({} as never, unused);
    await deactivate(db, eva.id);
    await portal.work();
    assert.deepEqual(await told(), [mailbox]);
  });

  it('after the mail, which then comes back, leaves it to the unit, once, and then to compliance', async () => {
    const ane = await addColleague(db, unit);
    await fail(ane.sender);
    await portal.work();
    assert.deepEqual(await told(), [ane.email]);
    await deactivate(db, ane.id);
    const { rows } = await db.database.query<{ notice: string }>(
      'select sender_notice as notice from failures',
    );
    const { notice } = rows[0]!;
    for (const to of ['sender', 'sender', 'unit', 'unit', 'compliance'] as const) {
      await tellSomebodyElse(portal.ctx, { notice, to });
      await portal.work();
    }
    assert.deepEqual(await told(), [ane.email, mailbox, compliance].sort());
  });

  it('of a unit whose mailbox nobody reads leaves it to compliance', async () => {
    const ane = await addColleague(db, await addUnit(db, 'noreply@fredericia.example'));
    await deactivate(db, ane.id);
    await fail(ane.sender);
    await portal.work();
    assert.deepEqual(await told(), [compliance]);
  });

  it('as a system’s owner leaves its failures to the unit, with links to what was sent in nobody’s name', async () => {
    const [owner, author] = [await addColleague(db, unit), await addColleague(db, unit)];
    const system = await addOwnedSystem(db, unit, owner.id);
    await deactivate(db, owner.id);
    const nobodys = await fail(system);
    const authored = await fail({ ...system, author: author.id });
    await portal.work();
    assert.deepEqual(await told(), [author.email, mailbox].sort());
    const { text } = await mailTo(mailbox);
    assert.ok(text.includes(`/desk/messages/${nobodys.id}`));
    assert.ok(!text.includes(authored.id), 'that is its author’s');
    const bo = await addColleague(db, unit);
    assert.ok((await listed(bo, 'left')).includes(nobodys.id));
    assert.ok(!(await listed(bo, 'left')).includes(authored.id));
  });

  it('leaves what was refused whole to their unit too, without a link', async () => {
    const ane = await addColleague(db, unit);
    const system = await addOwnedSystem(db, bare, (await addColleague(db, bare)).id);
    const bring = acceptMail(portal, { sender: { ...system, unit, author: ane.id }, to: [{ email: 'r@' }] });
    await assert.rejects(bring, refused('email_invalid'));
    await deactivate(db, ane.id);
    await portal.work();
    assert.ok((await told()).includes(mailbox));
    assert.doesNotMatch((await mailTo(mailbox)).text, /https?:|null|undefined/);
  });

  it('leaves held and locked messages to any sender of the unit, who mends them after a look', async () => {
    const ane = await addColleague(db, unit);
    const { id, deliveries } = await acceptMail(portal, {
      sender: ane.sender,
      to: ['held@example.com', 'locked@example.com', 'sent@example.com'].map((email) =>
        email.startsWith('held') ? { email } : { ...recipientDraft, email },
      ),
    });
    await portal.work();
    const [held, locked, sent] = deliveries.map((each) => each.id);
    await db.database.query("update deliveries set status = 'locked' where id = $1", [locked]);
    await deactivate(db, ane.id);
    const [bo, stranger] = [await addColleague(db, unit), await addColleague(db, bare)];
    assert.ok((await listed(bo, 'left')).includes(id));
    assert.ok(!(await listed(bo, 'own')).includes(id));
    assert.ok(!(await listed(stranger, 'left')).includes(id));
    await assert.rejects(correctPhone(portal.ctx, bo.viewer, held!, '+4520123456'), refused('reason_needed'));
    await assert.rejects(lookAtMessage(portal.ctx, stranger.viewer, id, look), refused('not_found'));
    await lookAtMessage(portal.ctx, bo.viewer, id, look);
    await correctPhone(portal.ctx, bo.viewer, held!, '+4520123456');
    await unlockDelivery(portal.ctx, bo.viewer, locked!);
    await remindRecipients(portal.ctx, bo.viewer, id, [sent!]);
    await extendDeliveries(portal.ctx, bo.viewer, id, new Date(Date.now() + 200 * 86_400_000).toISOString());
    await portal.work();
    assert.ok((await told()).includes('held@example.com'), 'it goes out at last');
  });

  it('writes by the gateway in nobody’s name, and again in their own after coming back', async () => {
    const ane = await addColleague(db, unit);
    const senders = () => new GatewaySenders(portal.ctx);
    const owner = await addColleague(db, bare);
    const { id, ...rest } = await addOwnedSystem(db, bare, owner.id);
    const system = { id, name: 'Relay', unit: bare, senders: rest.senders, scopes: [] };
    const from = { name: 'Ane', address: ane.email.toUpperCase() };
    assert.deepEqual(await senders().of(system, from), { ...rest, id, unit, author: ane.id });
    await deactivate(db, ane.id);
    const sender = await senders().of(system, from);
    assert.deepEqual(sender, { ...rest, id, unit: bare });
    const message = await fail(sender);
    assert.ok((await listed(owner, 'own')).includes(message.id));
    const { count } = await db.database.query('select from people where lower(email) = lower($1)', [
      ane.email,
    ]);
    assert.equal(count, 1, 'nobody new is made of them');
    await reactivate(db, ane.id);
    assert.equal((await senders().of(system, from)).author, ane.id);
  });

  it('and comes back has everything back, and the unit has it no longer', async () => {
    const ane = await addColleague(db, unit);
    const system = await addOwnedSystem(db, unit, ane.id);
    const [one, two] = [await fail(ane.sender), await fail(system)];
    await deactivate(db, ane.id);
    const bo = await addColleague(db, unit);
    await lookAtMessage(portal.ctx, bo.viewer, one.id, look);
    await showMessage(portal.ctx, bo.viewer, one.id);
    await reactivate(db, ane.id);
    for (const { id } of [one, two]) {
      assert.ok((await listed(ane, 'own')).includes(id));
      assert.ok(!(await listed(bo, 'left')).includes(id));
      await assert.rejects(
        showMessage(portal.ctx, bo.viewer, id),
        refused('not_found'),
        'even while a look lasts',
      );
    }
    assert.deepEqual(
      (await showMessage(portal.ctx, ane.viewer, one.id)).looks.map(({ reason }) => reason),
      [look.reason],
    );
    await portal.work();
    assert.deepEqual(await told(), [ane.email, ane.email]);
  });
});
