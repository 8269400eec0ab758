import assert from 'node:assert/strict';
import { it } from 'node:test';
import { messageIn, nothingStays, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

withGateway('What becomes of whom', (gateway) => {
  interface Failure {
    message: string;
    recipient: string;
    about: string;
    reason: string | null;
    mail_id: string | null;
  }
  const failures = (recipient: string) =>
    gateway.rows<Failure>(
      'select message_id as message, recipient, about, reason, mail_id from failures where recipient = $1 order by at',
      [recipient],
    );
  const events = async (message: string) =>
    (
      await gateway.rows<{ type: string }>('select type from events where message = $1 order by id', [
        message,
      ])
    ).map(({ type }) => type);

  it('says in the 250 who is notified, who waits and who was refused', async () => {
    const reply = await gateway.send({
      to: ['ana@example.com', 'uden@example.com', 'forkert@example.com', 'bo@example.com'],
      data: mailOf({
        headers: [
          phoneLine(),
          phoneLine('forkert@example.com', '12'),
          phoneLine('bo@example.com', '+46701740605'),
        ],
      }),
    });
    const message = messageIn(reply);
    assert.equal(
      reply.text,
      `250 2.6.0 Taken as ${message}: 2 to be notified, 1 held for want of a phone number, 1 refused`,
    );
    const rows = await gateway.rows(
      // A notice may have left by now.
      `select email, case status when 'notified' then 'sent' else status end as status, reason, phone
        from deliveries where message_id = $1 order by position`,
      [message],
    );
    assert.deepEqual(rows, [
      { email: 'ana@example.com', status: 'sent', reason: null, phone: '+4520123456' },
      { email: 'uden@example.com', status: 'held', reason: 'no_phone', phone: null },
      { email: 'forkert@example.com', status: 'refused', reason: 'phone_invalid', phone: null },
      { email: 'bo@example.com', status: 'sent', reason: null, phone: '+46701740605' },
    ]);
    const [held] = await failures('uden@example.com');
    assert.deepEqual([held?.message, held?.about, held?.reason], [message, 'no_phone', 'no_phone']);
    const [refused] = await failures('forkert@example.com');
    assert.deepEqual(
      [refused?.message, refused?.about, refused?.reason],
      [message, 'refused', 'phone_invalid'],
    );
  });

  it('tells the sender by mail, quoting neither subject nor number', async () => {
    const { raw, text } = await gateway.mailed(({ to }) => to === 'sag@havn.example');
    for (const email of ['uden@example.com', 'forkert@example.com']) assert.ok(text.includes(email));
    assert.doesNotMatch(`${raw} ${text}`, /Skels|20123456|701740605/);
  });

  it('refuses the whole mail where nobody is left, with a code and the way out, and keeps the fact alone', async () => {
    const before = await gateway.stored();
    const id = 'mid-nobody@havn.example';
    const to = 'ingen@example.com';
    const reply = await gateway.send({
      to: [to],
      data: mailOf({ id: `<${id}>`, to, headers: [phoneLine(to, '12')] }),
    });
    assert.equal(reply.code, 554);
    assert.match(reply.text, /^554 5\.\d\.\d The phone number is none\. Give it with its country code/);
    await nothingStays(gateway, before);
    const [failure, ...more] = await failures(to);
    assert.deepEqual(more, []);
    assert.deepEqual([failure?.about, failure?.reason, failure?.mail_id], ['refused', 'phone_invalid', id]);
    assert.deepEqual(await events(failure!.message), ['message.refused']);
    const { text, raw } = await gateway.mailed((entry) => entry.text.includes(to));
    assert.ok(text.includes(id), 'by its Message-ID the sender finds it');
    assert.doesNotMatch(raw!, /Skels/);
  });

  it('says so in general where they were refused for different reasons', async () => {
    const data = mailOf({ headers: [phoneLine('ana@example.com', '1'), phoneLine('bo@example.com', 'x')] });
    const reply = await gateway.send({ to: ['ana@example.com', 'bo@example.com'], data });
    assert.equal(reply.code, 554);
    assert.match(reply.text, /^554 5\.\d\.\d .*phone number/);
  });

  it('records what was refused before its recipients were judged, in the name of its sender', async () => {
    const to = 'chef@example.com';
    const reply = await gateway.send({ to: [to], data: mailOf({ to, from: 'chef@bank.example' }) });
    assert.equal(reply.code, 553);
    const [failure] = await failures(to);
    assert.equal(failure?.reason, 'sender_not_allowed');
    assert.deepEqual(await events(failure!.message), ['message.refused']);
  });

  it('shows no Bcc to anybody', async () => {
    const data = mailOf({
      to: 'Ana <ana@example.com>',
      headers: ['Bcc: hemmelig@example.com', phoneLine(), phoneLine('hemmelig@example.com')],
    });
    const message = messageIn(await gateway.send({ to: ['ana@example.com', 'hemmelig@example.com'], data }));
    await gateway.waitFor(({ to }) => to === 'hemmelig@example.com');
    const mails = (await gateway.outbox()).filter(({ to }) => to === 'ana@example.com');
    for (const { raw } of mails) assert.doesNotMatch(raw ?? '', /hemmelig/);
    const rows = await gateway.rows('select count(*)::int as count from deliveries where message_id = $1', [
      message,
    ]);
    assert.deepEqual(rows, [{ count: 2 }]);
  });

  it('makes deliveries of the envelope alone, whoever stands in the header', async () => {
    const data = mailOf({
      to: 'Alle: ana@example.com, "Ek, Bo" <bo@example.com>;, (kopi) cy@example.com',
      headers: ['Cc: undisclosed-recipients:;', phoneLine('bo@example.com')],
    });
    const message = messageIn(await gateway.send({ to: ['bo@example.com'], data }));
    const rows = await gateway.rows('select email, name from deliveries where message_id = $1', [message]);
    assert.deepEqual(rows, [{ email: 'bo@example.com', name: 'Ek, Bo' }]);
  });
});
