import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Client, stuffed, transact } from './support/client.ts';
import { messageIn, nothingStays, trusted, withGateway } from './support/gateway.ts';
import { mailOf, mailWithFile, phoneLine } from './support/mail.ts';

const limit = 1024 * 1024;
const mail = () => mailOf({ headers: [phoneLine()] });
const envelope = { from: 'sag@havn.example', to: ['ana@example.com'] };

withGateway(
  'A limit of 1 MB',
  (gateway) => {
    it('is told, and refuses what is declared larger before it comes', async () => {
      const client = await Client.open(gateway.port);
      await client.expect(220);
      const { lines } = await client.say('EHLO client.example', 250);
      assert.ok(lines.includes(`SIZE ${limit}`), lines.join());
      for (const size of [limit + 1, '9'.repeat(20)]) {
        const { text } = await client.ask(`MAIL FROM:<sag@havn.example> SIZE=${size}`);
        assert.match(text, /^552 5\.3\.4 The mail is larger than 1 MB\. Send large files in several mails/);
      }
      const reply = await transact(client, { ...envelope, data: mail(), parameters: `SIZE=${limit}` });
      messageIn(reply);
      client.cut();
    });

    it('does not believe a size that is declared smaller', async () => {
      const before = await gateway.stored();
      const client = await Client.greeted(gateway.port);
      const large = mailWithFile(limit, { headers: [phoneLine()] });
      const reply = await transact(client, { ...envelope, data: large, parameters: 'SIZE=10' });
      assert.match(reply.text, /^552 5\.3\.4 The mail is larger than 1 MB\. /);
      await nothingStays(gateway, before);
      messageIn(await transact(client, { ...envelope, data: mail(), parameters: 'SIZE=1' }));
      client.cut();
    });

    it('refuses what turns out larger after its end, keeps nothing of it, and goes on', async () => {
      const client = await Client.greeted(gateway.port);
      const before = await gateway.stored();
      const [failures] = await gateway.rows<{ count: number }>('select count(*)::int as count from failures');
      for (const data of [
        mailWithFile(limit, { headers: [phoneLine()] }),
        mailOf({ body: `${'x'.repeat(78)}\r\n`.repeat(14_000), headers: [phoneLine()] }),
        'x'.repeat(limit + 1),
      ]) {
        const reply = await transact(client, { ...envelope, data });
        assert.ok([552, 554].includes(reply.code), reply.text);
        assert.match(reply.text, /^55[24] 5\.\d\.\d The mail (is larger than 1 MB|has a header of more)/);
      }
      await nothingStays(gateway, before);
      const [now] = await gateway.rows<{ count: number }>('select count(*)::int as count from failures');
      assert.equal(now!.count, failures!.count + 3, 'the sender is told by mail, too');
      messageIn(await transact(client, { ...envelope, data: mail() }));
      client.cut();
    });

    it('takes a mail of just that size, and none a byte larger', async () => {
      const head = mailOf({ body: '', headers: [phoneLine()] });
      const lines = 'x\r\n'.repeat(limit);
      const whole = Buffer.from(head + lines).subarray(0, limit - 2);
      messageIn(await gateway.send({ data: Buffer.concat([whole, Buffer.from('\r\n')]) }));
      const { code } = await gateway.send({ data: Buffer.concat([whole, Buffer.from('y\r\n')]) });
      assert.equal(code, 552);
    });

    it('does not listen for ever to a mail that never ends', async () => {
      const client = await Client.greeted(gateway.port);
      for (const line of ['MAIL FROM:<sag@havn.example>', 'RCPT TO:<ana@example.com>'])
        await client.say(line, 250);
      await client.say('DATA', 354);
      client.write(`${mail()}\r\n`);
      const more = Buffer.alloc(64 * 1024, 'mere af det samme\r\n');
      let sent = 0;
      const over = client.end.then(() => {
        sent = Number.POSITIVE_INFINITY;
      });
      for (; sent < 100 * limit; sent += more.length) await client.flush(more);
      assert.equal(sent, Number.POSITIVE_INFINITY, 'it listened to 100 MB');
      await over;
      assert.match((await client.reply()).text, /^552 5\.3\.4 The mail is larger than 1 MB/);
    });

    it('counts doubled dots as one', async () => {
      const head = mailOf({ body: '', headers: [phoneLine()] });
      const body = '..\r\n'.repeat((limit - Buffer.byteLength(head)) / 4);
      assert.ok(stuffed(`${head}${body}`).length > limit);
      messageIn(await gateway.send({ data: `${head}${body}` }));
    });
  },
  { SEGL_SMTP_MAX_MB: '1', SEGL_SMTP_TRUSTED: `${trusted}=havn` },
);
