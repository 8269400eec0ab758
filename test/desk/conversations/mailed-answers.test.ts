/** Answers in the sender's own mailbox: over TLS that is enforced, or not at all. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { after, before, it } from 'node:test';
import { smtpMailer } from '../../../src/backends/mailer/smtp.ts';
import { base32 } from '../../../src/delivery/base32.ts';
import type { Context } from '../../../src/delivery/context.ts';
import { findAnswerTag } from '../../../src/delivery/replies/answer-tag.ts';
import { mostMailed } from '../../../src/delivery/replies/mail-reply.ts';
import { readReply } from '../../../src/desk/conversations/read-reply.ts';
import { texts } from '../../../views/languages/index.ts';
import { withDatabases } from '../../support/database.ts';
import { acceptMail } from '../../support/gateway-mail.ts';
import { type File, openPortal, type Portal } from '../../support/portal.ts';
import { answerAs } from '../../support/reply.ts';
import { type Sink, smtpSink, trustLocalhost } from '../../support/smtp-sink.ts';
import { addColleague, addUnit, type Colleague, deactivate } from '../../support/staff.ts';

const { came } = texts.da.conversations.mail;

interface Read {
  headers: Record<string, string>;
  parts: { type: string; name: string | null; base64: string }[];
}

/** A mail as Python's library reads it. */
function read(raw: Buffer): Read {
  const script = `
import sys, json, base64, email, email.policy
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
assert not mail.defects, mail.defects
parts = [p for p in mail.walk() if not p.is_multipart()]
print(json.dumps({'headers': {k.lower(): str(v).strip() for k, v in mail.items()}, 'parts': [
  {'type': p.get_content_type(), 'name': p.get_filename(), 'base64': base64.b64encode(p.get_payload(decode=True)).decode()}
  for p in parts]}))`;
  const { stdout, stderr, status } = spawnSync('python3', ['-c', script], { input: raw, maxBuffer: 2 ** 28 });
  assert.equal(status, 0, stderr.toString());
  return JSON.parse(stdout.toString()) as Read;
}

