import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../../src/backends/postgres/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { type Scratch, scratch, until } from '../../support/process.ts';
import { type OwnPostgres, ownPostgres } from '../../system/own-postgres.ts';
import { Client, stuffed, transact } from './support/client.ts';
import { assertNothingPersonal, type Gateway, messageIn, startGateway } from './support/gateway.ts';
import { mailOf, mailWithFile, phoneLine } from './support/mail.ts';

describe('A part that fails while a mail comes', () => {
  let place: Scratch;
  let postgres: OwnPostgres;
  let database: ReturnType<typeof openDatabase>;
  let gateway: Gateway;
  before(async () => {
    place = scratch();
    postgres = await ownPostgres(place);
    database = openDatabase({ host: postgres.host, port: 5432, user: 'segl', database: 'segl' });
    gateway = await startGateway({ url: postgres.url, database } as unknown as TestDatabase);
  });
  after(async () => {
    await gateway?.close();
    await database?.close();
    await place.remove();
    assertNothingPersonal(gateway.logged);
  });

  const later =
    /^451 4\.3\.0 The (database|file store) of this server cannot be reached\. Nothing was kept; send/;
  const deliveriesTo = (email: string) => gateway.rows('select 1 from deliveries where email = $1', [email]);
  const begin = async (to: string) => {
    const client = await Client.greeted(gateway.port);
    for (const line of ['MAIL FROM:<sag@havn.example>', `RCPT TO:<${to}>`]) await client.say(line, 250);
    await client.say('DATA', 354);
    return client;
  };
  /** The same mail, once it is taken. */
  const takenOnce = async (to: string, data: string) => {
    let reply = await gateway.send({ to: [to], data });
    await until('taken', 15, async () => {
      reply = await gateway.send({ to: [to], data });
      return reply.code === 250;
    });
    const again = await gateway.send({ to: [to], data });
    assert.equal(messageIn(again), messageIn(reply));
    assert.equal((await deliveriesTo(to)).length, 1);
    await gateway.mailed((mail) => mail.to === to);
  };

  for (const [what, size] of [
    ['small', 0],
    ['with a file in a blob', 300_000],
  ] as const) {
    it(`is answered with 451 where the database goes during DATA, and kept once when it comes again (${what})`, async () => {
      const to = `db${size}@example.com`;
      const parts = { to, headers: [phoneLine(to)] };
      const data = size > 0 ? mailWithFile(size, parts) : mailOf(parts);
      const wire = stuffed(data);
      const client = await begin(to);
      await client.flush(wire.subarray(0, wire.length / 2));
      if (size > 0) {
        await until('on its way into a blob', 10, async () => (await gateway.stored()).staged > 0);
      }
      await postgres.stop();
      await client.flush(wire.subarray(wire.length / 2));
      assert.match((await client.reply()).text, later);
      const next = await transact(client, { from: 'sag@havn.example', to: [to], data });
      assert.match(next.text, later, 'and goes on saying so');
      await postgres.start();
      await until('there again', 15, async () => (await gateway.get('/readyz')).status === 200);
      assert.deepEqual(await deliveriesTo(to), []);
      assert.deepEqual(
        await gateway.rows(
          'select 1 from messages m join parts p on p.message_id = m.id where m.mail_id is null',
        ),
        [],
      );
      client.cut();
      await takenOnce(to, data);
    });
  }

  it('is answered with 451 where files cannot be written, while mails without go on', async () => {
    const blobs = join(gateway.data, 'blobs');
    renameSync(blobs, `${blobs}-away`);
    writeFileSync(blobs, '');
    const to = 'blob@example.com';
    const data = mailWithFile(300_000, { to, headers: [phoneLine(to)] });
    const client = await Client.greeted(gateway.port);
    const large = await transact(client, { from: 'sag@havn.example', to: [to], data });
    assert.match(large.text, later);
    messageIn(
      await transact(client, { from: 'sag@havn.example', to: ['lille@example.com'], data: mailOf() }),
    );
    client.cut();
    assert.deepEqual(await deliveriesTo(to), []);
    rmSync(blobs);
    renameSync(`${blobs}-away`, blobs);
    await takenOnce(to, data);
  });
});
