import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import * as schemas from '../../../src/doors/rest/schemas-erasures.ts';
import { overview } from '../../../src/doors/rest/schemas-messages.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

const unknown = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';

withDatabases('Erasing by REST', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const send = async () => {
    const to = [...draft.to, { email: 'bo@example.com', phone: '+4520123457', name: 'Bo' }];
    const { body } = await rest.call('POST', '/messages', { body: { ...draft, to } });
    return { id: body.id as string, ids: body.deliveries.map(({ id }: { id: string }) => id) as string[] };
  };
  const erase = (id: string, body: unknown) =>
    rest.call('POST', `/messages/${id}/erasures`, { body, token: rest.admin });
  const read = async (id: string) => overview.parse((await rest.call('GET', `/messages/${id}`)).body);

  it('answers with each delivery’s end, the same when asked again', async () => {
    const { id, ids } = await send();
    const one = { deliveries: [ids[1]], reason: 'misdirected', words: 'Case 2026-118' };
    const first = await erase(id, one);
    assert.equal(first.status, 201, JSON.stringify(first.body));
    const { deliveries, ...rest } = schemas.erased.parse(first.body);
    assert.deepEqual(rest, { id });
    assert.deepEqual(
      deliveries.map(({ id, status }) => [id, status]),
      [[ids[1], 'erased']],
    );
    assert.deepEqual((await erase(id, one)).body, first.body);
    const all = await erase(id, { reason: 'requested' });
    assert.ok(all.body.erasedAt);
    assert.deepEqual(all.body.deliveries[1], deliveries[0]);
    assert.deepEqual((await erase(id, { reason: 'requested' })).body, all.body);
  });

  it('is shown wherever the message is', async () => {
    const { id, ids } = await send();
    const { body } = await erase(id, { deliveries: [ids[1]], reason: 'requested' });
    const shown = await read(id);
    assert.equal(shown.erasedAt, undefined);
    assert.equal(shown.deliveries[0]!.email, 'ana@example.com');
    assert.deepEqual(
      [shown.deliveries[1]!.email, shown.deliveries[1]!.name, shown.deliveries[1]!.erasedAt],
      ['', undefined, body.deliveries[0].erasedAt],
    );
    await erase(id, { reason: 'requested' });
    assert.deepEqual([(await read(id)).from, typeof (await read(id)).erasedAt], ['', 'string']);
    const listed = (await rest.call('GET', '/messages')).body.messages.find(
      (each: { id: string }) => each.id === id,
    );
    assert.deepEqual(
      [listed.from, listed.deliveries[0].email, listed.deliveries[0].status],
      ['', '', 'erased'],
    );
    for (const path of [`/messages/${id}/reminders`, `/deliveries/${ids[0]}/corrections`]) {
      const body = path.endsWith('corrections') ? { phone: '+4520123456' } : { deliveries: [ids[0]] };
      assert.equal((await rest.call('POST', path, { body })).body.code, 'delivery_final', path);
    }
  });

  it('refuses what it cannot mean', async () => {
    const { id, ids } = await send();
    const codeOf = async (message: string, body: unknown) => {
      const { status, body: problem } = await erase(message, body);
      return `${status} ${problem.code}`;
    };
    assert.equal(await codeOf(unknown, { reason: 'requested' }), '404 not_found');
    assert.equal(await codeOf('x', { reason: 'requested' }), '404 not_found');
    assert.equal(await codeOf(id, { reason: 'requested', deliveries: [unknown] }), '404 not_found');
    for (const body of [
      {},
      { reason: 'because' },
      { reason: 'other' },
      { reason: 'requested', words: 'x'.repeat(501) },
      { reason: 'requested', words: 'Said by ana@example.com' },
      { reason: 'requested', deliveries: [] },
      { reason: 'requested', deliveries: ['x'] },
      { reason: 'requested', deliveries: [ids[0]], everything: true },
      { reason: 'requested', deliveries: Array(2001).fill(ids[0]) },
    ]) {
      assert.equal(await codeOf(id, body), '422 invalid', JSON.stringify(body).slice(0, 80));
    }
    assert.equal((await read(id)).deliveries[0]!.status, 'sent');
  });
});
