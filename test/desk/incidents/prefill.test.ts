import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { openIncident } from '../../../src/desk/incidents/open-incident.ts';
import { prefillIncident } from '../../../src/desk/incidents/prefill-incident.ts';
import { readIncident } from '../../../src/desk/incidents/read-incident.ts';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { keeperOf, nobody, refused } from './support.ts';

withDatabases('What an incident begins with', (db) => {
  let portal: Portal;
  let ctx: Portal['ctx'];
  let clerk: Colleague;
  const keeper = keeperOf(nobody);
  before(async () => {
    portal = await openPortal(db);
    ctx = portal.ctx;
    clerk = await addColleague(db, portal.sender.unit);
  });
  after(() => portal.close());

  const to = ['ana', 'bo', 'cy'].map((name, index) => ({
    email: `${name}@example.com`,
    phone: `+452012345${index}`,
  }));
  async function send() {
    const { id, deliveries } = await portal.send({ to });
    await db.owner.query('update messages set person_id = $2, system_id = null where id = $1', [
      id,
      clerk.id,
    ]);
    return { message: id, deliveries: deliveries.map((each) => each.id) };
  }
  const happened = (delivery: string, type: 'delivery.opened' | 'delivery.misdelivery_reported') =>
    ctx.db.transaction((tx) =>
      recordEvent(tx, delivery, { type, actor: { kind: 'recipient', id: delivery } }),
    );

  it('is what a recall found', async () => {
    const { message, deliveries } = await send();
    await happened(deliveries[1]!, 'delivery.opened');
    await happened(deliveries[2]!, 'delivery.opened');
    const chosen = deliveries.slice(0, 2);
    const recalled = await recallMessage(ctx, clerk.viewer, {
      message,
      deliveries: chosen,
      reason: 'wrong_recipient',
    });
    const start = await prefillIncident(ctx, keeper, { messages: [message] });
    assert.deepEqual(start, {
      origin: 'recall',
      unit: portal.sender.unit,
      messages: chosen.map((delivery) => ({ message, delivery })),
      awareAt: recalled.deliveries.map(({ recalledAt }) => recalledAt!).sort()[0],
      recipients: 2,
      opened: 1,
      recalled: 2,
      reported: 0,
    });
    const id = await openIncident(ctx, keeper, {
      origin: start.origin,
      title: 'Recalled',
      messages: start.messages,
      awareAt: start.awareAt!,
    });
    assert.equal((await readIncident(ctx, keeper, id)).messages.length, 2);
  });

  it('is what a recipient reported, or what failed', async () => {
    const { message, deliveries } = await send();
    await happened(deliveries[0]!, 'delivery.misdelivery_reported');
    const other = await send();
    const start = await prefillIncident(ctx, keeper, { messages: [message, other.message] });
    assert.deepEqual([start.origin, start.recipients, start.reported], ['report', 4, 1]);
    assert.deepEqual(
      [...start.messages].sort((a, b) => (a.message < b.message ? -1 : 1)),
      [
        { message, delivery: deliveries[0] },
        { message: other.message, delivery: null },
      ].sort((a, b) => (a.message < b.message ? -1 : 1)),
    );
    const failed = await prefillIncident(ctx, keeper, { messages: [other.message], origin: 'failures' });
    assert.deepEqual([failed.origin, failed.awareAt, failed.recipients], ['failures', null, 3]);
    const none = await prefillIncident(ctx, keeper, { messages: [] });
    assert.deepEqual([none.origin, none.unit, none.messages], ['by_hand', null, []]);
  });

  it('is nothing of messages that are not there, or somebody else’s', async () => {
    const { message } = await send();
    const elsewhere = keeperOf(nobody, [await addUnit(db)]);
    await assert.rejects(prefillIncident(ctx, elsewhere, { messages: [message] }), refused('not_found'));
    for (const none of ['', 'x', randomUUID()]) {
      await assert.rejects(prefillIncident(ctx, keeper, { messages: [message, none] }), refused('not_found'));
    }
  });
});
