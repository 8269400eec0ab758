import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../support/process.ts';
import { withBoundedDoor } from './support/bounded-door.ts';
import { Client } from './support/client.ts';
import { withGateway } from './support/gateway.ts';

withGateway('Many connections at once', (gateway) => {
  it('takes no more than its share of one network of strangers, and the trusted all the same', async () => {
    const clients: Client[] = [];
    const codes: number[] = [];
    for (let index = 0; index < 60; index += 1) {
      const client = await Client.open(gateway.port, `127.0.0.${10 + index}`);
      clients.push(client);
    }
    for (const client of clients) codes.push((await client.reply()).code);
    assert.equal(codes.filter((code) => code === 220).length, 50);
    assert.equal(codes.filter((code) => code === 421).length, 10);
    const other = await Client.greeted(gateway.port, '127.0.1.1');
    other.cut();
    const known = await Client.greeted(gateway.port, '127.0.0.1');
    known.cut();
    for (const client of clients) client.cut();
    await until('free again', 10, async () => {
      const client = await Client.open(gateway.port, '127.0.0.200');
      const { code } = await client.reply();
      client.cut();
      return code === 220;
    });
  });

  it('keeps some places for those it knows, and tells everybody beyond to come again', async () => {
    await withBoundedDoor(gateway, { clients: 10 }, async (port) => {
      for (const [index, code] of [220, 220, 220, 220, 220, 220, 220, 220, 220, 421].entries()) {
        const stranger = await Client.open(port, `127.0.${index}.2`);
        assert.equal((await stranger.reply()).code, code, `stranger ${index}`);
      }
      const known = await Client.greeted(port);
      const beyond = await Client.open(port);
      assert.match((await beyond.reply()).text, /^421 4\.3\.2 Too many connections at once\. Come again/);
      known.cut();
    });
  });
});
