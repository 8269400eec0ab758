import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { makeDatabase } from '../../support/database.ts';
import { Client, stuffed } from './support/client.ts';
import { assertNothingPersonal, type Gateway, messageIn, startGateway } from './support/gateway.ts';
import { mailOf, mailWithFile, phoneLine } from './support/mail.ts';

describe('A gateway that is stopped', () => {
  let made: Awaited<ReturnType<typeof makeDatabase>>;
  before(async () => {
    made = await makeDatabase();
  });
  after(() => made.drop());

  const started = () => {
    let gateway: Gateway;
    before(async () => {
      await made.db.owner.query(
        "delete from systems where name = 'havn' and not exists (select from messages)",
      );
      gateway = await startGateway(made.db);
    });
    return () => gateway;
  };
  const begin = async (gateway: Gateway, mail: Buffer) => {
    const client = await Client.greeted(gateway.port);
    for (const line of ['MAIL FROM:<sag@havn.example>', 'RCPT TO:<ana@example.com>'])
      await client.say(line, 250);
    await client.say('DATA', 354);
    await client.flush(mail);
    return client;
  };
  const isClosed = (port: number) =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => resolve(true));
      socket.once('connect', () => {
        socket.destroy();
        resolve(false);
      });
    });

  describe('with a mail that never ends', () => {
    const gateway = started();
    it('refuses it with 421, keeps nothing of it, and hangs up on whoever waits', async () => {
      const file = stuffed(mailWithFile(300_000, { headers: [phoneLine()] }));
      const halves = [
        await begin(gateway(), file.subarray(0, 300_000)),
        await begin(gateway(), Buffer.from('From: ')),
      ];
      const idle = await Client.greeted(gateway().port);
      const early = await Client.greeted(gateway().port);
      await early.say('MAIL FROM:<sag@havn.example>', 250);
      const stopped = gateway().close();
      for (const client of [idle, early, ...halves]) {
        assert.match((await client.reply()).text, /^421 4\.3\.2 This server is being stopped\. Send again/);
        await client.end;
      }
      await stopped;
      assert.equal(await isClosed(gateway().port), true);
      const [left] = (
        await made.db.database.query(
          'select (select count(*)::int from messages) as messages, (select count(*)::int from staged_blobs) as staged',
        )
      ).rows;
      assert.deepEqual(left, { messages: 0, staged: 0 });
      assertNothingPersonal(gateway().logged);
    });
  });

  describe('with a mail that ends in time', () => {
    const gateway = started();
    it('answers it, keeps it whole, and then hangs up', async () => {
      const mail = stuffed(mailOf({ headers: [phoneLine()] }));
      const client = await begin(gateway(), mail.subarray(0, -20));
      const idle = await Client.greeted(gateway().port);
      const stopped = gateway().close();
      await idle.expect(421);
      await client.flush(mail.subarray(-20));
      const message = messageIn(await client.reply());
      await client.expect(421);
      await client.end;
      await stopped;
      const { rows } = await made.db.database.query('select message_id as id from deliveries');
      assert.deepEqual(rows, [{ id: message }]);
    });
  });
});
