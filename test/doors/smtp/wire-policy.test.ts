import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { until } from '../../support/process.ts';
import { messageIn, withGateway } from './support/gateway.ts';
import { mailOf, phoneLine } from './support/mail.ts';

withGateway('What is sealed by rule', (gateway) => {
  before(async () => {
    const { status } = await put({
      secure: 'by_rule',
      rules: [
        { subjectTag: '[sikker]' },
        { recipientDomain: 'sealed.example' },
        { header: 'X-Klasse', equals: 'fortroligt' },
      ],
    });
    assert.equal(status, 200);
  });
  const put = (policy: object) =>
    fetch(`${gateway.url}/api/v1/policy`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ gateway: policy }),
    });
  const deliveries = (message: string) =>
    gateway.rows<{ id: string; email: string; status: string }>(
      'select id, email, status from deliveries where message_id = $1 order by email',
      [message],
    );
  const relayed = async (email: string) => (await gateway.mailed(({ to }) => to === email)).raw!;
  const eventsOf = (delivery: string) =>
    gateway.rows<{ type: string; details: object }>(
      'select type, details from events where delivery = $1 order by seq',
      [delivery],
    );

  it('goes sealed to one and as it came to the other, without what was for us alone', async () => {
    const mail = mailOf({
      to: 'Ana <ana@open.example>, Bo <bo@sealed.example>',
      subject: 'Til =?utf-8?q?b=C3=A5de?= dig',
      headers: [
        'Bcc: hemmelig@open.example',
        phoneLine('bo@sealed.example'),
        'X-Folded: a\r\n\tb  c ',
        'X-8bit: æøå',
        'X-Segl-Andet: ja',
      ],
      body: 'Første linje\r\n.\r\n..prik\r\n\r\n  Slut uden mere  ',
    });
    const to = ['ana@open.example', 'bo@sealed.example', 'hemmelig@open.example'];
    const reply = await gateway.send({ to, data: mail });
    const message = messageIn(reply);
    assert.match(reply.text, /1 to be notified, 2 passed on unsealed by rule$/);
    const kept = mail.replace(/^(Bcc|X-Segl-[\w-]+): .*\r\n/gm, '');
    for (const email of ['ana@open.example', 'hemmelig@open.example']) {
      const raw = await relayed(email);
      const [trace = ''] = raw.match(/^Received: .*\r\n(?:[ \t].*\r\n)*/) ?? [];
      assert.match(
        trace,
        new RegExp(
          `^Received: from client\\.example \\(\\[127\\.0\\.0\\.1\\]\\)\\r\\n by localhost with ESMTP id ${message};\\r\\n \\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} \\+0000\\r\\n$`,
        ),
      );
      assert.equal(raw.slice(trace.length), `${kept}\r\n`, 'byte for byte');
    }
    const notice = await relayed('bo@sealed.example');
    assert.doesNotMatch(notice, /Første linje|ana@open/);
    await until('relayed', 10, async () =>
      (await deliveries(message)).every(({ status }) => ['relayed', 'notified'].includes(status)),
    );
    const rows = await deliveries(message);
    assert.deepEqual(
      rows.map(({ email, status }) => [email, status]),
      [
        ['ana@open.example', 'relayed'],
        ['bo@sealed.example', 'notified'],
        ['hemmelig@open.example', 'relayed'],
      ],
    );
    const events = await eventsOf(rows[0]!.id);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['delivery.exempted', 'delivery.relayed'],
    );
    const parts = await gateway.rows('select part from parts where message_id = $1 order by part', [message]);
    assert.deepEqual(parts, [{ part: 0 }], 'the copy is gone once it has left for everybody');
  });

  it('is sealed for all by tag or header; the tag goes from the sealed subject', async () => {
    const tagged = mailOf({ subject: 'Svar [SIKKER] til dig', headers: [phoneLine()] });
    const message = messageIn(await gateway.send({ data: tagged }));
    assert.deepEqual((await deliveries(message)).map(({ status }) => status).includes('relayed'), false);
    const answer = await gateway.get(`/api/v1/messages/${message}`);
    assert.equal(answer.status, 200);
    const classed = mailOf({ headers: ['X-Klasse: Fortroligt', phoneLine()] });
    const reply = await gateway.send({ data: classed });
    assert.match(reply.text, /: 1 to be notified$/);
  });

  it('is passed on whatever it is: without text, from the null sender, with a large file', async () => {
    const bare = mailOf({ body: '' });
    messageIn(await gateway.send({ to: ['bar@open.example'], data: bare }));
    assert.ok((await relayed('bar@open.example')).endsWith(bare));
    const large = mailOf({ body: `${'linje æ\r\n'.repeat(40_000)}` });
    messageIn(await gateway.send({ from: '', to: ['stor@open.example'], data: large }));
    assert.ok((await relayed('stor@open.example')).endsWith(large));
    await until('nothing left over', 10, async () => {
      const [left] = await gateway.rows<{ count: number }>(
        "select count(*)::int as count from parts p join deliveries d using (message_id) where d.email = 'stor@open.example'",
      );
      return left!.count === 0;
    });
  });

  it('is the same message when the same mail comes again, and leaves once', async () => {
    const data = mailOf();
    const first = await gateway.send({ to: ['igen@open.example'], data });
    await relayed('igen@open.example');
    const again = await gateway.send({ to: ['igen@open.example'], data });
    assert.equal(again.text, first.text);
    messageIn(await gateway.send({ to: ['sidst@open.example'], data: mailOf() }));
    await relayed('sidst@open.example');
    const mails = (await gateway.outbox()).filter(({ to }) => to === 'igen@open.example');
    assert.equal(mails.length, 1);
  });

  it('is never passed on for who may not send it, nor round in a circle', async () => {
    const forged = await gateway.send({
      to: ['ana@open.example'],
      data: mailOf({ from: 'chef@bank.example' }),
    });
    assert.equal(forged.code, 553);
    const hops = 'Received: from a by b; Mon, 5 Jan 2026 10:00:00 +0100\r\n'.repeat(101).trimEnd();
    const circling = await gateway.send({ to: ['ana@open.example'], data: mailOf({ headers: [hops] }) });
    assert.match(circling.text, /^554 5\.4\.6 /);
  });

  it('is sealed again within a second of a decision for all', async () => {
    assert.equal((await put({ secure: 'all' })).status, 200);
    await until('sealed', 10, async () => {
      const reply = await gateway.send({ to: ['ana@open.example'], data: mailOf() });
      return reply.text.includes('held for want of a phone number');
    });
  });
});
