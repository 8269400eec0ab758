/** Answers of senders from their mail programs, at the address that their recipient's answer came with. */
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { until } from '../../support/process.ts';
import { linkTo, openLink, Visitor } from '../web/visitor.ts';
import { Client } from './support/client.ts';
import { messageIn, nothingStays, withGateway } from './support/gateway.ts';
import { mailOf, mailWithFile, phoneLine } from './support/mail.ts';

const author = 'sag@havn.example';
const phone = '+4520123456';
const stranger = '127.0.0.2';

withGateway('What a sender answers from their mail program', (gateway) => {
  let tag: string;
  let message: string;
  let ana: Visitor;
  let token: string;
  const quoted = 'Mandag passer fint\r\n\r\n-----Original Message-----\r\n> Kan jeg komme mandag?\r\n';
  const answer = (parts: Parameters<typeof mailOf>[0] = {}) =>
    mailOf({ from: `Sag <${author}>`, to: tag, subject: 'Re: Skelsår', body: quoted, ...parts });

  /** The recipient answers on the page; the address that answers them again, from the mail that brought it. */
  async function replied(
    visitor: Visitor,
    of: string,
    words: string,
  ): Promise<{ address: string; raw: string }> {
    assert.equal((await visitor.postFiles(`/m/${of}/replies`, [['text', words]])).status, 303);
    const { raw } = await gateway.mailed((mail) => mail.to === author && Boolean(mail.raw?.includes(words)));
    return {
      address: raw!.match(/^Reply-To: (c-[a-z2-7]{26}-[a-z2-7]{16}@bounces\.example)\r?$/m)![1]!,
      raw: raw!,
    };
  }

  before(async () => {
    message = messageIn(
      await gateway.send({
        data: mailOf({ id: '<mid-first@havn.example>', subject: 'Skelsår', headers: [phoneLine()] }),
      }),
    );
    await gateway.rows('update people set replies_by_mail = true where email = $1', [author]);
    token = await linkTo(gateway, 'ana@example.com');
    ana = new Visitor(gateway.url);
    await openLink(ana, gateway, token, phone);
    const first = await replied(ana, token, 'Kan jeg komme mandag?');
    tag = first.address;
    assert.match(first.raw, /^In-Reply-To: <mid-first@havn\.example>\r?$/m);
  });

  it('becomes a message to their recipient, at the same phone, in the same conversation, once', async () => {
    const mail = answer({ id: '<mid-answer@havn.example>' });
    const since = new Date().toISOString();
    const second = messageIn(await gateway.send({ from: author, to: [tag], data: mail }, stranger));
    assert.equal(
      messageIn(await gateway.send({ from: author, to: [tag.toUpperCase()], data: mail }, stranger)),
      second,
    );
    const rows = await gateway.rows(
      `select d.email, d.phone, p.email as author, r.message_id = $2 as answers from messages m
        join deliveries d on d.message_id = m.id join people p on p.id = m.person_id join replies r on r.id = m.answers
        where m.id = $1`,
      [second, message],
    );
    assert.deepEqual(rows, [{ email: 'ana@example.com', phone, author, answers: true }]);
    const notice = await gateway.mailed(({ to, at }) => to === 'ana@example.com' && at > since);
    const next = notice.text.match(/\/m\/([\w-]{43})/)![1]!;
    const visitor = new Visitor(gateway.url);
    await openLink(visitor, gateway, next, phone);
    const page = await visitor.get(`/m/${next}`);
    assert.match(page.text, /Mandag passer fint/);
    assert.match(page.text, /<h1[^>]*>Skelsår</);
    const { address, raw } = await replied(visitor, next, 'Tak, vi ses');
    assert.notEqual(address, tag);
    assert.match(
      raw,
      /^References: <mid-first@havn\.example>\s+<[\w-]{36}\.reply@[\w.]+>\s+<mid-answer@havn\.example>\r?$/m,
    );
  });

  it('comes with its files, also through a system that may send as them', async () => {
    const data = mailWithFile(400_000, { from: author, to: tag });
    const { length } = await gateway.rows('select from parts');
    messageIn(await gateway.send({ from: author, to: [tag], data }));
    assert.equal((await gateway.rows('select from parts')).length, length + 2);
    await gateway.addNeighbour('skat', ['*@skat.example'], '127.0.0.3');
    const other = await gateway.send({ from: 'x@skat.example', to: [tag], data: answer() }, '127.0.0.3');
    assert.match(other.text, /^550 5\.7\.1 .*may not send as/);
  });

  it('is refused from any other address, and nothing of it is kept', async () => {
    const before = await gateway.stored();
    for (const from of [
      'eve@evil.example',
      `Sag <${author}>, eve@evil.example`,
      'sag@havn.example.evil.example',
      null,
    ]) {
      const reply = await gateway.send({ from: author, to: [tag], data: answer({ from }) }, stranger);
      assert.match(reply.text, /^550 5\.7\.1 .*only from the mailbox/, String(from));
    }
    await nothingStays(gateway, before);
  });

  it('is refused at an address that nobody gave out', async () => {
    const client = await Client.greeted(gateway.port, stranger);
    await client.say(`MAIL FROM:<${author}>`, 250);
    const other = (at: number) => tag.slice(0, at) + (tag[at] === 'a' ? 'b' : 'a') + tag.slice(at + 1);
    for (const forged of [other(5), other(33), tag.replace('c-', 'r-'), tag.replace(/-[a-z2-7]{16}@/, '@')])
      assert.match((await client.ask(`RCPT TO:<${forged}>`)).text, /^550 5\.1\.1 There is no such address/);
    await client.say(`RCPT TO:<${tag}>`, 250);
    assert.equal((await client.ask('RCPT TO:<bo@example.com>')).code, 550, 'no relay');
    client.cut();
  });

  it('is dropped where a machine wrote it, and a loop is refused', async () => {
    const before = await gateway.stored();
    for (const headers of [
      ['Auto-Submitted: auto-replied'],
      ['Precedence: bulk'],
      ['Content-Type: multipart/report; boundary=x'],
    ]) {
      const reply = await gateway.send({ from: author, to: [tag], data: answer({ headers }) }, stranger);
      assert.equal(reply.text, '250 2.6.0 Thank you.', headers[0]);
    }
    const reply = await gateway.send({ from: '', to: [tag], data: answer() }, stranger);
    assert.equal(reply.text, '250 2.6.0 Thank you.');
    const { rows } = { rows: await gateway.rows<{ id: string }>('select id from installation') };
    const looped = answer({ headers: [`X-Segl-Installation: ${rows[0]!.id}`] });
    assert.equal((await gateway.send({ from: author, to: [tag], data: looped }, stranger)).code, 554);
    await nothingStays(gateway, before);
  });

  it('is asked for at the desk where the mail that brought the answer came back', async () => {
    const report = answer({
      from: 'MAILER-DAEMON@havn.example',
      headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'],
      body: [
        ...[
          '--x',
          'Content-Type: text/plain',
          '',
          'No such mailbox',
          '--x',
          'Content-Type: message/delivery-status',
          '',
        ],
        ...[
          'Reporting-MTA: dns; mx.havn.example',
          '',
          `Final-Recipient: rfc822; ${author}`,
          'Action: failed',
          'Status: 5.1.1',
          '',
        ],
        ...['--x--', ''],
      ].join('\r\n'),
    });
    for (let times = 0; times < 2; times += 1)
      assert.equal((await gateway.send({ from: '', to: [tag], data: report }, stranger)).code, 250);
    await gateway.mailed(
      ({ to, subject }) => to === author && subject === 'Der er kommet svar på din sikre besked',
    );
  });

  it('is refused once the message was recalled, or the answer is too old', async () => {
    await gateway.rows(`update replies set sent_at = sent_at - interval '31 days' where message_id = $1`, [
      message,
    ]);
    const old = await gateway.send({ from: author, to: [tag], data: answer() }, stranger);
    assert.match(old.text, /^550 5\.7\.1 .*can no longer be answered by mail/);
    await gateway.rows('update replies set sent_at = now() where message_id = $1', [message]);
    const recalled = await gateway.post(`/api/v1/messages/${message}/recalls`, { reason: 'wrong_content' });
    assert.ok(recalled.status < 300, await recalled.text());
    await until('recalled', 10, async () => {
      const reply = await gateway.send({ from: author, to: [tag], data: answer() }, stranger);
      return /^550 5\.7\.1/.test(reply.text);
    });
  });
});
