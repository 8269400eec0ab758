import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Client, stuffed, transact } from './support/client.ts';
import { messageIn, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

const lines = (...all: string[]) => all.map((line) => `${line}\r\n`).join('');
const envelope = (to = 'ana@example.com') => lines('MAIL FROM:<sag@havn.example>', `RCPT TO:<${to}>`, 'DATA');

withGateway('Transactions', (gateway) => {
  it('takes a whole session that comes in one packet', async () => {
    const client = await Client.open(gateway.port);
    const mails = [1, 2, 3].map(
      () => `${envelope()}${stuffed(mailOf({ headers: [phoneLine()] })).toString()}`,
    );
    client.write(`EHLO eager.example\r\n${mails.join('')}QUIT\r\n`);
    const codes = (await client.replies()).map(({ code }) => code);
    assert.deepEqual(codes, [220, 250, ...[1, 2, 3].flatMap(() => [250, 250, 354, 250]), 221]);
    assert.equal((await gateway.stored()).messages, 3);
  });

  it('takes it also byte by byte', async () => {
    const client = await Client.open(gateway.port);
    const session = Buffer.concat([
      Buffer.from(`EHLO slow.example\r\n${envelope()}`),
      stuffed(mailOf({ headers: [phoneLine()], body: '.\r\n..\r\nEn prik\r\n.' })),
      Buffer.from('QUIT\r\n'),
    ]);
    for (const byte of session) await client.flush(Buffer.of(byte));
    const replies = await client.replies();
    assert.deepEqual(
      replies.map(({ code }) => code),
      [220, 250, 250, 250, 354, 250, 221],
    );
    messageIn(replies[5]!);
  });

  it('keeps mails on one connection apart, and forgets what RSET and EHLO undo', async () => {
    const client = await Client.greeted(gateway.port);
    const take = (to: string) =>
      transact(client, { from: 'sag@havn.example', to: [to], data: mailOf({ headers: [phoneLine(to)] }) });
    const first = messageIn(await take('ana@example.com'));
    assert.equal((await client.ask('DATA')).code, 503);
    assert.equal((await client.ask('RCPT TO:<bo@example.com>')).code, 503);
    for (const undo of ['RSET', 'EHLO client.example', 'HELO client.example']) {
      await client.say('MAIL FROM:<sag@havn.example> RET=HDRS ENVID=x', 250);
      assert.equal((await client.ask('MAIL FROM:<sag@havn.example>')).code, 503);
      await client.say('RCPT TO:<wrong@example.com>', 250);
      await client.say(undo, 250);
      assert.equal((await client.ask('DATA')).code, 503);
    }
    await client.say('NOOP', 250);
    const second = messageIn(await take('bo@example.com'));
    await client.say('QUIT', 221);
    await client.end;
    for (const [message, email] of [
      [first, 'ana@example.com'],
      [second, 'bo@example.com'],
    ]) {
      const rows = await gateway.rows('select email from deliveries where message_id = $1', [message]);
      assert.deepEqual(rows, [{ email }]);
    }
  });

  it('wants the commands in their order, and as they are written', async () => {
    const client = await Client.open(gateway.port);
    await client.expect(220);
    for (const [command, code] of [
      ['MAIL FROM:<sag@havn.example>', 503],
      ['RCPT TO:<ana@example.com>', 503],
      ['DATA', 503],
      ['EHLO', 501],
      ['HELO client.example', 250],
      ['DATA', 503],
      ['RCPT TO:<ana@example.com>', 503],
      ['MAIL FROM:sag@havn.example', 501],
      ['MAIL FROM:<sag@havn.example> BODY=BINARYMIME', 501],
      ['MAIL FROM:<sag@havn.example> SIZE=many', 501],
      ['MAIL FROM:<sag@havn.example> RET=HALF', 501],
      ['MAIL FROM:<sag@havn.example> ENVID=a+0D+0Ab', 501],
      ['mail from:<sag@havn.example> body=8bitmime smtputf8 size=100', 250],
      ['RCPT TO:<ana@example.com> NOTIFY=NEVER,DELAY', 501],
      ['RCPT TO:<ana@example.com> NOTIFY=SOMETIMES', 501],
      ['rcpt to:<ana@example.com> notify=success,delay orcpt=rfc822;ana@example.com', 250],
      ['STARTTLS now', 501],
    ] as const) {
      assert.equal((await client.ask(command)).code, code, command);
    }
    client.cut();
  });

  it('hangs up on a command that has no end, without keeping it', async () => {
    const client = await Client.greeted(gateway.port);
    client.write('X'.repeat(100_000));
    assert.equal((await client.reply()).code, 421);
    await client.end;
  });

  it('takes a mail from a client that closes its side right after it', async () => {
    const client = await Client.open(gateway.port, '127.0.0.1', true);
    const mail = mailOf({ id: '<mid-half@havn.example>', headers: [phoneLine()] });
    client.write(`EHLO half.example\r\n${envelope()}${stuffed(mail).toString()}QUIT\r\n`);
    client.shut();
    await client.replies();
    const again = await gateway.send({ data: mail });
    const rows = await gateway.rows("select id from messages where mail_id like 'mid-half@%'");
    assert.deepEqual(rows, [{ id: messageIn(again) }], 'one message, however it was answered');
  });
});
