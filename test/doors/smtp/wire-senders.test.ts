import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Gateway, messageIn, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

const mail = (from: string | null, headers: string[] = []) =>
  mailOf({ from, headers: [phoneLine(), ...headers] });

const senderOf = async (gateway: Gateway, message: string) =>
  (
    await gateway.rows<{ sender: string; person: string | null }>(
      `select m.sender_address as sender, p.email as person from messages m left join people p on p.id = m.person_id
        where m.id = $1`,
      [message],
    )
  )[0];

withGateway('Who may send', (gateway) => {
  it('refuses a return path that is not the system’s, with a sentence', async () => {
    const reply = await gateway.send({ from: 'chef@bank.example' });
    assert.equal(reply.code, 553);
    assert.match(
      reply.text,
      /^553 5\.7\.1 The system "havn" may not send as chef@bank\.example\. Send from .* administrator/,
    );
  });

  it('refuses a From that is not the system’s, also behind one that is', async () => {
    for (const from of [
      'Chef <chef@bank.example>',
      'Sag <sag@havn.example>, Chef <chef@bank.example>',
      'Sag <sag@havn.example>\r\nFrom: Chef <chef@bank.example>',
      'Alle: Sag <sag@havn.example>, Chef <chef@bank.example>;',
      '=?utf-8?q?sag=40havn=2Eexample?= <chef@bank.example>',
    ]) {
      const before = await gateway.stored();
      const reply = await gateway.send({ data: mail(from) });
      assert.equal(reply.code, 553, `${from}: ${reply.text}`);
      assert.match(reply.text, /5\.7\.1 .*whose From is chef@bank\.example\./);
      assert.deepEqual(await gateway.stored(), before);
    }
  });

  it('refuses a From that no answer could reach, and remembers nobody of that name', async () => {
    await gateway.addNeighbour('alt', ['*'], '127.0.0.9');
    const people = await gateway.rows('select id from people');
    for (const from of ['Sag <sag@havn>', 'sag@[127.0.0.1]', 'Sag <sag\u202e@havn.example>']) {
      const reply = await gateway.send({ from: '', data: mail(from) }, '127.0.0.9');
      assert.equal(reply.code, 553, `${JSON.stringify(from)}: ${reply.text}`);
      assert.match(reply.text, /^553 5\.1\.3 The From of the mail/);
    }
    assert.deepEqual(await gateway.rows('select id from people'), people);
  });

  it('takes the return path for the sender where there is no From', async () => {
    for (const from of [null, '', 'Booking', 'undisclosed:;']) {
      const message = messageIn(await gateway.send({ data: mail(from) }));
      assert.deepEqual(await senderOf(gateway, message), {
        sender: 'sag@havn.example',
        person: 'sag@havn.example',
      });
    }
    const nobody = await gateway.send({ from: '', data: mail(null) });
    assert.equal(nobody.code, 553);
    assert.match(nobody.text, /5\.1\.3 The mail says nowhere who sends it/);
  });

  it('takes the first of several senders, and lets one write under the null return path', async () => {
    const several = await gateway.send({ data: mail('Bo <bo@havn.example>, Sag <sag@havn.example>') });
    assert.equal((await senderOf(gateway, messageIn(several)))?.sender, 'bo@havn.example');
    const silent = await gateway.send({ from: '', data: mail('noreply@havn.example') });
    assert.deepEqual(await senderOf(gateway, messageIn(silent)), {
      sender: 'noreply@havn.example',
      person: null,
    });
  });

  it('makes one person of a sender, however the address is written', async () => {
    for (const from of [
      'Mia <mia@havn.example>',
      'Mia <MIA@HAVN.EXAMPLE>',
      '"Mia, igen" <Mia@havn.example> (Mia)',
    ]) {
      const message = messageIn(await gateway.send({ data: mail(from) }));
      assert.equal((await senderOf(gateway, message))?.person, 'mia@havn.example');
    }
    const [mia] = await gateway.rows(
      "select name, password_hash, g.role from people p join grants g on g.person_id = p.id where email ilike 'mia@%'",
    );
    assert.deepEqual(mia, { name: 'Mia', role: 'sender', password_hash: null });
  });

  it('knows an international domain in letters and in ASCII for the same', async () => {
    await gateway.addNeighbour('frugt', ['*@blåbær.example', 'x@xn--strae-oqa.example'], '127.0.0.8');
    const ways = [
      ['x@blåbær.example', 'x@xn--blbr-roah.example'],
      ['x@xn--blbr-roah.example', 'x@blåbær.example'],
      ['x@BLÅBÆR.example', 'x@BL\u0041\u030aBÆR.example'],
      ['x@straße.example', 'x@xn--strae-oqa.example'],
    ] as const;
    for (const [path, from] of ways) {
      const reply = await one(path, from);
      const sender = (await senderOf(gateway, messageIn(reply)))?.sender;
      assert.ok(['x@blåbær.example', 'x@straße.example'].includes(sender!), sender);
    }
    assert.equal((await one('x@blaabaer.example', 'x@blåbær.example')).code, 553);

    function one(path: string, from: string) {
      return gateway.send({ from: path, data: mail(from) }, '127.0.0.8');
    }
  });

  it('keeps its replies in short lines of ASCII, whatever the address is', async () => {
    const reply = await gateway.send({ from: `${'ø'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(2)}example` });
    assert.equal(reply.code, 553);
    for (const line of reply.lines) {
      assert.match(line, /^5\.7\.1 [\x20-\x7e]*$/);
      assert.ok(line.length < 506, 'RFC 5321 §4.5.3.1.5');
    }
  });
});
