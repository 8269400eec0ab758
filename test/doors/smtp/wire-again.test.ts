import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { withDatabases } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { type Gateway, messageIn, nothingStays, startGateway } from './support/gateway.ts';
import { mailOf, mailWithFile, phoneLine } from './support/mail.ts';

withDatabases('The same mail again', (db) => {
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway(db);
  });
  after(() => gateway?.close());

  const mailsTo = async (email: string) =>
    (await gateway.outbox()).filter(({ kind, to }) => kind === 'mail' && to === email).length;
  const headers = (to: string) => [phoneLine(to)];

  it('is the same message, answered the same, and sends no second notice', async () => {
    const to = 'once@example.com';
    const data = mailOf({ to, headers: headers(to) });
    const first = await gateway.send({ to: [to], data });
    await gateway.waitFor((entry) => entry.to === to);
    const stored = await gateway.stored();
    const again = await gateway.send({ to: [to], data });
    assert.equal(again.text, first.text);
    const traced = `Received: from relay by other; Mon, 5 Jan 2026 11:00:00 +0100\r\n${data}`;
    const byAnotherWay = await gateway.send({
      from: 'SAG@havn.example',
      to: ['ONCE@example.com'],
      data: traced,
    });
    assert.equal(byAnotherWay.text, first.text);
    assert.deepEqual(await gateway.stored(), stored);
    const last = 'after@example.com';
    await gateway.send({ to: [last], data: mailOf({ to: last, headers: headers(last) }) });
    await gateway.waitFor((entry) => entry.to === last);
    assert.equal(await mailsTo(to), 1);
  });

  it('is one message when it comes on five connections at once, with a file in a blob', async () => {
    const to = 'five@example.com';
    const data = mailWithFile(200_000, { to, headers: headers(to) });
    const replies = await Promise.all(Array.from({ length: 5 }, () => gateway.send({ to: [to], data })));
    assert.equal(new Set(replies.map(messageIn)).size, 1);
    const rows = await gateway.rows('select 1 from deliveries where email = $1', [to]);
    assert.equal(rows.length, 1);
    await gateway.waitFor((entry) => entry.to === to);
    // The copies that were staged are let go of.
    await until('one blob', 10, async () => (await gateway.stored()).blobs === 1);
    assert.equal((await gateway.stored()).staged, 0);
    assert.equal(await mailsTo(to), 1);
  });

  it('is another message with other words, recipients or return path, and always without a Message-ID', async () => {
    const id = '<mid-other@havn.example>';
    const parts = { id, subject: 'Emne', headers: headers('ana@example.com') };
    const data = mailOf(parts);
    const ids = new Set([
      messageIn(await gateway.send({ data })),
      messageIn(await gateway.send({ data: mailOf({ ...parts, body: 'Kære Ana!\r\n' }) })),
      messageIn(await gateway.send({ data: mailOf({ ...parts, subject: 'Andet' }) })),
      messageIn(
        await gateway.send({
          data: mailOf({ ...parts, headers: [phoneLine('ana@example.com', '+4520123457')] }),
        }),
      ),
      messageIn(await gateway.send({ data, to: ['bo@example.com'] })),
      messageIn(await gateway.send({ data, to: ['ana@example.com', 'bo@example.com'] })),
      messageIn(await gateway.send({ data, from: 'anden@havn.example' })),
      messageIn(await gateway.send({ data: data.replace('mid-other@', 'mid-another@') })),
    ]);
    assert.equal(ids.size, 8);
    const without = mailOf({ id: null, headers: headers('ana@example.com') });
    assert.notEqual(
      messageIn(await gateway.send({ data: without })),
      messageIn(await gateway.send({ data: without })),
    );
  });

  it('is another message when another system sends it, or when a day has passed', async () => {
    await gateway.addNeighbour('nabo', ['*@havn.example'], '127.0.0.5');
    const data = mailOf({ headers: headers('ana@example.com') });
    const first = messageIn(await gateway.send({ data }));
    assert.notEqual(messageIn(await gateway.send({ data }, '127.0.0.5')), first);
    await db.owner.query("update idempotency_keys set created_at = now() - interval '25 hours'");
    const later = messageIn(await gateway.send({ data }));
    assert.notEqual(later, first);
    assert.equal(messageIn(await gateway.send({ data })), later);
  });

  it('is refused again when it was refused, and kept once its fault is mended', async () => {
    const to = 'mended@example.com';
    const data = mailOf({ to, headers: headers(to), from: 'sag@havn.example, chef@kontor.example' });
    const before = await gateway.stored();
    for (let round = 0; round < 2; round += 1)
      assert.equal((await gateway.send({ to: [to], data })).code, 553);
    await nothingStays(gateway, before);
    await gateway.rows(
      "update systems set senders = '{*@havn.example,*@kontor.example}' where name = 'havn'",
    );
    await until('taken', 10, async () => (await gateway.send({ to: [to], data })).code === 250);
    const rows = await gateway.rows('select 1 from deliveries where email = $1', [to]);
    assert.equal(rows.length, 1);
  });
});
