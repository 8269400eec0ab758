import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as schemas from '../../../src/doors/rest/schemas-deliveries.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

const unknown = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString();

withDatabases('what a sender may do with deliveries', (db) => {
  let rest: Rest;
  let stranger: Rest;
  before(async () => {
    rest = await openRest(db);
    stranger = await openRest(db);
  });
  after(async () => {
    await stranger.close();
    await rest.close();
  });

  const send = async (to: unknown = draft.to) => {
    const { body } = await rest.call('POST', '/messages', { body: { ...draft, to } });
    await rest.work();
    return { id: body.id as string, delivery: body.deliveries[0].id as string, deliveries: body.deliveries };
  };
  const lock = (delivery: string) =>
    db.database.query("update deliveries set status = 'locked' where id = $1", [delivery]);

  test('a reminder goes to those who have not opened, and brings a link of its own', async () => {
    const { id, delivery } = await send();
    const before = await rest.tokenFor('ana@example.com');
    const { status, body } = await rest.call('POST', `/messages/${id}/reminders`, { body: {} });
    assert.equal(status, 201);
    assert.deepEqual(schemas.reminded.parse(body), {
      deliveries: [{ id: delivery, email: 'ana@example.com', reminded: true }],
    });
    await rest.work();
    assert.notEqual(await rest.tokenFor('ana@example.com'), before);
  });

  test('a body may be left out where nothing has to be said', async () => {
    const { id, delivery } = await send();
    assert.equal((await rest.call('POST', `/messages/${id}/reminders`)).status, 201);
    await lock(delivery);
    assert.equal((await rest.call('POST', `/deliveries/${delivery}/unlocks`)).status, 201);
  });

  test('chosen deliveries, and why one of them was not reminded', async () => {
    const { id, deliveries } = await send([...draft.to, { email: 'bo@example.com' }]);
    const body = { deliveries: deliveries.map((each: { id: string }) => each.id) };
    const answer = await rest.call('POST', `/messages/${id}/reminders`, { body });
    assert.deepEqual(
      schemas.reminded
        .parse(answer.body)
        .deliveries.map(({ email, reminded, reason }) => [email, reminded, reason]),
      [
        ['ana@example.com', true, undefined],
        ['bo@example.com', false, 'held'],
      ],
    );
    const held = await rest.call('POST', `/messages/${id}/reminders`, {
      body: { deliveries: [deliveries[1].id] },
    });
    assert.deepEqual([held.status, held.body.code], [409, 'delivery_final']);
  });

  test('the sixth reminder of a day is 429', async () => {
    const { id } = await send();
    for (let count = 0; count < 5; count += 1) {
      assert.equal((await rest.call('POST', `/messages/${id}/reminders`)).status, 201);
    }
    const { status, body } = await rest.call('POST', `/messages/${id}/reminders`);
    assert.deepEqual([status, body.code], [429, 'budget_spent']);
  });

  test('an extension moves the expiry', async () => {
    const { id, delivery } = await send();
    const until = inDays(200);
    const { status, body } = await rest.call('POST', `/messages/${id}/extensions`, {
      body: { expiresAt: until },
    });
    assert.equal(status, 201);
    assert.deepEqual(schemas.extended.parse(body), {
      deliveries: [{ id: delivery, email: 'ana@example.com', extended: true }],
    });
    const shown = await rest.call('GET', `/messages/${id}`);
    assert.equal(Date.parse(shown.body.deliveries[0].expiresAt), Date.parse(until));
    const late = await rest.call('POST', `/messages/${id}/extensions`, { body: { expiresAt: inDays(500) } });
    assert.deepEqual([late.status, late.body.code], [422, 'expiry_invalid']);
  });

  test('a correction lets a held delivery go', async () => {
    const { id, delivery } = await send([{ email: 'di@example.com' }]);
    const { status, body } = await rest.call('POST', `/deliveries/${delivery}/corrections`, {
      body: { phone: '20123456' },
    });
    assert.equal(status, 201);
    assert.deepEqual(schemas.corrected.parse(body), { id: delivery, corrected: true });
    await rest.work();
    assert.equal((await rest.call('GET', `/messages/${id}`)).body.deliveries[0].status, 'notified');
    const bad = await rest.call('POST', `/deliveries/${delivery}/corrections`, { body: { phone: '1' } });
    assert.deepEqual([bad.status, bad.body.code], [422, 'phone_invalid']);
  });

  test('a locked delivery is unlocked twice, then not again', async () => {
    const { delivery } = await send();
    const unlock = () => rest.call('POST', `/deliveries/${delivery}/unlocks`, { body: {} });
    assert.equal((await unlock()).body.code, 'not_locked');
    for (let count = 0; count < 2; count += 1) {
      await lock(delivery);
      const { status, body } = await unlock();
      assert.equal(status, 201);
      assert.deepEqual(schemas.unlocked.parse(body), { id: delivery, unlocked: true });
    }
    await lock(delivery);
    const { status, body } = await unlock();
    assert.deepEqual([status, body.code], [409, 'unlocks_exhausted']);
  });

  test('nobody else may, and nobody else learns that it exists', async () => {
    const { id, delivery } = await send();
    const requests = [
      [`/messages/${id}/reminders`, {}],
      [`/messages/${id}/extensions`, { expiresAt: inDays(100) }],
      [`/deliveries/${delivery}/corrections`, { phone: '+4520123456' }],
      [`/deliveries/${delivery}/unlocks`, {}],
    ] as const;
    for (const [path, body] of requests) {
      const refused = await stranger.call('POST', path, { body });
      const none = await stranger.call('POST', path.replace(id, unknown).replace(delivery, unknown), {
        body,
      });
      assert.equal(refused.status, 404, path);
      assert.deepEqual(refused.body, none.body);
    }
    const foreign = await rest.call('POST', `/messages/${(await send()).id}/reminders`, {
      body: { deliveries: [delivery] },
    });
    assert.equal(foreign.status, 404);
  });

  test('what these requests must not hold', async () => {
    const { id, delivery } = await send();
    const cases: [string, unknown, string][] = [
      [`/messages/${id}/reminders`, { delivery: [] }, 'delivery'],
      [`/messages/${id}/reminders`, { deliveries: [] }, 'deliveries'],
      [`/messages/${id}/reminders`, { deliveries: ['x'] }, 'deliveries.0'],
      [`/messages/${id}/extensions`, {}, 'expiresAt'],
      [`/messages/${id}/extensions`, { expiresAt: 'soon' }, 'expiresAt'],
      [`/deliveries/${delivery}/corrections`, { phone: '+45\0' }, 'phone'],
      [`/deliveries/${delivery}/unlocks`, { force: true }, 'force'],
    ];
    for (const [path, body, field] of cases) {
      const answer = await rest.call('POST', path, { body });
      assert.deepEqual([answer.status, answer.body.field], [422, field]);
    }
    const large = await rest.call('POST', `/messages/${id}/reminders`, { body: { x: 'x'.repeat(300_000) } });
    assert.deepEqual([large.status, large.body.code], [413, 'too_large']);
    assert.deepEqual(rest.failures, []);
  });
});
