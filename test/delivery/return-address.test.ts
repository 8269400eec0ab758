/** Addresses that only we can make, and whoever got one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { smtpMailer } from '../../src/backends/mailer/smtp.ts';
import { base32, fromBase32 } from '../../src/delivery/base32.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { failureNoticeAddress, findReturnAddress, noticeAddress } from '../../src/delivery/return-address.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail } from '../support/gateway-mail.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';
import { type Sink, smtpSink } from '../support/smtp-sink.ts';

describe('Base32', () => {
  it('is that of RFC 4648 section 10, in lower case and without padding', () => {
    const vectors = ['', 'my', 'mzxq', 'mzxw6', 'mzxw6yq', 'mzxw6ytb', 'mzxw6ytboi'];
    for (const [length, text] of vectors.entries()) {
      const bytes = Buffer.from('foobar'.slice(0, length));
      assert.equal(base32(bytes), text);
      assert.deepEqual(fromBase32(text), bytes);
      assert.deepEqual(fromBase32(text.toUpperCase()), bytes);
    }
  });

  it('reads nothing that it would not have written', () => {
    for (const text of ['m', 'mz1', 'mzx', 'mz', 'mzxw6ytboj', 'my======', 'mz xq', 'æ', '\0\0'])
      assert.equal(fromBase32(text), undefined, JSON.stringify(text));
  });
});

withDatabases('The return addresses of a notice', (db) => {
  let portal: Portal;
  let sink: Sink;
  let [bounce, reply, other]: string[] = [];
  let delivery = '';
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
    sink = await smtpSink();
    portal.carriers.mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}` });
    const { deliveries, id } = await portal.send();
    await portal.work();
    await portal.send();
    await portal.work();
    delivery = deliveries[0]!.id;
    bounce = local(0);
    other = local(1);
    reply = replyTo(0).split('@')[0]!;
    await remindRecipients(portal.ctx, { kind: 'system', id: portal.sender.id, grants: [] }, id);
    await portal.work();
  });
  after(async () => {
    await portal.carriers.mailer.close();
    await sink.close();
    await portal.close();
  });

  const local = (index: number) => sink.received[index]!.from.split('@')[0]!;
  const replyTo = (index: number) =>
    sink.received[index]!.raw.toString().match(/^Reply-To:\s+<?([^>\s]*)/m)![1]!;
  const find = (address: string) => findReturnAddress(db.database, address);

  it('are one for bounces, in the envelope, and another for answers', async () => {
    assert.match(sink.received[0]!.from, /^b-[a-z2-7]{26}-[a-z2-7]{16}@bounces\.fredericia\.example$/);
    assert.match(replyTo(0), /^r-[a-z2-7]{26}-[a-z2-7]{16}@bounces\.fredericia\.example$/);
    assert.ok(sink.received[0]!.from.split('@')[0]!.length <= 64, 'RFC 5321 section 4.5.3.1.1');
    assert.deepEqual(await find(bounce!), { kind: 'bounce', delivery, reminder: false });
    assert.deepEqual(await find(reply!), { kind: 'reply', delivery, reminder: false });
  });

  it('stay themselves in any case, since servers mind none', async () => {
    assert.deepEqual(await find(bounce!.toUpperCase()), { kind: 'bounce', delivery, reminder: false });
  });

  it('tell a reminder from the first notice', async () => {
    assert.deepEqual(await find(local(2)), { kind: 'bounce', delivery, reminder: true });
  });

  it('cannot be forged, cut, mixed or used for another purpose', async () => {
    const [b, id, mac] = bounce!.split('-') as [string, string, string];
    const [, otherId, otherMac] = other!.split('-') as [string, string, string];
    const [, , replyMac] = reply!.split('-') as [string, string, string];
    const flipped = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
    const forged = [
      '',
      '-',
      '--',
      b,
      `${b}-${id}`,
      `${b}-${id}-`,
      `${b}--${mac}`,
      `-${id}-${mac}`,
      `${b}-${id}-${mac}-`,
      `${b}-${id}-${mac}-x`,
      `${b}-${id}-${mac.slice(0, -1)}`,
      `${b}-${id.slice(1)}-${mac}`,
      `${b}-${id}-${mac}a`,
      `r-${id}-${mac}`,
      `b-${id}-${replyMac}`,
      `f-${id}-${mac}`,
      `f-${id}`,
      `f-${id}-s`,
      `x-${id}-${mac}`,
      `${b}-${otherId}-${mac}`,
      `${b}-${id}-${otherMac}`,
      `${b}-${mac}-${id}`,
      `${b}-${'a'.repeat(26)}-${'a'.repeat(16)}`,
      `${b}-${id}-${'a'.repeat(16)}`,
      `${b}-${delivery}-${mac}`,
      noticeAddress('bounce', delivery, Buffer.alloc(32)),
      `${b}-${id}-${mac}`.replaceAll('-', '+'),
      `${b}-${id}-${mac}`.replaceAll('-', '='),
      'x'.repeat(10_000),
      '-'.repeat(10_000),
      `${b}-${id}-${mac}\0`,
      `${b}-${id}-🧜🧜🧜🧜`,
      `__proto__-${id}-${mac}`,
      ...Array.from({ length: mac.length }, (_, at) => `${b}-${id}-${flipped(mac, at)}`),
      ...Array.from({ length: id.length }, (_, at) => `${b}-${flipped(id, at)}-${mac}`),
    ];
    for (const address of forged) {
      assert.equal(await find(address), undefined, address.slice(0, 80));
      assert.equal(await find(address.toUpperCase()), undefined, address.slice(0, 80));
    }
  });

  it('of a mail about failures exist for mails that were made, and say who got them', async () => {
    await acceptMail(portal, { sender: portal.sender, to: [{ ...recipientDraft, phone: undefined }] });
    await portal.work();
    const sent = sink.received.at(-1)!;
    const found = await find(sent.from.split('@')[0]!);
    assert.ok(found?.kind === 'failure_notice');
    const { notice, to } = found.notice;
    assert.equal(sent.to[0], 'dpo@fredericia.example');
    assert.equal(to, 'compliance');
    for (const address of [
      failureNoticeAddress({ notice: delivery, to }),
      failureNoticeAddress(found.notice).slice(0, -1),
      failureNoticeAddress(found.notice).slice(0, -2),
      `${failureNoticeAddress(found.notice)}x`,
      failureNoticeAddress(found.notice).replace(/.$/, 'x'),
      failureNoticeAddress(found.notice).replace(/.$/, 'constructor'),
    ])
      assert.equal(await find(address), undefined, address);
    assert.deepEqual(await find(failureNoticeAddress({ notice, to }).toUpperCase()), found);
  });
});
