/** Mail that no rule seals is passed on as it came, and nothing of it stays. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { smtpMailer } from '../../src/backends/mailer/smtp.ts';
import type { RelayEnvelope } from '../../src/delivery/mail-origin.ts';
import { sweep } from '../../src/delivery/sweep.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail, addPerson, readable } from '../support/gateway-mail.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';
import { type Refusing, type Sink, scriptedServer, smtpSink } from '../support/smtp-sink.ts';

const author = 'author@fredericia.example';
const dkim = {
  domain: 'fredericia.example',
  selector: 's1',
  key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string,
};
const unused = async () => undefined as never;

/** Odd on purpose: bytes that a mail program may send, and that nobody is to tidy on the way. */
const odd = Buffer.from(
  'From: "B, A" <author@fredericia.example>\r\nTo: x@example.com\r\nSubject:  =?utf-8?q?H=C3=B8?=\r\n' +
    'X-Odd:\tone\r\n\ttwo\r\nMessage-ID: <1@outlook.example>\r\n\r\n.dot\r\n..dots\r\nr\xe6d\x80 gr\xf8d\r\n\r\n.\r\nend\r\n',
  'latin1',
);

withDatabases('Mail that is passed on', (db) => {
  let portal: Portal;
  let sink: Sink;
  let answer: Refusing | undefined;
  let authorId = '';
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
    authorId = await addPerson(db, portal, author);
    sink = await smtpSink({ onRcpt: (address) => answer?.(address) });
    portal.carriers.mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}`, dkim });
  });
  afterEach(async () => {
    answer = undefined;
    (sink.received as unknown[]).length = 0;
    for (const table of ['jobs', 'failures']) await db.database.query(`delete from ${table}`);
  });
  after(async () => {
    await portal.carriers.mailer.close();
    await sink.close();
    await portal.close();
  });

  const passOn = (
    raw: Buffer | AsyncIterable<Uint8Array>,
    emails: string[],
    envelope: Partial<RelayEnvelope> = {},
  ) =>
    acceptMail(portal, {
      sender: { ...portal.sender, author: authorId },
      passOn: emails.map((email) => ({
        email,
        envelope: { from: 'sender@fredericia.example', ...envelope },
      })),
      raw,
    });
  const rawParts = async (message: string) =>
    (
      await db.database.query<{ blob: string | null }>('select blob from parts where message_id = $1', [
        message,
      ])
    ).rows;
  const statuses = async (message: string) =>
    (
      await db.database.query<{ status: string; reason: string | null }>(
        'select status, reason from deliveries where message_id = $1 order by position',
        [message],
      )
    ).rows;
  const typesOf = async (delivery: string) => (await portal.events(delivery)).map(({ type }) => type);
  const ready = () => db.database.query('update jobs set run_at = now() where dead_at is null');

  it('arrives byte for byte, unsigned by us, from the sender that it had', async () => {
    const { id, deliveries } = await passOn(odd, ['x@example.com']);
    await portal.work();
    assert.equal(sink.received.length, 1);
    const { raw, from, to } = sink.received[0]!;
    assert.deepEqual(raw.toString('latin1'), odd.toString('latin1'));
    assert.deepEqual([from, to], ['sender@fredericia.example', ['x@example.com']]);
    assert.deepEqual(await typesOf(deliveries[0]!.id), ['delivery.exempted', 'delivery.relayed']);
    assert.equal((await statuses(id))[0]!.status, 'relayed');
    assert.deepEqual(await rawParts(id), [], 'nothing of it is kept');
  });

  it('from the null sender leaves under the null sender', async () => {
    await passOn(odd, ['x@example.com'], { from: '' });
    await portal.work();
    assert.equal(sink.received[0]!.from, '');
  });

  it('asks the next server for reports as the sender asked us, and not otherwise', async () => {
    const server = await scriptedServer((line) =>
      line === ''
        ? '220 next\r\n'
        : /^EHLO/.test(line)
          ? '250-next\r\n250 DSN\r\n'
          : line === 'DATA'
            ? '354 go\r\n'
            : line === '.' || /^(MAIL|RCPT|RSET)/.test(line)
              ? '250 ok\r\n'
              : /^QUIT/.test(line)
                ? '221 bye\r\n'
                : undefined,
    );
    const { mailer } = portal.carriers;
    portal.carriers.mailer = smtpMailer({ url: `smtp://127.0.0.1:${server.port}` });
    const body = Buffer.from('Subject: x\r\n\r\nbody\r\n');
    await passOn(body, ['asked@example.com'], {
      notify: ['SUCCESS', 'DELAY'],
      orcpt: 'rfc822;first@example.com',
      ret: 'FULL',
      envid: 'QQ314159',
    });
    await portal.work();
    await passOn(body, ['never@example.com'], { notify: ['NEVER'] });
    await portal.work();
    await passOn(body, ['plain@example.com']);
    await portal.work();
    await portal.carriers.mailer.close();
    portal.carriers.mailer = mailer;
    await server.close();
    const said = (start: string) => server.lines.find((line) => line.startsWith(start))!;
    const [first] = server.lines.filter((line) => line.startsWith('MAIL FROM'));
    assert.match(first!, /RET=FULL/);
    assert.match(first!, /ENVID=QQ314159/);
    assert.match(said('RCPT TO:<asked@'), /NOTIFY=SUCCESS,DELAY/);
    assert.match(said('RCPT TO:<asked@'), /ORCPT=rfc822;first@example\.com/);
    assert.match(said('RCPT TO:<never@'), /NOTIFY=NEVER/);
    assert.equal(said('RCPT TO:<plain@'), 'RCPT TO:<plain@example.com>');
  });

  it('put off is tried again, and kept until then', async () => {
    const { id } = await passOn(odd, ['later@example.com']);
    answer = () => ({ code: 451, words: '4.7.1 Greylisted' });
    await portal.work();
    assert.equal((await rawParts(id)).length, 1);
    assert.deepEqual(await statuses(id), [{ status: 'sent', reason: 'not_secured' }]);
    answer = undefined;
    await ready();
    await portal.work();
    assert.equal(sink.received.length, 1);
    assert.deepEqual(await rawParts(id), []);
  });

  it('refused is bounced, its sender told once, and kept no longer', async () => {
    answer = (to) => (to === 'gone@example.com' ? { code: 550, words: '5.1.1 No such user' } : undefined);
    const { id, deliveries } = await passOn(odd, ['gone@example.com']);
    await portal.work();
    assert.deepEqual(await typesOf(deliveries[0]!.id), ['delivery.exempted', 'delivery.relay_failed']);
    assert.deepEqual(await statuses(id), [{ status: 'bounced', reason: 'refused' }]);
    assert.deepEqual(await rawParts(id), []);
    assert.deepEqual(
      sink.received.map(({ to }) => to[0]),
      [author],
    );
    const mail = readable(sink.received[0]!.raw);
    assert.match(mail, /gone@example\.com/);
    assert.doesNotMatch(mail, /Hemmelighed|No such user/);
  });

  it('put off in all its tries has failed, and its sender is told', async () => {
    const { id } = await passOn(odd, ['full@example.com']);
    answer = (to) => (to === 'full@example.com' ? { code: 452, words: '4.2.2 Mailbox full' } : undefined);
    await portal.work();
    await db.database.query("update jobs set attempts = 10, run_at = now() where kind = 'relay'");
    await portal.work();
    assert.deepEqual(await statuses(id), [{ status: 'bounced', reason: 'undeliverable' }]);
    assert.deepEqual(
      sink.received.map(({ to }) => to[0]),
      [author],
    );
    assert.deepEqual(await rawParts(id), []);
  });

  it('of which nobody can read any more how to pass it on has failed, and is not forgotten', async () => {
    const { id } = await passOn(odd, ['x@example.com']);
    await db.database.query("update jobs set sealed = null where kind = 'relay'");
    await portal.work();
    assert.deepEqual(await statuses(id), [{ status: 'bounced', reason: 'undeliverable' }]);
    assert.deepEqual(
      sink.received.map(({ to }) => to[0]),
      [author],
    );
  });

  it('stays while one of its recipients waits', async () => {
    const { id } = await passOn(odd, ['now@example.com', 'later@example.com']);
    answer = (to) => (to === 'later@example.com' ? { code: 450, words: '4.2.1 Not now' } : undefined);
    await portal.work();
    assert.deepEqual(
      (await statuses(id)).map(({ status }) => status),
      ['relayed', 'sent'],
    );
    assert.equal((await rawParts(id)).length, 1);
    answer = undefined;
    await ready();
    await portal.work();
    assert.deepEqual(await rawParts(id), []);
  });

  it('goes when its last recipients are done at the same moment', async () => {
    const emails = Array.from({ length: 20 }, (_, n) => `many${n}@example.com`);
    for (let times = 0; times < 3; times += 1) {
      const { id } = await passOn(odd, emails);
      await portal.work();
      assert.ok((await statuses(id)).every(({ status }) => status === 'relayed'));
      assert.deepEqual(await rawParts(id), []);
    }
    assert.equal(sink.received.length, 60);
  });

  it('beside sealed recipients leaves their content alone', async () => {
    const { id } = await acceptMail(portal, {
      sender: { ...portal.sender, author: authorId },
      to: [recipientDraft],
      passOn: [{ email: 'x@example.com', envelope: { from: author } }],
      raw: odd,
    });
    await portal.work();
    assert.equal((await rawParts(id)).length, 1, 'the body');
    assert.deepEqual(
      (await statuses(id)).map(({ status }) => status),
      ['notified', 'relayed'],
    );
  });

  it('ends once, although its job is repeated by a worker that came back from the dead', async () => {
    const { id, deliveries } = await passOn(odd, ['x@example.com']);
    await db.database.query(
      "insert into jobs (kind, payload, sealed) select kind, payload, sealed from jobs where kind = 'relay'",
    );
    await portal.work();
    await db.database.query("insert into jobs (kind, payload) values ('relay', $1)", [
      JSON.stringify({ delivery: deliveries[0]!.id }),
    ]);
    await portal.work();
    // Of two that run at once, one may be put back to be looked at again.
    await db.database.query('update jobs set run_at = clock_timestamp()');
    await portal.work();
    assert.equal((await statuses(id))[0]!.status, 'relayed');
    assert.equal((await db.database.query('select from failures')).count, 0);
    assert.equal((await db.database.query('select from jobs')).count, 0);
  });

  it('of 30 MB streams through in a memory that does not grow with it, and its blob is swept', async () => {
    const block = Buffer.alloc(1024 * 1024, `${'x'.repeat(76)}\r\n`, 'latin1');
    async function* large() {
      yield Buffer.from('Subject: large\r\n\r\n');
      for (let megabytes = 0; megabytes < 30; megabytes += 1) yield block;
      yield Buffer.from('\r\n');
    }
    // Swallows the mail, so that only our own memory is measured.
    let bytes = 0;
    let most = 0;
    const { id } = await passOn(large(), ['big@example.com']);
    const { mailer } = portal.carriers;
    portal.carriers.mailer = {
      ...mailer,
      async send({ raw }) {
        assert.ok(!Buffer.isBuffer(raw));
        for await (const chunk of raw) {
          bytes += (chunk as Buffer).length;
          most = Math.max(most, (chunk as Buffer).length, raw.readableLength);
        }
        return { outcome: 'handed_over', server: 'next', reply: 'ok' };
      },
    };
    const [{ blob }] = (await rawParts(id)) as [{ blob: string }];
    await portal.work();
    portal.carriers.mailer = mailer;
    assert.equal(bytes, 18 + 30 * 1024 * 1024 + 2);
    assert.ok(most <= 4 * 1024 * 1024, `${most} bytes at once`);
    assert.deepEqual(await rawParts(id), []);
    await sweep(portal.ctx)({} as never, unused);
    await assert.rejects(
      async () => {
        for await (const chunk of await portal.ctx.blobs.read(blob, 0, 1)) void chunk;
      },
      { name: 'BlobGone' },
    );
  });

  it('of 30 MB reaches the next server whole', async () => {
    const line = Buffer.from(`${'y'.repeat(74)}\r\n`);
    const body = Buffer.concat([
      Buffer.from('Subject: large\r\n\r\n'),
      ...Array(30).fill(Buffer.alloc(76 * 13_797, line)),
    ]);
    const { id } = await passOn(body, ['big@example.com']);
    await portal.work();
    assert.ok(sink.received[0]!.raw.equals(body));
    assert.deepEqual(await rawParts(id), []);
  });
});
