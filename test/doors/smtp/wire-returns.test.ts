import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { until } from '../../support/process.ts';
import { Client, stuffed, transact } from './support/client.ts';
import { bounces, messageIn, nothingStays, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

withGateway(
  'Mail to an address that we gave out',
  (gateway) => {
    let address: string;
    let message: string;
    const answer = mailOf({ from: 'Ana <ana@example.com>', subject: 'SV: Hemmeligt', body: 'Mit svar\r\n' });
    before(async () => {
      message = messageIn(await gateway.send({}));
      const { raw } = await gateway.mailed(({ to }) => to === 'ana@example.com');
      address = raw!.match(/r-[a-z2-7]{26}-[a-z2-7]{16}@bounces\.example/)![0];
    });
    const eventsOf = async () =>
      (
        await gateway.rows<{ type: string }>('select type from events where message = $1 order by id', [
          message,
        ])
      ).map(({ type }) => type);

    it('comes from strangers, and is answered once with the way in; of its text nothing is kept', async () => {
      const before = await gateway.stored();
      for (let round = 0; round < 2; round += 1) {
        const reply = await gateway.send(
          { from: 'ana@example.com', to: [address], data: answer },
          '127.0.0.2',
        );
        assert.equal(reply.text, '250 2.6.0 Thank you.');
      }
      await until('answered', 10, async () => (await eventsOf()).includes('delivery.notice_answered'));
      assert.deepEqual(await gateway.stored(), before);
      assert.equal((await eventsOf()).filter((type) => type === 'delivery.notice_answered').length, 1);
    });

    it('comes also through a server that we trust for other mail, in the name of whoever wrote it', async () => {
      const client = await Client.greeted(gateway.port);
      for (const to of [address, address.toUpperCase()]) {
        const reply = await transact(client, { from: 'ana@example.com', to: [to], data: answer });
        assert.equal(reply.code, 250, reply.text);
      }
      await client.say('MAIL FROM:<ana@example.com>', 250);
      assert.match((await client.ask('RCPT TO:<bo@example.com>')).text, /^553 5\.7\.1 .*may not send as/);
      client.cut();
    });

    it('is taken under any return path, however it is written', async () => {
      for (const from of ['', 'x@[192.0.2.1]', '"a"@foreign.example', 'søren@foreign.example']) {
        const reply = await gateway.send({ from, to: [address], data: answer }, '127.0.0.2');
        assert.equal(reply.code, 250, `${from}: ${reply.text}`);
      }
    });

    it('stands alone in its transaction, before and behind others', async () => {
      const client = await Client.greeted(gateway.port);
      for (const [first, second] of [
        [address, 'bo@example.com'],
        ['bo@example.com', address],
        [address, address.replace(/^r-/, 'b-')],
      ]) {
        await client.say('MAIL FROM:<sag@havn.example>', 250);
        await client.say(`RCPT TO:<${first}>`, 250);
        assert.match((await client.ask(`RCPT TO:<${second}>`)).text, /^452 4\.5\.3 .*mail of its own/);
        await client.say('RSET', 250);
      }
      client.cut();
      const stranger = await Client.greeted(gateway.port, '127.0.0.2');
      await stranger.say('MAIL FROM:<x@foreign.example>', 250);
      await stranger.say(`RCPT TO:<${address}>`, 250);
      assert.equal((await stranger.ask('RCPT TO:<bo@example.com>')).code, 550, 'no relay, at no time');
      stranger.cut();
    });

    it('cannot be guessed from another', async () => {
      const [local, domain] = address.split('@') as [string, string];
      for (const forged of [
        local.replace(/^r/, 'b'),
        local.slice(0, -1),
        `${local}-x`,
        `${local.slice(0, -1)}${local.endsWith('a') ? 'b' : 'a'}`,
        local.replace(/^(..)./, (_, head: string) => `${head}${local[2] === 'a' ? 'b' : 'a'}`),
      ]) {
        const reply = await gateway.send(
          { from: '', to: [`${forged}@${domain}`], data: answer },
          '127.0.0.2',
        );
        assert.match(reply.text, /^550 5\.1\.1 /, forged);
      }
      const elsewhere = await gateway.send(
        { from: '', to: [`${local}@x.${bounces}`], data: answer },
        '127.0.0.2',
      );
      assert.match(elsewhere.text, /^550 5\.7\.1 /);
    });

    it('that breaks off is no failure of ours, and changes nothing', async () => {
      const before = [await gateway.stored(), await eventsOf()];
      const client = await Client.greeted(gateway.port, '127.0.0.2');
      for (const line of ['MAIL FROM:<>', `RCPT TO:<${address}>`]) await client.say(line, 250);
      await client.say('DATA', 354);
      await client.flush(stuffed(answer).subarray(0, -3));
      client.cut();
      await until('noticed', 10, async () => gateway.logged.some((line) => line.includes('cut_off')));
      assert.ok(!gateway.logged.some((line) => line.includes('mail not taken')));
      assert.deepEqual([await gateway.stored(), await eventsOf()], before);
    });

    it('is taken to its end and no further than the limit', async () => {
      const before = await gateway.stored();
      const client = await Client.greeted(gateway.port, '127.0.0.2');
      const large = `${answer}${`${'x'.repeat(76)}\r\n`.repeat(20_000)}`;
      const reply = await transact(client, { from: '', to: [address], data: large });
      assert.match(reply.text, /^552 5\.3\.4 The mail is larger than 1 MB/);
      const next = await transact(client, { from: '', to: [address], data: answer });
      assert.equal(next.code, 250);
      client.cut();
      await nothingStays(gateway, before);
    });

    it('may be empty, or no mail at all', async () => {
      for (const data of ['', '\r\n', '\0\0\0', 'ikke en mail']) {
        const reply = await gateway.send({ from: '', to: [address], data }, '127.0.0.2');
        assert.equal(reply.code, 250, reply.text);
      }
    });
  },
  { SEGL_SMTP_MAX_MB: '1' },
);

withGateway(
  'A gateway without return addresses',
  (gateway) => {
    it('refuses a return path already at MAIL, and strangers altogether', async () => {
      const client = await Client.greeted(gateway.port);
      assert.match(
        (await client.ask('MAIL FROM:<chef@bank.example>')).text,
        /^553 5\.7\.1 .*may not send as/,
      );
      await client.say('MAIL FROM:<>', 250);
      client.cut();
      messageIn(await gateway.send({ data: mailOf({ headers: [phoneLine()] }) }));
      const reply = await gateway.send({ to: [`b-x@${bounces}`] }, '127.0.0.2');
      assert.match(reply.text, /^550 5\.7\.1 /);
    });
  },
  { SEGL_BOUNCES: '' },
);
