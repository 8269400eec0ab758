import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Client } from './support/client.ts';
import { bounces, messageIn, withGateway } from './support/gateway.ts';
import { mailOf } from './support/mail.ts';

withGateway('RCPT', (gateway) => {
  const begun = async (from?: string) => {
    const client = await Client.greeted(gateway.port, from);
    await client.say('MAIL FROM:<sag@havn.example>', 250);
    return client;
  };
  const deliveriesOf = async (message: string) =>
    (
      await gateway.rows<{ email: string; status: string }>(
        'select email, status from deliveries where message_id = $1 order by position',
        [message],
      )
    ).map(({ email }) => email);

  it('refuses what is no address, with a sentence and its own code', async () => {
    const client = await begun();
    for (const address of [
      '<>',
      'ana@example.com',
      '<ana>',
      '<ana@>',
      '<@example.com>',
      '<ana@example>',
      '<ana@@example.com>',
      '<.ana@example.com>',
      '<ana.@example.com>',
      '<a..na@example.com>',
      '<ana@example..com>',
      '<ana@-example.com>',
      '<ana@exam ple.com>',
      '<ana@[127.0.0.1]>',
      '<"ana"@example.com>',
      '<"a na"@example.com>',
      '<"a@na"@example.com>',
      '<ana(hun)@example.com>',
      '<ana,bo@example.com>',
      '<ana;bo@example.com>',
      '<an\\a@example.com>',
      '<ana\0@example.com>',
      '<ana\u202e@example.com>',
      '<ana\u200b@example.com>',
      '<ana@exam\u00adple>',
      Buffer.from('<an\xe5@example.com>', 'latin1'),
      '<ana@xn--a>',
      `<${'a'.repeat(65)}@example.com>`,
      `<ana@${'e'.repeat(64)}.com>`,
      `<ana@${'e.'.repeat(130)}com>`,
      'Ana <ana@example.com>',
      '<postmaster>',
    ]) {
      client.write(Buffer.concat([Buffer.from('RCPT TO:'), Buffer.from(address), Buffer.from('\r\n')]));
      const reply = await client.reply();
      const { text } = reply;
      assert.match(text, /^(501|553) 5\.1\.3 .*Check /, `${address}: ${text}`);
    }
    assert.equal((await client.ask('DATA')).code, 503, 'none of them is a recipient');
    client.cut();
  });

  it('takes what is one, as it should be read', async () => {
    const client = await begun();
    const given = [
      ['<@relay.example,@next.example:ana@example.com>', 'ana@example.com'],
      ['<Bo.Ek+sag@EXAMPLE.com>', 'Bo.Ek+sag@example.com'],
      ["<o'hara!#$%&*/=?^_`{|}~-@example.com>", "o'hara!#$%&*/=?^_`{|}~-@example.com"],
      ['<søren@example.com>', 'søren@example.com'],
      ['<cy@blåbær.example>', 'cy@blåbær.example'],
      ['<dan@XN--BLBR-ROAH.example>', 'dan@blåbær.example'],
      ['<eva@例え.テスト>', 'eva@例え.テスト'],
      ['  <fie@example.com>  NOTIFY=NEVER', 'fie@example.com'],
    ] as const;
    for (const [address] of given) await client.say(`RCPT TO:${address}`, 250);
    for (const again of ['<ANA@example.com>', '<cy@xn--blbr-roah.example>']) {
      await client.say(`RCPT TO:${again}`, 250);
    }
    await client.say('DATA', 354);
    client.write(`${mailOf()}\r\n.\r\n`);
    const wanted = given.map(([, email]) => email);
    const found = await deliveriesOf(messageIn(await client.reply()));
    assert.deepEqual(
      found.map((email) => email.toLowerCase()).sort(),
      wanted.map((email) => email.toLowerCase()).sort(),
    );
    assert.ok(found.includes('Bo.Ek+sag@example.com'), 'the case of a local part is its owner’s');
    client.cut();
  });

  it('sends a notice to addresses of every script', async () => {
    for (const email of ['mia@blåbær.example', 'søren@blåbær.example', '用户@例え.テスト']) {
      const data = mailOf({ to: email, headers: [`X-Segl-Phone: ${email} +4520123456`] });
      messageIn(await gateway.send({ to: [email], data, parameters: 'SMTPUTF8 BODY=8BITMIME' }));
      const { raw } = await gateway.waitFor(({ kind, to }) => kind === 'mail' && to === email);
      const written = email.startsWith('mia') ? 'mia@xn--blbr-roah.example' : email;
      assert.match(raw!, new RegExp(`^To: .*${written.replaceAll('.', '\\.')}`, 'm'));
    }
  });

  it('finds number and contact of an international address in either form', async () => {
    const contacts = [{ email: 'lis@blåbær.example', phone: '+4520123457', name: 'Lis' }];
    assert.equal((await gateway.post('/api/v1/contacts', { contacts })).status, 201);
    const listed = await gateway.send({ to: ['lis@xn--blbr-roah.example'], data: mailOf() });
    assert.match(listed.text, /1 to be notified/);
    const headers = ['X-Segl-Phone: ib@xn--blbr-roah.example +4520123456', 'Cc: bo@example.com'];
    const given = await gateway.send({
      to: ['ib@blåbær.example', 'bo@example.com'],
      data: mailOf({ headers }),
    });
    assert.match(given.text, /1 to be notified, 1 held/);
  });

  it('takes 2,000 recipients, and asks for the rest in another mail', async () => {
    const client = await begun();
    const lines = Array.from({ length: 2001 }, (_, index) => `RCPT TO:<r${index}@example.com>\r\n`);
    client.write(lines.join(''));
    for (let index = 0; index < 2000; index += 1) await client.expect(250);
    const last = await client.expect(452);
    assert.match(last.text, /^452 4\.5\.3 .*in a mail of its own/);
    await client.say('RCPT TO:<r7@example.com>', 250);
    await client.say('DATA', 354);
    client.write(`${mailOf()}\r\n.\r\n`);
    const reply = await client.reply();
    assert.match(reply.text, /2000 held for want of a phone number/);
    const message = messageIn(reply);
    assert.deepEqual(
      await deliveriesOf(message),
      Array.from({ length: 2000 }, (_, index) => `r${index}@example.com`),
    );
    client.cut();
  });

  it('takes nothing from a stranger but mail to an address that we gave out', async () => {
    const client = await begun('127.0.0.2');
    for (const address of [
      'ana@example.com',
      'postmaster',
      `postmaster@${bounces}x`,
      'ana@localhost',
      '@bounces.example:ana@example.com',
      `ana%example.com@foreign.example`,
    ]) {
      const { text } = await client.ask(`RCPT TO:<${address}>`);
      assert.match(text, /^550 5\.7\.1 /, address);
    }
    const id = 'a'.repeat(26);
    for (const local of [
      'postmaster',
      'b',
      `b-${id}`,
      `b-${id}-${'a'.repeat(16)}`,
      `r-${id}-${'7'.repeat(16)}`,
      `f-${id}`,
    ]) {
      const { text } = await client.ask(`RCPT TO:<${local}@${bounces}>`);
      assert.match(text, /^550 5\.1\.1 There is no such address here/, local);
    }
    client.cut();
  });
});
