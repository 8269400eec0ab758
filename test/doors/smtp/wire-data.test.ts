import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Client, stuffed, transact } from './support/client.ts';
import { messageIn, nothingStays, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

withGateway('DATA', (gateway) => {
  const begun = async () => {
    const client = await Client.greeted(gateway.port);
    for (const line of ['MAIL FROM:<sag@havn.example>', 'RCPT TO:<ana@example.com>'])
      await client.say(line, 250);
    await client.say('DATA', 354);
    return client;
  };
  /** Sends bytes exactly as they are, and what a mail needs to be none. */
  const refused = async (bytes: string, code: number, sentence: RegExp) => {
    const before = await gateway.stored();
    const client = await begun();
    client.write(bytes);
    const reply = await client.reply();
    assert.equal(reply.code, code, reply.text);
    assert.match(reply.text, sentence);
    const next = await transact(client, {
      from: 'sag@havn.example',
      to: [],
      data: '',
    }).catch((error: Error) => error.message);
    assert.match(String(next), /need RCPT/, 'the connection goes on');
    client.cut();
    await nothingStays(gateway, before);
  };

  for (const [name, end] of [
    ['<LF>.<LF>', '\n.\n'],
    ['<LF>.<CR><LF>', '\n.\r\n'],
    ['<CR><LF>.<LF>', '\r\n.\n'],
    ['<CR>.<CR>', '\r.\r'],
    ['<CR>.<CR><LF>', '\r.\r\n'],
    ['<LF>.<CR>', '\n.\r'],
    ['<CR><LF>.<CR>', '\r\n.\r'],
    ['<CR><CR><LF>.<CR><CR><LF>', '\r\r\n.\r\r\n'],
    ['<CR><LF><NUL>.<CR><LF>', '\r\n\0.\r\n'],
    ['<CR><LF>. <CR><LF>', '\r\n. \r\n'],
  ]) {
    it(`ends no mail at ${name}: nothing behind it becomes one`, async () => {
      const before = await gateway.stored();
      const client = await begun();
      const second = `MAIL FROM:<sag@havn.example>\r\nRCPT TO:<bo@example.com>\r\nDATA\r\n${mailOf({ subject: 'Smuglet' })}`;
      client.write(`${mailOf({ headers: [phoneLine()] })}${end}${second}\r\n.\r\nQUIT\r\n`);
      const codes = (await client.replies()).map(({ code }) => code);
      assert.deepEqual(codes, [250, 221], 'one mail, and QUIT');
      const now = await gateway.stored();
      assert.equal(now.messages, before.messages + 1);
      const rows = await gateway.rows("select 1 from deliveries where email = 'bo@example.com'");
      assert.equal(rows.length, 0);
    });
  }

  it('takes a mail whose lines end in bare LF', async () => {
    messageIn(await gateway.send({ data: mailOf({ headers: [phoneLine()] }).replaceAll('\r\n', '\n') }));
  });

  it('takes 8-bit headers without a charset', async () => {
    for (const charset of ['latin1', 'utf8'] as const) {
      const mail = mailOf({
        from: 'Søren Å <sag@havn.example>',
        to: 'Bjørk <ana@example.com>',
        subject: 'Afgørelse på dansk',
        headers: [phoneLine()],
      });
      const message = messageIn(await gateway.send({ data: Buffer.from(mail, charset) }));
      const [row] = await gateway.rows('select name from deliveries where message_id = $1', [message]);
      assert.deepEqual(row, { name: 'Bjørk' });
    }
  });

  it('takes a line of 1 MB in the body', async () => {
    const body = `${'linje '.repeat(170_000)}\r\n`;
    messageIn(await gateway.send({ data: mailOf({ body, headers: [phoneLine()] }) }));
  });

  it('refuses a header of 1 MB, in one field, in folds or in many, and goes on', async () => {
    for (const header of [
      `X-Long: ${'x'.repeat(1_000_000)}`,
      `X-Long: ${'x\r\n '.repeat(300_000)}x`,
      'X-Many: x\r\n'.repeat(100_000).trimEnd(),
      `X-Segl-Phone: ${'a@'.repeat(500_000)}`,
    ]) {
      const mail = stuffed(mailOf({ headers: [header] })).toString();
      await refused(mail, 554, /^554 5\.6\.0 The mail has a header of more than \d+ KiB/);
    }
  });

  it('is not kept busy by a header that is as long as it may be', { timeout: 20_000 }, async () => {
    for (const header of [
      `X-Segl-Phone: ${'a@'.repeat(120_000)}`,
      `X-Segl-Phone: ${', '.repeat(120_000)}`,
      `Cc: ${'a@b.example,'.repeat(19_000)}x@y.example`,
      `Cc: ${'('.repeat(200_000)}`,
      `Reply-To: ${'"'.repeat(200_001)}`,
      `X-Word: ${'=?utf-8?q?x?= '.repeat(15_000)}`,
    ]) {
      await gateway.send({ data: mailOf({ headers: [phoneLine(), header] }) });
    }
  });

  it('refuses an empty mail and one of headers alone, and says what is missing', async () => {
    await refused('.\r\n', 554, /^554 5\.6\.0 The mail is empty/);
    await refused('\r\n.\r\n', 554, /neither text nor attachment/);
    const bare = mailOf({ body: '', headers: [phoneLine()] });
    await refused(`${bare}\r\n.\r\n`, 554, /^554 5\.6\.0 .*neither text nor attachment/);
    await refused(`${bare.trimEnd()}\r\n.\r\n`, 554, /neither text nor attachment/);
  });

  it('refuses a mail that has been everywhere, and one that Segl itself has sent', async () => {
    const hops = 'Received: from a by b; Mon, 5 Jan 2026 10:00:00 +0100\r\n';
    const circling = mailOf({ headers: [hops.repeat(101).trimEnd()] });
    await refused(`${circling}\r\n.\r\n`, 554, /^554 5\.4\.6 The mail has passed more than 100 servers/);
    messageIn(await gateway.send({ data: mailOf({ headers: [hops.repeat(99).trimEnd(), phoneLine()] }) }));

    const { raw } = await gateway.waitFor(({ kind, to }) => kind === 'mail' && to === 'ana@example.com');
    assert.match(raw!, /^X-Segl-Installation: /m);
    const own = raw!.replaceAll(/\r?\n/g, '\r\n').replace(/^From: .*\r\n/m, 'From: sag@havn.example\r\n');
    await refused(stuffed(own).toString(), 554, /^554 5\.4\.6 This is a mail that Segl itself has sent/);
  });
});
