/** Mail to blocked addresses, sealed or not: told with 550 where nobody else is left, else refused for them alone. */
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { until } from '../../support/process.ts';
import { messageIn, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

withGateway('What is blocked', (gateway) => {
  const ask = async (method: string, path: string, body: object) => {
    const { status } = await fetch(`${gateway.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(status < 300, `${method} ${path}: ${status}`);
  };
  before(async () => {
    await ask('PUT', '/policy', {
      gateway: {
        secure: 'by_rule',
        rules: [{ recipientDomain: 'sealed.example' }, { recipientDomain: '*.sealed.example' }],
      },
    });
    await ask('POST', '/blocks', { pattern: 'bo@sealed.example', reason: 'Another Bo' });
    await ask('POST', '/blocks', { pattern: 'fred.example', reason: 'It was fredericia' });
  });
  const deliveries = (message: string) =>
    gateway.rows<{ email: string; status: string; reason: string | null }>(
      'select email, status, reason from deliveries where message_id = $1 order by email',
      [message],
    );

  it('is refused with a sentence where nobody else is left, sealed or as it came', async () => {
    for (const to of ['Bo@sealed.example', 'x@fred.example']) {
      const reply = await gateway.send({ to: [to], data: mailOf({ to, headers: [phoneLine(to)] }) });
      assert.equal(reply.code, 550, reply.text);
      assert.match(reply.text, /^550 5\.7\.1 .*blocked/);
    }
    const both = ['bo@sealed.example', 'x@fred.example'];
    assert.equal((await gateway.send({ to: both, data: mailOf({ to: both.join(', ') }) })).code, 550);
  });

  it('is refused for them alone where others are left, and is never passed on to them', async () => {
    const to = ['ana@sealed.example', 'bo@sealed.example', 'cleo@open.example', 'x@fred.example'];
    const headers = [phoneLine('ana@sealed.example'), phoneLine('bo@sealed.example')];
    const message = messageIn(await gateway.send({ to, data: mailOf({ to: to.join(', '), headers }) }));
    await until('sent', 10, async () =>
      (await deliveries(message)).every(({ status }) => ['relayed', 'notified', 'refused'].includes(status)),
    );
    assert.deepEqual(
      (await deliveries(message)).map(({ email, status, reason }) => [
        email,
        status,
        status === 'refused' ? reason : '',
      ]),
      [
        ['ana@sealed.example', 'notified', ''],
        ['bo@sealed.example', 'refused', 'blocked_address'],
        ['cleo@open.example', 'relayed', ''],
        ['x@fred.example', 'refused', 'blocked_address'],
      ],
    );
  });

  it('does not keep a mail without text from those to whom it is passed on', async () => {
    const to = ['dana@open.example', 'x@fred.example'];
    const message = messageIn(await gateway.send({ to, data: mailOf({ to: to.join(', '), body: '' }) }));
    await until('passed on', 10, async () =>
      (await deliveries(message)).some(({ status }) => status === 'relayed'),
    );
    assert.deepEqual(
      (await deliveries(message)).map(({ status }) => status),
      ['relayed', 'refused'],
    );
  });
});
