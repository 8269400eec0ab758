/** A system that reads what is not its own. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

withDatabases('Reading somebody else’s message over REST', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const send = async (): Promise<string> => (await rest.call('POST', '/messages', { body: draft })).body.id;
  const read = (id: string, options: { token?: string; reason?: string } = {}) =>
    rest.call('GET', `/messages/${id}`, {
      token: options.token ?? rest.admin,
      headers: options.reason === undefined ? {} : { 'Segl-Reason': options.reason },
    });
  const looks = async (message: string) =>
    (
      await db.database.query<{ actor: string; details: object; fields: object }>(
        `select e.actor, e.details, f.fields from events e left join event_fields f on f.event = e.id
          where e.message = $1 and e.type = 'message.looked_at'`,
        [message],
      )
    ).rows;
  const utf8 = (text: string) => Buffer.from(text).toString('latin1');

  it('is an event, with the reason where one is given, whichever way it is written', async () => {
    for (const [given, kept] of [
      [undefined, null],
      ['', null],
      ['Weekly report', 'Weekly report'],
      [utf8('Årlig opgørelse 🙂'), 'Årlig opgørelse 🙂'],
      ['Årlig opgørelse', 'Årlig opgørelse'],
      [utf8('x'.repeat(500)), 'x'.repeat(500)],
    ] as const) {
      const id = await send();
      const { status, body } = await read(id, given === undefined ? {} : { reason: given });
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(body).sort(), ['deliveries', 'from', 'id', 'sentAt', 'unit']);
      assert.deepEqual(await looks(id), [
        { actor: 'system', details: { kind: 'system' }, fields: { reason: kept } },
      ]);
      const again = await read(id);
      for (const { timeline } of again.body.deliveries)
        assert.ok(!timeline.some(({ type }: { type: string }) => type === 'message.looked_at'));
    }
  });

  it('is one event however often it is asked for, and at once', async () => {
    const id = await send();
    const answers = await Promise.all(Array.from({ length: 12 }, () => read(id)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal((await looks(id)).length, 1);
  });

  it('gives nothing away where the reason is too long', async () => {
    const id = await send();
    const { status, body } = await read(id, { reason: 'x'.repeat(501) });
    assert.equal(status, 422);
    assert.equal(body.code, 'invalid');
    assert.equal(body.deliveries, undefined);
    assert.deepEqual(await looks(id), []);
  });

  it('writes nothing for one’s own, for lists, and for what is not there', async () => {
    const id = await send();
    assert.equal((await read(id, { token: rest.token, reason: 'x'.repeat(501) })).status, 200);
    const list = await rest.call('GET', '/messages?limit=200', { token: rest.admin });
    assert.ok(list.body.messages.some((each: { id: string }) => each.id === id));
    assert.deepEqual(Object.keys(list.body.messages[0]).sort(), ['deliveries', 'from', 'id', 'sentAt']);
    assert.equal(
      (await read('00000000-0000-7000-8000-000000000000', { reason: 'x'.repeat(501) })).status,
      404,
    );
    assert.deepEqual(await looks(id), []);
  });

  it('gives nothing away where the event cannot be written', async () => {
    const id = await send();
    const broken = await openRest(db, {}, (ctx) => ({
      ...ctx,
      db: { ...ctx.db, transaction: () => Promise.reject(new Error('broken')) },
    }));
    const { status, body } = await broken.call('GET', `/messages/${id}`, { token: broken.admin });
    assert.equal(status, 500);
    assert.equal(body.deliveries, undefined);
    await broken.close();
  });
});
