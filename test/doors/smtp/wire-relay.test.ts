import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { type SMTPServerEnvelope, SMTPServer } from 'smtp-server';
import { makeDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { Client, stuffed } from './support/client.ts';
import { assertNothingPersonal, type Gateway, messageIn, startGateway } from './support/gateway.ts';
import { mailOf } from './support/mail.ts';

describe('A mail that is passed on to the next server', () => {
  const taken: { envelope: SMTPServerEnvelope; raw: Buffer }[] = [];
  const next = new SMTPServer({
    authOptional: true,
    hideDSN: false,
    hideSTARTTLS: true,
    logger: false,
    onRcptTo({ address }, _session, callback) {
      const refusal =
        address.startsWith('nej') && Object.assign(new Error('Not here'), { responseCode: 550 });
      callback(refusal || null);
    },
    onData(stream, { envelope }, callback) {
      buffer(stream).then((raw) => {
        taken.push({ envelope: structuredClone(envelope), raw });
        callback();
      }, callback);
    },
  });
  let made: Awaited<ReturnType<typeof makeDatabase>>;
  let gateway: Gateway;
  before(async () => {
    next.listen(0, '127.0.0.1');
    await once(next.server, 'listening');
    made = await makeDatabase();
    gateway = await startGateway(made.db, {
      SEGL_MAIL: `smtp://127.0.0.1:${(next.server.address() as AddressInfo).port}`,
      SEGL_MAIL_FROM: 'segl@havn.example',
    });
    const rules = [{ subjectTag: '[sikker]' }];
    const answer = await fetch(`${gateway.url}/api/v1/policy`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ gateway: { secure: 'by_rule', rules } }),
    });
    assert.equal(answer.status, 200);
  });
  after(async () => {
    await gateway.close();
    await made.drop();
    await new Promise<void>((resolve) => next.close(() => resolve()));
    assertNothingPersonal(gateway.logged);
  });

  const takenBy = async (address: string) => {
    const found = () =>
      taken.find(({ envelope }) => envelope.rcptTo.some((each) => each.address === address));
    await until('taken', 15, async () => found() !== undefined);
    return found()!;
  };

  it('keeps its bytes, its return path and what was asked of each recipient', async () => {
    const client = await Client.greeted(gateway.port);
    for (const line of [
      'MAIL FROM:<sag@havn.example> BODY=8BITMIME RET=FULL ENVID=QQ+2B314159',
      'RCPT TO:<ana@open.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Ana+2Bsag@open.example',
      'RCPT TO:<bo@open.example> NOTIFY=NEVER',
      'RCPT TO:<cy@open.example>',
    ]) {
      await client.say(line, 250);
    }
    await client.say('DATA', 354);
    const head = mailOf({ body: '' });
    const body = Buffer.from(
      [...'.prik\r\n..\r\n\xe6\xf8\xe5 \xff\xfe\0 tab\t\r\n\r\n'].map((c) => c.charCodeAt(0)),
    );
    const mail = Buffer.concat([Buffer.from(head), body]);
    client.write(stuffed(mail));
    messageIn(await client.reply());
    client.cut();
    const asked = [];
    for (const address of ['ana@open.example', 'bo@open.example', 'cy@open.example']) {
      const { envelope, raw } = await takenBy(address);
      assert.ok(envelope.mailFrom && envelope.mailFrom.address === 'sag@havn.example');
      assert.deepEqual(raw.subarray(raw.indexOf('From: Sag')), mail);
      asked.push([envelope.rcptTo[0]!.dsn, envelope.dsn]);
    }
    const whole = { ret: 'FULL', envid: 'QQ+314159' };
    assert.deepEqual(asked, [
      [{ notify: ['SUCCESS', 'FAILURE'], orcpt: 'rfc822;Ana+sag@open.example' }, whole],
      [{ notify: ['NEVER'] }, whole],
      [undefined, whole],
    ]);
  });

  it('carries no second mail for the next server, whatever lines it has', async () => {
    const smuggled =
      'MAIL FROM:<x@y.example>\r\nRCPT TO:<smuglet@open.example>\r\nDATA\r\nSubject: x\r\n\r\nx';
    for (const end of ['\n.\n', '\n.\r\n', '\r.\r', '\r\n.\n', '\r.\r\n']) {
      const count = taken.length;
      const client = await Client.greeted(gateway.port);
      for (const line of ['MAIL FROM:<sag@havn.example>', 'RCPT TO:<ana@open.example>'])
        await client.say(line, 250);
      await client.say('DATA', 354);
      client.write(`${mailOf({})}${end}${smuggled}${end}\r\n.\r\n`);
      messageIn(await client.reply());
      client.cut();
      await until('taken', 15, async () => taken.length > count);
      assert.equal(taken.length, count + 1);
    }
    assert.ok(taken.every(({ envelope }) => envelope.rcptTo[0]!.address !== 'smuglet@open.example'));
  });

  it('that is refused there is told to its sender, and nothing of it is kept', async () => {
    const message = messageIn(await gateway.send({ to: ['nej@open.example'], data: mailOf() }));
    await until('failed', 15, async () => {
      const rows = await gateway.rows(
        "select 1 from failures where recipient = 'nej@open.example' and about = 'relay_failed'",
      );
      return rows.length === 1;
    });
    assert.deepEqual(await gateway.rows('select 1 from parts where message_id = $1', [message]), []);
    const { raw } = await takenBy('sag@havn.example');
    assert.match(raw.toString(), /nej@open\.example/);
    assert.doesNotMatch(raw.toString(), /Skels/);
  });
});