withDatabases('An answer that goes to a mailbox', (db) => {
  let portal: Portal;
  let ctx: Context;
  let sink: Sink;
  let author: Colleague;
  let count = 0;
  before(async () => {
    trustLocalhost();
    portal = await openPortal(db);
    ctx = portal.ctx;
    Object.assign(ctx.settings, { bounces: 'bounces.example' });
    author = await addColleague(db, await addUnit(db));
    await wants(author);
  });
  after(() => portal.close());

  const wants = (who: Colleague) =>
    db.database.query('update people set replies_by_mail = true where id = $1', [who.id]);

  async function sent(who = author, id: string | null = null) {
    const email = `ana${(count += 1)}@example.com`;
    const to = [{ email, phone: '+4520123456', name: 'Ana Berg' }];
    const { id: message, deliveries } = await acceptMail(portal, {
      sender: { ...portal.sender, author: who.id },
      id,
      to,
    });
    return { message, delivery: deliveries[0]!.id, email };
  }

  /** Works the jobs off with a mail server of these manners; gives what it took. */
  async function worked(options: Parameters<typeof smtpSink>[0] = { tls: 'starttls' }) {
    sink = await smtpSink(options);
    const mailer = smtpMailer({ url: `smtp://localhost:${sink.port}` });
    const usual = portal.carriers.mailer;
    portal.carriers.mailer = mailer;
    try {
      await portal.work();
    } finally {
      portal.carriers.mailer = usual;
      await mailer.close();
      await sink.close();
    }
    return sink.received
      .filter(({ to }) => /^colleague/.test(to[0]!))
      .map((mail) => ({ ...mail, ...read(mail.raw) }));
  }

  const mailedAt = async (reply: string) =>
    (
      await db.database.query<{ mailed: boolean; read: boolean }>(
        'select mailed_at is not null as mailed, read_at is not null as read from replies where id = $1',
        [reply],
      )
    ).rows[0];

  it('comes whole, with its files, from the recipient by name, and into the thread of the mail that it answers', async () => {
    const case_ = await sent(author, 'first@fredericia.example');
    const files: File[] = [
      { filename: 'løn.pdf', contentType: 'application/pdf', bytes: randomBytes(300_000) },
      { filename: 'empty.txt', contentType: 'text/plain', bytes: Buffer.alloc(0) },
    ];
    const words = 'Kære alle\n.\n> quoted\nFrom here on: æøå\n';
    const reply = await answerAs(ctx, case_, words, files);
    const later = await answerAs(ctx, case_, 'One more thing');
    const [first, second] = (await worked()).toSorted((one, other) => other.parts.length - one.parts.length);
    assert.equal(first!.secure, true);
    assert.deepEqual(first!.to, [author.email]);
    assert.match(first!.headers.from!, /^"?Ana Berg \(Fredericia Kommune\)"? <segl@fredericia\.example>$/);
    assert.equal(first!.headers.subject, 'Re: Hemmelighed +4529999999');
    assert.equal(first!.headers['in-reply-to'], '<first@fredericia.example>');
    const [text, ...others] = first!.parts;
    assert.ok(Buffer.from(text!.base64, 'base64').toString().replaceAll('\r\n', '\n').startsWith(words));
    assert.deepEqual(
      others.map(({ name, type, base64 }) => [name, type, base64]),
      files.map(({ filename, contentType, bytes }) => [filename, contentType, bytes.toString('base64')]),
    );
    assert.deepEqual(
      [second!.headers['in-reply-to'], second!.headers.references],
      [first!.headers['message-id'], `<first@fredericia.example> ${first!.headers['message-id']}`],
    );
    assert.deepEqual(await mailedAt(reply), { mailed: true, read: false });
    const [local] = first!.headers['reply-to']!.split('@');
    assert.equal(first!.from, first!.headers['reply-to']);
    const tag = await findAnswerTag(db.database, local!);
    assert.deepEqual(tag, {
      kind: 'answer',
      reply,
      message: case_.message,
      person: author.id,
      email: author.email,
    });
    assert.notEqual(second!.headers['reply-to'], first!.headers['reply-to']);
    assert.ok(later);
  });

  for (const [what, options] of [
    ['offers no TLS', { tls: 'none' }],
    [
      'does not take it',
      {
        tls: 'starttls',
        onData: (raw: string) => (/^Subject: Re:/m.test(raw) ? { code: 552, words: 'No' } : undefined),
      },
    ],
  ] as const)
    it(`stays at the desk where the server ${what}, and a plain notice says so`, async () => {
      const reply = await answerAs(ctx, await sent(), 'Please call me');
      const mails = await worked(options);
      assert.equal(mails.length, 1);
      assert.equal(mails[0]!.headers.subject, came.subject);
      const said = Buffer.from(mails[0]!.parts[0]!.base64, 'base64').toString();
      assert.ok(said.includes(what === 'offers no TLS' ? came.why.no_tls : came.why.refused), said);
      assert.doesNotMatch(mails[0]!.raw.toString(), /call me/);
      assert.deepEqual(await mailedAt(reply), { mailed: false, read: false });
    });

  it('stays at the desk where it is too large for a mail', async () => {
    const bytes = Buffer.alloc(mostMailed);
    await answerAs(ctx, await sent(), 'Large', [{ filename: 'a', contentType: 'text/plain', bytes }]);
    const [mail] = await worked();
    assert.ok(Buffer.from(mail!.parts[0]!.base64, 'base64').toString().includes(came.why.too_large));
  });

  it('has a tag for nobody else, for no other answer, and for as long as it may be answered', async () => {
    const other = await addColleague(db, author.sender.unit);
    await wants(other);
    const case_ = await sent();
    const reply = await answerAs(ctx, case_, 'One');
    const [mail] = await worked();
    const [local] = mail!.headers['reply-to']!.split('@') as [string];
    assert.equal((await findAnswerTag(db.database, local.toUpperCase()))?.person, author.id);
    const flipped = (at: number) =>
      local.slice(0, at) + (local[at] === 'a' ? 'b' : 'a') + local.slice(at + 1);
    for (const forged of [
      flipped(4),
      flipped(30),
      local.slice(0, -1),
      `${local}a`,
      local.replace('c-', 'r-'),
      'c-',
      '',
    ])
      assert.equal(await findAnswerTag(db.database, forged), undefined, forged);
    await db.owner.query(`update replies set sent_at = sent_at - interval '30 days' where id = $1`, [reply]);
    await assert.rejects(findAnswerTag(db.database, local), { code: 'gone' });
    await db.owner.query(`update replies set sent_at = sent_at + interval '30 days' where id = $1`, [reply]);
    await db.database.query('insert into case_keepers (message_id, person_id) values ($1, $2)', [
      case_.message,
      other.id,
    ]);
    assert.equal(await findAnswerTag(db.database, local), undefined, 'the case is another one’s now');
    await deactivate(db, other.id);
    assert.equal((await findAnswerTag(db.database, local))?.reply, reply);
    await db.database.query(`update deliveries set status = 'recalled' where id = $1`, [case_.delivery]);
    await assert.rejects(findAnswerTag(db.database, local), { code: 'gone' });
    assert.equal((await readReply(ctx, author.viewer, case_.message, reply)).content.text, 'One');
  });

  it('has no tag that its recipient could make, who knows their links, their answer, and from a receipt whose the case is', async () => {
    const case_ = await sent();
    const reply = await answerAs(ctx, case_, 'One');
    await worked();
    const { rows } = await db.database.query<{ hash: Buffer }>(
      'select hash from link_tokens where delivery_id = $1',
      [case_.delivery],
    );
    assert.ok(rows.length > 0);
    for (const { hash } of rows) {
      const mac = createHmac('sha256', hash).update(`answer ${reply} ${author.id}`).digest();
      const forged = `c-${base32(Buffer.from(reply.replaceAll('-', ''), 'hex'))}-${base32(mac.subarray(0, 10))}`;
      assert.equal(await findAnswerTag(db.database, forged), undefined);
    }
  });
});
