import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { findDelivery } from '../../src/delivery/find-delivery.ts';
import { followLink } from '../../src/delivery/follow-link.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../src/delivery/read-attachment.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };

withDatabases('The road of a message', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  it('goes from acceptance to the opened attachment, each step stamped once and in order', async () => {
    const bytes = Buffer.alloc(3_000_000, 'vedhæftet');
    const { deliveries } = await portal.send({ html: '<p>Kære Ana</p>' }, [
      { filename: 'afgørelse.pdf', contentType: 'application/pdf', bytes },
    ]);
    const { id, status } = deliveries[0]!;
    assert.equal(status, 'sent');
    await portal.work();
    const token = await portal.tokenFor(recipientDraft.email);
    const delivery = (await findDelivery(portal.ctx.db, token))!;
    assert.equal(delivery.id, id);
    assert.equal(delivery.status, 'notified');

    await followLink(portal.ctx, delivery, client);
    await requestCode(portal.ctx, delivery, 'sms', 'opening', client);
    await portal.work();
    const code = await portal.codeFor(recipientDraft.phone);
    const session = await openDelivery(portal.ctx, delivery, code, undefined, client);

    const message = (await readMessage(portal.ctx, token, session, client))!;
    assert.equal(message.first, true);
    assert.equal(message.content.subject, 'Afgørelse');
    assert.equal(message.content.text, 'Kære Ana');
    const again = (await readMessage(portal.ctx, token, session, client))!;
    assert.equal(again.first, false);

    const [attachment] = message.content.attachments;
    const found = (await findAttachment(portal.ctx, token, session, attachment!.id))!;
    const range = { from: 1_500_000, to: 1_500_100 };
    const opened = (await readAttachment(portal.ctx, token, session, found, range, client))!;
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.bytes) chunks.push(chunk);
    assert.deepEqual(Buffer.concat(chunks), bytes.subarray(range.from, range.to));
    await opened.ended(100, true);

    const events = await portal.events(id);
    assert.deepEqual(
      events.map((event) => event.type),
      [
        'delivery.available',
        'delivery.notified',
        'delivery.link_followed',
        'delivery.code_sent',
        'delivery.code_verified',
        'delivery.opened',
        'delivery.reopened',
        'delivery.attachment_opened',
        'delivery.content_sent',
      ],
    );
    assert.deepEqual(
      events.map((event) => event.seq),
      events.map((_, index) => index + 1),
    );
    assert.deepEqual(
      events.map((event) => event.at),
      events.map((event) => event.at).sort(),
    );
    assert.match(events[0]!.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('leaves every event pending for the log, and its commitment openable', async () => {
    const { deliveries, id } = await portal.send();
    const { rows } = await portal.ctx.db.query<{
      pending: boolean;
      k: Buffer | null;
      commitment: Buffer | null;
    }>(
      `select exists (select from pending_events p where p.event = e.id) as pending, f.k, e.commitment
        from events e left join event_fields f on f.event = e.id where e.message = $1`,
      [id],
    );
    assert.equal(rows.length, 1 + deliveries.length);
    for (const row of rows) {
      assert.equal(row.pending, true);
      assert.equal(row.k?.length, 32);
      assert.equal(row.commitment?.length, 32);
    }
  });
});
