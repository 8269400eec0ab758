import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../support/process.ts';
import { Client, transact } from './support/client.ts';
import { withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

const plain = (user: string, password: string) =>
  `AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`;

withGateway('Secrets at the gateway', (gateway) => {
  const secured = async (from = '127.0.0.2') => (await Client.greeted(gateway.port, from)).secured();
  const mail = (name: string) => ({
    from: `x@${name}.example`,
    to: ['ana@example.com'],
    data: mailOf({ from: `x@${name}.example`, headers: [phoneLine()] }),
  });
  const post = async (path: string, body: object = {}) => {
    const answer = await gateway.post(`/api/v1${path}`, body);
    assert.equal(answer.status, 201, await answer.clone().text());
    return (await answer.json()) as any;
  };
  const firstOf = async (id: string) =>
    (
      await gateway.rows<{ id: string }>(
        'select id from system_secrets where system_id = $1 order by created_at',
        [id],
      )
    )[0]!.id;
  const isRefused = async (client: Client, name: string) => {
    const { code } = await transact(client, mail(name));
    await client.say('RSET', 250);
    return code === 550;
  };

  it('that are not made for sending cannot sign in, and are told so', async () => {
    const { id, secret } = await gateway.addSystem('bom', undefined, { scopes: ['messages:read'] });
    const client = await secured();
    const reply = await client.ask(plain(id, secret));
    assert.equal(reply.code, 535);
    assert.match(reply.text, /^535 5\.7\.8 .*messages:send.*administrator/);
    assert.equal((await transact(client, mail('bom'))).code, 550);
    client.cut();
    const stranger = await secured();
    assert.match((await stranger.ask(plain('x', secret))).text, /one of them is not right/);
    stranger.cut();
  });

  it('each open the gateway while both stand, and the old one no longer after its time', async () => {
    const { id, secret } = await gateway.addSystem('los');
    const made = await post(`/systems/${id}/secrets`, { replaces: await firstOf(id) });
    for (const each of [secret, made.secret]) {
      const client = await secured();
      await client.say(plain(id, each), 235);
      assert.equal((await transact(client, mail('los'))).code, 250);
      client.cut();
    }
    await gateway.rows('update system_secrets set expires_at = now() where id = $1', [made.replaced.id]);
    const client = await secured();
    assert.equal((await client.ask(plain(id, secret))).code, 535);
    await client.say(plain(id, made.secret), 235);
    client.cut();
  });

  it('revoked: a connection that it opened sends no further mail, and those of other secrets go on', async () => {
    const { id, secret } = await gateway.addSystem('tov');
    const other = await post(`/systems/${id}/secrets`);
    const [first, second] = [await secured(), await secured()];
    await first.say(plain(id, secret), 235);
    await second.say(plain(id, other.secret), 235);
    for (const client of [first, second]) assert.equal((await transact(client, mail('tov'))).code, 250);
    await post(`/secrets/${await firstOf(id)}/revocations`);
    await until('refused', 10, () => isRefused(first, 'tov'));
    assert.equal((await transact(second, mail('tov'))).code, 250);
    for (const client of [first, second]) client.cut();
    const again = await secured();
    assert.equal((await again.ask(plain(id, secret))).code, 535);
    again.cut();
  });

  it('closed with their system: connections and networks are refused within a second or so', async () => {
    const { id, secret } = await gateway.addSystem('anker');
    await gateway.addNeighbour('kaede', ['*@kaede.example'], '127.0.4.1');
    const neighbour = (await gateway.rows<{ id: string }>("select id from systems where name = 'kaede'"))[0]!
      .id;
    const client = await secured();
    await client.say(plain(id, secret), 235);
    await post(`/systems/${id}/closures`);
    await post(`/systems/${neighbour}/closures`);
    await until('refused', 10, () => isRefused(client, 'anker'));
    await until(
      'no neighbour',
      10,
      async () => (await gateway.send(mail('kaede'), '127.0.4.1')).code === 550,
    );
    client.cut();
  });

  it('all ended: a system still sends from its network', async () => {
    await gateway.addNeighbour('mole', ['*@mole.example'], '127.0.4.2');
    const { id } = (await gateway.rows<{ id: string }>("select id from systems where name = 'mole'"))[0]!;
    await post(`/secrets/${await firstOf(id)}/revocations`);
    // Longer than anything is remembered here.
    const since = performance.now();
    await until('remembered no longer', 10, async () => performance.now() - since > 1_500);
    assert.equal((await gateway.send(mail('mole'), '127.0.4.2')).code, 250);
  });

  it('note their last use at sign-in, and again while a connection goes on', async () => {
    const { id, secret } = await gateway.addSystem('ror');
    const used = async () =>
      (
        await gateway.rows<{ recent: boolean | null }>(
          `select last_used_at > now() - interval '1 minute' as recent from system_secrets where system_id = $1`,
          [id],
        )
      )[0]!.recent;
    assert.equal(await used(), null);
    const client = await secured();
    await client.say(plain(id, secret), 235);
    assert.equal(await used(), true);
    await gateway.rows(
      `update system_secrets set last_used_at = now() - interval '5 minutes' where system_id = $1`,
      [id],
    );
    await until('noted again', 10, async () => {
      assert.equal((await transact(client, mail('ror'))).code, 250);
      return (await used()) === true;
    });
    client.cut();
  });
});
