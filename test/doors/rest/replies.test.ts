/** What recipients answered, over REST: listed, read, its files, and answered again. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { insertSecret } from '../../../src/desk/systems/secrets.ts';
import { createSystem } from '../../../src/desk/systems/create-system.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { answerAs } from '../../support/reply.ts';
import { draft, openRest, portalManager, type Rest } from './support/rest.ts';

describe('By REST, an answer', () => {
  let rest: Rest;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let message: string;
  let delivery: string;
  let reply: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    rest = await openRest(db);
    const sent = await rest.call('POST', '/messages', { body: draft });
    message = sent.body.id;
    delivery = sent.body.deliveries[0].id;
    const file = { filename: 'scan.txt', contentType: 'text/plain', bytes: Buffer.from('scanned') };
    reply = await answerAs(rest.ctx, { message, delivery }, 'May I come on Monday?', [file]);
  });
  after(async () => {
    await rest.close();
    await drop();
  });

  const readings = async () =>
    (await rest.events(delivery)).filter(({ type }) => type === 'delivery.reply_read').length;

  it('is listed unread, read once, and its file taken', async () => {
    const list = await rest.call('GET', `/messages/${message}/replies`);
    assert.equal(list.status, 200);
    const [line, ...more] = list.body.replies;
    assert.equal(more.length, 0);
    assert.deepEqual(
      [line.id, line.delivery, line.attachments, line.readAt],
      [reply, delivery, 1, undefined],
    );
    const head = await fetch(`${rest.url}/replies/${reply}/attachments?attachment=x`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${rest.token}` },
    });
    assert.equal(head.status, 200);
    assert.equal(await readings(), 0);
    const read = await rest.call('GET', `/replies/${reply}`);
    assert.equal(read.body.text, 'May I come on Monday?');
    const [{ id, size, filename }] = read.body.attachments;
    assert.deepEqual([size, filename], [7, 'scan.txt']);
    const file = await fetch(`${rest.url}/replies/${reply}/attachments?attachment=${id}`, {
      headers: { authorization: `Bearer ${rest.token}` },
    });
    assert.equal(await file.text(), 'scanned');
    assert.equal((await rest.call('GET', `/replies/${reply}/attachments?attachment=${reply}`)).status, 404);
    assert.equal((await rest.call('GET', `/replies/${reply}/attachments`)).status, 422);
    assert.equal(await readings(), 1);
    assert.ok((await rest.call('GET', `/messages/${message}/replies`)).body.replies[0].readAt);
  });

  it('is answered by a message that names it, and by nobody whose message it is not', async () => {
    const answer = await rest.call('POST', '/messages', { body: { ...draft, answers: reply } });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const { rows } = await db.database.query('select answers from messages where id = $1', [answer.body.id]);
    assert.deepEqual(rows, [{ answers: reply }]);
    const other = await createSystem(rest.ctx, portalManager, {
      name: 'other',
      from: ['*@fredericia.example'],
    });
    const token = other.secret;
    for (const path of [`/messages/${message}/replies`, `/replies/${reply}`, '/replies/nothing'])
      assert.equal((await rest.call('GET', path, { token })).status, 404, path);
    const stolen = await rest.call('POST', '/messages', { body: { ...draft, answers: reply }, token });
    assert.equal(stolen.status, 422);
  });

  it('of another system is read with the scope for that, which is evidence', async () => {
    const reader = await createSystem(rest.ctx, portalManager, {
      name: 'reader',
      from: ['*@reader.example'],
    });
    const all = await insertSecret(db.database, {
      system: reader.id,
      name: 'all',
      scopes: ['messages:read', 'messages:all'],
      expiresAt: null,
    });
    const read = await rest.call('GET', `/replies/${reply}`, {
      token: all.secret,
      headers: { 'segl-reason': 'The archive' },
    });
    assert.equal(read.status, 200, JSON.stringify(read.body));
    const { rows } = await db.database.query(
      `select actor_id as by from events where message = $1 and type = 'message.looked_at'`,
      [message],
    );
    assert.deepEqual(rows, [{ by: reader.id }]);
  });
});
