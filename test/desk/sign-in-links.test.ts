import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { smtpMailer } from '../../src/backends/mailer/smtp.ts';
import { mintSignInLink } from '../../src/delivery/sign-in-link.ts';
import { newWelcome } from '../../src/desk/people/people.ts';
import { askForSignInLink, findSignInLink, useSignInLink } from '../../src/desk/account/sign-in-links.ts';
import { staffOf } from '../../src/desk/account/sessions.ts';
import { acceptWelcome } from '../../src/desk/account/welcome.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { type Sink, smtpSink } from '../support/smtp-sink.ts';

const gone = { name: 'Refusal', code: 'gone' };
const spent = { name: 'Refusal', code: 'budget_spent' };

withDatabases('One-time links for senders without a password', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());
  afterEach(async () => {
    await db.database.query('delete from jobs');
    await db.database.query('delete from budgets');
  });

  async function person(email: string, role = 'sender', password: string | null = null): Promise<string> {
    const id = randomUUID();
    await db.database.query(
      `insert into people (id, unit_id, email, name, password_hash) values ($1, $2, $3, $3, $4)`,
      [id, portal.sender.unit, email, password],
    );
    await grant(id, role);
    return id;
  }

  const grant = (who: string, role: string) =>
    db.database.query('insert into grants (person_id, role) values ($1, $2)', [who, role]);

  async function mint(who: string, message: string | null = null): Promise<string> {
    const path = await db.database.transaction((tx) => mintSignInLink(tx, who, message));
    return path.match(/^\/desk\/links\/([\w-]{43})$/)![1]!;
  }

  const jobs = async () =>
    (
      await db.database.query<{ payload: { person: string | null }; sealed: string | null }>(
        "select payload, sealed from jobs where kind = 'sign_in_link' order by id",
      )
    ).rows;
  const mailsTo = async (email: string) => (await portal.outbox()).filter(({ to }) => to === email);
  const ask = (email: string, ip = '192.0.2.7') => askForSignInLink(portal.ctx, email, ip, 'en');
  const tokenIn = (text: string) => text.match(/http:\/\/localhost:3000\/desk\/links\/([\w-]{43})/)![1]!;

  it('open one session, whose it is, and are then used up', async () => {
    const who = await person('once@example.dk');
    const token = await mint(who);
    assert.deepEqual(await findSignInLink(portal.ctx, token), { email: 'once@example.dk' });
    assert.deepEqual(
      await findSignInLink(portal.ctx, token),
      { email: 'once@example.dk' },
      'looking costs none',
    );
    const { secret, message } = await useSignInLink(portal.ctx, token);
    assert.equal(message, null);
    const staff = await staffOf(portal.ctx, secret);
    assert.deepEqual([staff?.id, staff?.held], [who, [{ role: 'sender', unit: null }]]);
    assert.equal(await findSignInLink(portal.ctx, token), undefined);
    await assert.rejects(useSignInLink(portal.ctx, token), gone);
  });

  it('live 72 hours', async () => {
    const token = await mint(await person('old@example.dk'));
    const { rows } = await db.database.query<{ hours: number }>(
      'select round(extract(epoch from max(expires_at) - now()) / 3600)::int as hours from sign_in_links',
    );
    assert.equal(rows[0]!.hours, 72);
    await db.database.query("update sign_in_links set expires_at = now() - interval '1 second'");
    assert.equal(await findSignInLink(portal.ctx, token), undefined);
    await assert.rejects(useSignInLink(portal.ctx, token), gone);
  });

  it('are no use when unknown, or to people who are gone, have a password or more rights', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), '\0', '🧜']) {
      assert.equal(await findSignInLink(portal.ctx, token), undefined);
      await assert.rejects(useSignInLink(portal.ctx, token), gone);
    }
    const { count } = await db.database.query('select from staff_sessions');
    const updated = (change: string) => `update people set ${change} where id = $1`;
    for (const [index, change] of [
      updated('deactivated_at = now()'),
      updated("password_hash = 'hash'"),
      updated("issuer = 'https://login.example', subject = 'x'"),
      "insert into grants (person_id, role) values ($1, 'compliance')",
      "insert into grants (person_id, role) values ($1, 'admin')",
    ].entries()) {
      const who = await person(`changed${index}@example.dk`);
      const token = await mint(who);
      await db.database.query(change, [who]);
      assert.equal(await findSignInLink(portal.ctx, token), undefined, change);
      await assert.rejects(useSignInLink(portal.ctx, token), gone, change);
    }
    assert.equal((await db.database.query('select from staff_sessions')).count, count);
  });

  it('give nobody more rights than a sender’s, whatever the person becomes meanwhile', async () => {
    const who = await person('rises@example.dk');
    const { secret } = await useSignInLink(portal.ctx, await mint(who));
    await grant(who, 'admin');
    assert.equal(await staffOf(portal.ctx, secret), undefined);
    const path = await db.database.transaction((tx) => newWelcome(tx, who));
    const chosen = { password: 'four words make sense' };
    const own = await acceptWelcome(portal.ctx, path.split('/').at(-1)!, chosen);
    assert.equal(await staffOf(portal.ctx, secret), undefined);
    assert.ok((await staffOf(portal.ctx, own))?.held.some(({ role }) => role === 'admin'));
  });

  it('give one session to ten who come at the same moment', async () => {
    const who = await person('ten@example.dk');
    const token = await mint(who);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => useSignInLink(portal.ctx, token)),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    const { count } = await db.database.query('select from staff_sessions where person_id = $1', [who]);
    assert.equal(count, 1);
  });

  it('stay usable where the session could not be opened', async () => {
    const token = await mint(await person('broken@example.dk'));
    await db.owner.query('alter table staff_sessions rename to elsewhere');
    await assert.rejects(useSignInLink(portal.ctx, token));
    await db.owner.query('alter table elsewhere rename to staff_sessions');
    await useSignInLink(portal.ctx, token);
  });

  it('lead to the message where it is the person’s own, and to none of somebody else', async () => {
    const [mine, other] = [await person('mine@example.dk'), await person('other@example.dk')];
    const { id: message } = await portal.send();
    await db.database.query('update messages set person_id = $2 where id = $1', [message, mine]);
    assert.equal((await useSignInLink(portal.ctx, await mint(mine, message))).message, message);
    assert.equal((await useSignInLink(portal.ctx, await mint(other, message))).message, null);
    assert.equal((await useSignInLink(portal.ctx, await mint(mine, randomUUID()))).message, null);
  });

  it('are mailed to the address itself, with the link and nothing of a message', async () => {
    const who = await person('Asks@example.dk');
    const { id: message } = await portal.send({ subject: 'Hemmelighed', text: 'Ingen må se dette' });
    await db.database.query('update messages set person_id = $2 where id = $1', [message, who]);
    await portal.work();
    await ask(' ASKS@example.dk ');
    const planned = await jobs();
    assert.deepEqual(
      planned.map(({ payload, sealed }) => [payload.person, sealed]),
      [[who, null]],
    );
    await portal.work();
    const [mail, ...more] = await mailsTo('Asks@example.dk');
    assert.equal(more.length, 0);
    assert.doesNotMatch(JSON.stringify(mail), /Hemmelighed|Ingen m|ana@example|\+45/);
    assert.match(mail!.text, /It works once, until/);
    const token = tokenIn(mail!.text);
    assert.equal((await staffOf(portal.ctx, (await useSignInLink(portal.ctx, token)).secret))?.id, who);
  });

  it('lie in the database as hashes only', async () => {
    await person('hashes@example.dk');
    await ask('hashes@example.dk');
    await portal.work();
    const token = tokenIn((await mailsTo('hashes@example.dk'))[0]!.text);
    for (const table of ['sign_in_links', 'jobs', 'outbox', 'budgets', 'staff_sessions']) {
      const { rows } = await db.owner.query<{ row: string }>(`select t::text as row from ${table} t`);
      const raw = Buffer.from(token, 'base64url').toString('hex');
      assert.doesNotMatch(rows.map(({ row }) => row).join('\n'), new RegExp(`${token}|${raw}`), table);
    }
    const { rows } = await db.database.query<{ size: number }>(
      'select octet_length(token_hash) as size from sign_in_links',
    );
    assert.ok(rows.every(({ size }) => size === 32));
  });

  it('are mailed to nobody who is unknown, gone, has a password or more rights', async () => {
    await person('has-password@example.dk', 'sender', 'hash');
    await person('chief@example.dk', 'admin');
    await db.database.query('update people set deactivated_at = now() where id = $1', [
      await person('left@example.dk'),
    ]);
    const addresses = ['nobody@example.dk', 'has-password@example.dk', 'chief@example.dk', 'left@example.dk'];
    for (const email of addresses) await ask(email);
    assert.deepEqual(
      (await jobs()).map(({ payload }) => payload.person),
      addresses.map(() => null),
      'each asks for the same work',
    );
    const before = (await portal.outbox()).length;
    await portal.work();
    assert.equal((await portal.outbox()).length, before);
    assert.equal((await jobs()).length, 0);
  });

  it('are not mailed to somebody who got a password while the mail waited', async () => {
    const who = await person('meanwhile@example.dk');
    await ask('meanwhile@example.dk');
    await db.database.query("update people set password_hash = 'hash' where id = $1", [who]);
    await portal.work();
    assert.deepEqual(await mailsTo('meanwhile@example.dk'), []);
  });

  it('are asked for five times an hour for an address, known or not, in any spelling', async () => {
    await person('often@example.dk');
    for (const email of ['often@example.dk', 'unknown@example.dk']) {
      for (let n = 0; n < 5; n += 1) await ask(n % 2 ? email.toUpperCase() : email, `198.51.${n}.1`);
      await assert.rejects(ask(email, '203.0.113.1'), spent);
    }
    assert.equal((await jobs()).length, 10);
  });

  it('are asked for fifty times an hour from a network', async () => {
    for (let n = 0; n < 50; n += 1) await ask(`someone${n}@example.dk`, `192.0.2.${n}`);
    await assert.rejects(ask('someone50@example.dk', '192.0.2.200'), spent);
    await ask('someone50@example.dk', '192.0.3.1');
  });

  it('are asked for with an address, and with nothing else', async () => {
    for (const email of [
      '',
      'x',
      'a@b',
      "' or 1=1 --",
      'a\r\nBcc: b@example.dk',
      `${'x'.repeat(300)}@a.dk`,
    ]) {
      await assert.rejects(ask(email), { name: 'Refusal', code: 'email_invalid' }, email);
    }
    assert.equal((await jobs()).length, 0);
    assert.equal((await db.database.query('select from budgets')).count, 0);
  });

  it('put off by the next server are mailed later, with a link that works', async () => {
    let asked = 0;
    const sink: Sink = await smtpSink({
      onRcpt: () => (++asked === 1 ? { code: 451, words: '4.7.1 Greylisted' } : undefined),
    });
    const { mailer } = portal.carriers;
    portal.carriers.mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}` });
    await person('later@example.dk');
    await ask('later@example.dk');
    await portal.work();
    assert.equal(sink.received.length, 0);
    assert.equal((await jobs()).length, 1);
    await db.database.query('update jobs set run_at = now()');
    await portal.work();
    assert.deepEqual(
      sink.received.map(({ to }) => to),
      [['later@example.dk']],
    );
    const raw = sink.received[0]!.raw.toString().replace(/=\r\n/g, '');
    await useSignInLink(portal.ctx, tokenIn(raw));
    await portal.carriers.mailer.close();
    await sink.close();
    portal.carriers.mailer = mailer;
  });

  it('refused for good by the next server are not tried again', async () => {
    const sink: Sink = await smtpSink({ onRcpt: () => ({ code: 550, words: '5.1.1 No such user' }) });
    const { mailer } = portal.carriers;
    portal.carriers.mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}` });
    await person('refused@example.dk');
    await ask('refused@example.dk');
    await portal.work();
    assert.equal((await jobs()).length, 0);
    await portal.carriers.mailer.close();
    await sink.close();
    portal.carriers.mailer = mailer;
  });
});
