import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../support/process.ts';
import { Client, transact } from './support/client.ts';
import { withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const plain = (user: string, password: string) => `AUTH PLAIN ${base64(`\0${user}\0${password}`)}`;
const mail = () => ({
  from: 'x@kyst.example',
  to: ['ana@example.com'],
  data: mailOf({ from: 'x@kyst.example', headers: [phoneLine()] }),
});

withGateway('AUTH', (gateway) => {
  const secured = async (from = '127.0.0.2') => (await Client.greeted(gateway.port, from)).secured();

  it('is refused in the clear, before any secret counts', async () => {
    const { id, secret } = await gateway.addSystem('klar');
    const client = await Client.greeted(gateway.port, '127.0.0.2');
    const reply = await client.ask(plain(id, secret));
    assert.equal(reply.code, 538);
    assert.match(reply.text, /STARTTLS/);
    client.cut();
  });

  it('takes id and secret by PLAIN and by LOGIN, and a mail right after the system was made', async () => {
    const { id, secret } = await gateway.addSystem('kyst');
    const login = async (client: Client) => {
      await client.say('AUTH LOGIN', 334);
      await client.say(base64(id), 334);
      return client.ask(base64(secret));
    };
    const ways = [
      (client: Client) => client.ask(plain(id, secret)),
      (client: Client) => client.ask(plain(id.toUpperCase(), secret)),
      async (client: Client) => {
        await client.say('AUTH PLAIN', 334);
        return client.ask(base64(`\0${id}\0${secret}`));
      },
      login,
      async (client: Client) => {
        await client.say(`AUTH LOGIN ${base64(id)}`, 334);
        return client.ask(base64(secret));
      },
    ];
    for (const way of ways) {
      const client = await secured();
      assert.equal((await way(client)).code, 235);
      assert.equal((await transact(client, mail())).code, 250);
      assert.equal((await client.ask(plain(id, secret))).code, 503, 'nobody changes who they are');
      client.cut();
    }
  });

  it('refuses a wrong secret, a wrong id with the right secret, and what is no answer at all', async () => {
    const { id, secret } = await gateway.addSystem('molen');
    const other = await gateway.addSystem('dok');
    const client = await secured('127.0.1.1');
    for (const attempt of [
      plain(id, `${secret}x`),
      plain(id, ''),
      plain('', secret),
      plain(other.id, secret),
      plain('molen', secret),
    ]) {
      const reply = await client.ask(attempt);
      assert.equal(reply.code, 535, reply.text);
      assert.match(reply.text, /^535 5\.7\.8 .*id of the system.*secret/);
    }
    assert.equal((await client.ask('AUTH PLAIN !!!')).code, 501);
    assert.equal((await client.ask('AUTH CRAM-MD5')).code, 504);
    await client.say('AUTH LOGIN', 334);
    assert.equal((await client.ask('*')).code, 501);
    const stranger = await transact(client, mail());
    assert.equal(stranger.code, 550, 'an attempt is no sign-in');
    client.cut();
  });

  it('ends with the system: who is revoked is a stranger, also on a connection that stands', async () => {
    const { id, secret } = await gateway.addSystem('kutter', ['*@kyst.example']);
    const client = await secured();
    await client.say(plain(id, secret), 235);
    assert.equal((await transact(client, mail())).code, 250);
    await gateway.rows('update systems set revoked_at = now() where id = $1', [id]);
    await until('a stranger', 10, async () => {
      const { code, text } = await transact(client, mail());
      await client.say('RSET', 250);
      return code === 550 && text.includes('5.7.1');
    });
    client.cut();
    const again = await secured();
    assert.equal((await again.ask(plain(id, secret))).code, 535);
    again.cut();
  });

  it('lets nobody guess on and on, and never locks out a system that knows its secret', async () => {
    const { id, secret } = await gateway.addSystem('fyr');
    let guesses = 0;
    for (let told = false; !told;) {
      const client = await secured('127.0.2.1');
      for (const reply of await guess(client)) {
        guesses += 1;
        told ||= reply.code === 454 && /Try again in \d+ minutes/.test(reply.text);
      }
      client.cut();
      assert.ok(guesses < 300, 'it lets them guess on and on');
    }
    const elsewhere = await secured('127.0.3.1');
    assert.equal((await elsewhere.ask(plain(id, 'x'))).code, 535, 'other networks are not meant');
    elsewhere.cut();
    const neighbour = await secured('127.0.2.2');
    await neighbour.say(plain(id, secret), 235);
    neighbour.cut();

    async function guess(client: Client) {
      const replies = [];
      for (let tries = 0; tries < 30; tries += 1) {
        try {
          const reply = await client.ask(plain(id, `guess ${guesses} ${tries}`));
          if (reply.code === 421) break;
          replies.push(reply);
        } catch {
          break;
        }
      }
      return replies;
    }
  });
});
