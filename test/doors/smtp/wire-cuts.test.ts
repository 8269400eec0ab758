import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../support/process.ts';
import { withBoundedDoor } from './support/bounded-door.ts';
import { Client, stuffed } from './support/client.ts';
import { nothingStays, withGateway } from './support/gateway.ts';
import { mailOf, mailWithFile, phoneLine } from './support/mail.ts';

withGateway('A mail that breaks off', (gateway) => {
  const begin = async () => {
    const client = await Client.greeted(gateway.port);
    for (const line of ['MAIL FROM:<sag@havn.example>', 'RCPT TO:<ana@example.com>'])
      await client.say(line, 250);
    await client.say('DATA', 354);
    return client;
  };
  const logged = (outcome: string) => gateway.logged.filter((line) => line.includes(`"${outcome}"`)).length;
  const mail = stuffed(mailOf({ headers: [phoneLine()] }));
  const file = stuffed(mailWithFile(400_000, { headers: [phoneLine()] }));

  for (const [where, bytes] of [
    ['before its first byte', Buffer.alloc(0)],
    ['in its header', mail.subarray(0, 40)],
    ['in its body', mail.subarray(0, -10)],
    ['before the dot', mail.subarray(0, -3)],
    ['behind the dot', mail.subarray(0, -2)],
    ['in the middle of the end', mail.subarray(0, -1)],
    ['in a file that already lies in a blob', file.subarray(0, 500_000)],
    ['at the end of a file that already lies in a blob', file.subarray(0, -3)],
  ] as const) {
    for (const way of ['cut', 'shut'] as const) {
      it(`leaves nothing ${where} (${way})`, async () => {
        const before = await gateway.stored();
        const cutOff = logged('cut_off');
        const client = await begin();
        await client.flush(bytes);
        if (bytes.length > 300_000) {
          await until('in a blob', 10, async () => (await gateway.stored()).staged > before.staged);
        }
        client[way]();
        await until('noticed', 10, async () => logged('cut_off') === cutOff + 1);
        await nothingStays(gateway, before);
      });
    }
  }

  it('is no failure of ours', () => {
    assert.ok(!gateway.logged.some((line) => line.includes('mail not taken')));
  });
});

withGateway('A mail that trickles in', (gateway) => {
  it('is ended with a sentence, keeps nothing, and holds no place', async () => {
    await withBoundedDoor(gateway, { slowAfter: 0.3 }, async (port, outcomes) => {
      const before = await gateway.stored();
      for (const to of ['ana@example.com', 'ana@example.com']) {
        const client = await Client.greeted(port);
        for (const line of ['MAIL FROM:<sag@havn.example>', `RCPT TO:<${to}>`]) await client.say(line, 250);
        await client.say('DATA', 354);
        const timer = setInterval(() => client.write('x'), 10);
        const reply = await client.reply();
        clearInterval(timer);
        assert.match(reply.text, /^421 4\.4\.2 The mail comes too slowly\. Nothing was kept/);
        await client.end;
      }
      await until('let go of', 10, async () => outcomes.length === 2);
      assert.deepEqual(outcomes, ['cut_off', 'cut_off']);
      await nothingStays(gateway, before);
    });
  });

  it('is ended also where it was refused long before its end', async () => {
    await withBoundedDoor(gateway, { slowAfter: 0.3 }, async (port) => {
      const client = await Client.greeted(port);
      for (const line of ['MAIL FROM:<sag@havn.example>', 'RCPT TO:<ana@example.com>'])
        await client.say(line, 250);
      await client.say('DATA', 354);
      client.write(mailOf({ from: 'chef@bank.example' }));
      const timer = setInterval(() => client.write('x'), 10);
      const reply = await client.reply();
      clearInterval(timer);
      assert.equal(reply.code, 421);
    });
  });
});
