import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { expireDeliveries } from '../../src/delivery/expire-deliveries.ts';
import { extendDeliveries } from '../../src/delivery/extend-deliveries.ts';
import { endingOf, findDelivery } from '../../src/delivery/find-delivery.ts';
import { listMessages, subjectsOf } from '../../src/delivery/list-messages.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import { sweep } from '../../src/delivery/sweep.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { once, openPortal, type Portal, recipientDraft } from '../support/portal.ts';

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
async function drain(source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of source) void chunk;
}

const unused = async () => undefined as never;

withDatabases('What a sender may do', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  after(() => portal.close());

  it('reminds with a link of its own, and leaves the first link working', async () => {
    const email = 'reminded@example.com';
    const { id } = await portal.send({ to: [{ ...recipientDraft, email }] });
    await portal.work();
    const first = await portal.tokenFor(email);
    const [reminded] = await remindRecipients(portal.ctx, viewer, id);
    assert.equal(reminded?.reminded, true);
    await portal.work();
    const second = await portal.tokenFor(email);
    assert.notEqual(first, second);
    const found = await Promise.all([first, second].map((token) => findDelivery(portal.ctx.db, token)));
    assert.equal(found[0]?.id, found[1]?.id);
    const types = (await portal.events(found[0]!.id)).map((event) => event.type);
    assert.deepEqual(types, [
      'delivery.available',
      'delivery.notified',
      'delivery.reminded',
      'delivery.notified',
    ]);
  });

  it('reminds at most five times a day', async () => {
    const { id } = await portal.send();
    for (let count = 0; count < 5; count += 1) await remindRecipients(portal.ctx, viewer, id);
    await assert.rejects(remindRecipients(portal.ctx, viewer, id), refused('budget_spent'));
    await portal.work();
  });

  it('supplies a missing number, and the held delivery goes out', async () => {
    const email = 'held@example.com';
    const { deliveries } = await portal.send({ to: [{ email }] });
    await portal.work();
    assert.equal((await portal.outbox()).filter((mail) => mail.to === email).length, 0);
    await assert.rejects(
      correctPhone(portal.ctx, viewer, deliveries[0]!.id, 'none'),
      refused('phone_invalid'),
    );
    await correctPhone(portal.ctx, viewer, deliveries[0]!.id, '+46701740605');
    await portal.work();
    assert.equal((await findDelivery(portal.ctx.db, await portal.tokenFor(email)))?.status, 'notified');
  });

  it('ends at the expiry: the link says so, and the seal is gone for good', async () => {
    const email = 'late@example.com';
    const { id, deliveries } = await portal.send({ to: [{ ...recipientDraft, email }] });
    await portal.work();
    await db.database.query(
      "update deliveries set expires_at = now() - interval '1 second' where message_id = $1",
      [id],
    );
    const token = await portal.tokenFor(email);
    assert.equal(endingOf((await findDelivery(portal.ctx.db, token))!), 'expired');
    await expireDeliveries(portal.ctx)({} as never, unused);
    assert.equal((await findDelivery(portal.ctx.db, token))?.status, 'expired');
    const { rows } = await db.database.query('select from wraps where delivery_id = $1', [deliveries[0]!.id]);
    assert.equal(rows.length, 0);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await assert.rejects(extendDeliveries(portal.ctx, viewer, id, until), refused('delivery_final'));
    await expireDeliveries(portal.ctx)({} as never, unused);
    const expired = (await portal.events(deliveries[0]!.id)).filter(
      (event) => event.type === 'delivery.expired',
    );
    assert.equal(expired.length, 1);
  });

  it('extends what lives', async () => {
    const { id } = await portal.send();
    const until = new Date(Date.now() + 200 * 86_400_000).toISOString();
    await extendDeliveries(portal.ctx, viewer, id, until);
    const { deliveries } = await showMessage(portal.ctx, viewer, id);
    assert.equal(Date.parse(deliveries[0]!.expiresAt), Date.parse(until));
    assert.equal(deliveries[0]!.timeline.at(-1)?.type, 'delivery.extended');
    const sooner = new Date(Date.now() + 10 * 86_400_000).toISOString();
    await assert.rejects(extendDeliveries(portal.ctx, viewer, id, sooner), refused('expiry_invalid'));
  });

  it('sees only its own messages', async () => {
    const { id, deliveries } = await portal.send();
    const stranger: Viewer = { kind: 'system', id: randomUUID(), grants: [] };
    await assert.rejects(showMessage(portal.ctx, stranger, id), refused('not_found'));
    await assert.rejects(remindRecipients(portal.ctx, stranger, id), refused('not_found'));
    await assert.rejects(
      correctPhone(portal.ctx, stranger, deliveries[0]!.id, '+4520123456'),
      refused('not_found'),
    );
    await assert.rejects(showMessage(portal.ctx, viewer, 'not-an-id'), refused('not_found'));
    assert.equal(await openSentCopy(portal.ctx, stranger, id), undefined);
    assert.deepEqual((await listMessages(portal.ctx, stranger, { limit: 10 })).messages, []);
  });

  it('pages through its messages without losing or repeating one', async () => {
    const sent = [];
    for (let count = 0; count < 5; count += 1) sent.push((await portal.send({ subject: `No ${count}` })).id);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listMessages(portal.ctx, viewer, { after, limit: 2 });
      seen.push(...page.messages.map((message) => message.id));
      after = page.next;
    } while (after);
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(seen.slice(0, 5), [...sent].reverse());
    const subjects = await subjectsOf(portal.ctx, sent);
    assert.equal(subjects.get(sent[3]!), 'No 3');
  });

  it('sweeps up the blobs of a process that died in the middle of an upload', async () => {
    const staging = new Staging(portal.ctx);
    await staging.addAttachment({ filename: 'a', contentType: 'a/b' }, once(Buffer.alloc(100_000)));
    const key = staging.parts[0]!.blob!;
    await sweep(portal.ctx)({} as never, unused);
    await drain(await portal.ctx.blobs.read(key, 0, 1));
    await db.database.query("update staged_blobs set staged_at = now() - interval '25 hours'");
    await sweep(portal.ctx)({} as never, unused);
    await assert.rejects(async () => drain(await portal.ctx.blobs.read(key, 0, 1)), { name: 'BlobGone' });
  });
});
