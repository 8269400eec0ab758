/** What becomes of a mail about failures that meets a server, a crash, another worker, or very many failures. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { smtpMailer } from '../../src/backends/mailer/smtp.ts';
import { mailAndPhoneTexts } from '../../src/composition/texts.ts';
import { notifyOfFailures, tellSomebodyElse } from '../../src/delivery/failure-notices.ts';
import { gatherFailures } from '../../src/delivery/gather-failures.ts';
import { findReturnAddress } from '../../src/delivery/return-address.ts';
import { withDatabases } from '../support/database.ts';
import { acceptMail, addPerson, addSystem, readable } from '../support/gateway-mail.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { type Refusing, type Sink, smtpSink } from '../support/smtp-sink.ts';

const compliance = 'dpo@fredericia.example';
const unused = async () => undefined as never;

withDatabases('A mail about failures on its road', (db) => {
  let portal: Portal;
  let sink: Sink;
  let answer: Refusing | undefined;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
    sink = await smtpSink({ onRcpt: (address) => answer?.(address) });
    portal.carriers.mailer = smtpMailer({ url: `smtp://127.0.0.1:${sink.port}` });
  });
  afterEach(async () => {
    answer = undefined;
    (sink.received as unknown[]).length = 0;
    await db.database.query('delete from failures');
    await db.database.query('delete from jobs');
  });
  after(async () => {
    await portal.carriers.mailer.close();
    await sink.close();
    await portal.close();
  });

  const address = (what: string) => `${what}${(count += 1)}@fredericia.example`;
  const told = () => sink.received.map(({ to }) => to[0]!).sort();
  const refusing =
    (...addresses: string[]): Refusing =>
    (to) =>
      addresses.includes(to) ? { code: 550, words: '5.1.1 No such user' } : undefined;
  const ready = () => db.database.query('update jobs set run_at = now() where dead_at is null');
  /** The mail comes back to the address that it was sent from. */
  const comeBack = async (index: number) => {
    const found = await findReturnAddress(db.database, sink.received[index]!.from.split('@')[0]!);
    assert.ok(found?.kind === 'failure_notice');
    await tellSomebodyElse(portal.ctx, found.notice);
    await portal.work();
  };

  /** A held delivery of a system, in a person's name where `authored`. */
  async function fail({ owned, authored }: { owned: boolean; authored: boolean }) {
    const [author, owner] = [address('author'), address('owner')];
    const ownerId = owned ? await addPerson(db, portal, owner) : null;
    const system = await addSystem(db, portal, `System ${(count += 1)}`, ownerId);
    const authorId = authored ? await addPerson(db, portal, author) : undefined;
    const sender = { ...system, author: authorId };
    const { id } = await acceptMail(portal, { sender, to: [{ email: 'no@example.com' }] });
    return { author, owner, system: system.id, message: id };
  }

  it('refused by the sender’s server leaves it to the owner, who is told once', async () => {
    const { author, owner } = await fail({ owned: true, authored: true });
    answer = refusing(author);
    await portal.work();
    assert.deepEqual(told(), [owner]);
  });

  it('refused by the sender’s and the owner’s server goes to compliance, once', async () => {
    const { author, owner } = await fail({ owned: true, authored: true });
    answer = refusing(author, owner);
    await portal.work();
    assert.deepEqual(told(), [compliance]);
  });

  it('refused by the sender’s server, without an owner, goes to compliance, and there it ends', async () => {
    const { author } = await fail({ owned: false, authored: true });
    answer = refusing(author);
    await portal.work();
    assert.deepEqual(told(), [compliance]);
    assert.ok(readable(sink.received[0]!.raw).includes(author), 'compliance reads whose message it is');
    await fail({ owned: false, authored: false });
    answer = refusing(compliance);
    await portal.work();
    await portal.work();
    assert.deepEqual(told(), [compliance]);
    assert.equal((await db.database.query('select from jobs')).count, 0);
  });

  it('put off by the next server is tried again, and nobody else is told', async () => {
    const { author } = await fail({ owned: false, authored: true });
    answer = () => ({ code: 451, words: '4.7.1 Greylisted' });
    await portal.work();
    await ready();
    await portal.work();
    assert.deepEqual(told(), []);
    answer = undefined;
    await ready();
    await portal.work();
    assert.deepEqual(told(), [author]);
  });

  it('put off in all its tries goes to the next one up', async () => {
    const { author } = await fail({ owned: false, authored: true });
    answer = (to) => (to === author ? { code: 451, words: '4.2.2 Mailbox full' } : undefined);
    await portal.work();
    await db.database.query("update jobs set attempts = 10, run_at = now() where kind = 'failure_notice'");
    await portal.work();
    assert.deepEqual(told(), [compliance]);
    const { rows } = await db.database.query<{ last_error: string }>(
      'select last_error from jobs where dead_at is not null',
    );
    assert.equal(rows.length, 1, 'and a person sees that it died');
  });

  it('that comes back goes one up, once, however often it does, and never round', async () => {
    const { author } = await fail({ owned: false, authored: true });
    await portal.work();
    assert.deepEqual(told(), [author]);
    assert.match(sink.received[0]!.from, /^f-[a-z2-7]{26}-s@bounces\.fredericia\.example$/);
    for (let times = 0; times < 3; times += 1) await comeBack(0);
    assert.deepEqual(told(), [author, compliance].sort());
    for (let times = 0; times < 3; times += 1) await comeBack(1);
    assert.deepEqual(told(), [author, compliance].sort());
    assert.equal((await db.database.query('select from failures')).count, 1, 'it is no failure itself');
  });

  it('of an owner that comes back goes to compliance, and ten reports at once tell it once', async () => {
    const { owner } = await fail({ owned: true, authored: false });
    await portal.work();
    assert.deepEqual(told(), [owner]);
    await Promise.all(Array.from({ length: 10 }, () => comeBack(0)));
    assert.deepEqual(told(), [compliance, owner].sort());
  });

  it('has no return path but an address of its own, or none where there is no domain for returns', async () => {
    Object.assign(portal.ctx.settings, { bounces: undefined });
    await fail({ owned: false, authored: true });
    await portal.work();
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
    assert.deepEqual(
      sink.received.map(({ from }) => from),
      [''],
    );
  });

  it('is repeated, not lost, when its process ends between hand-over and commit', async () => {
    const { author } = await fail({ owned: false, authored: true });
    await gatherFailures(portal.ctx)({} as never, unused);
    const { rows } = await db.database.query<{ id: number; payload: Record<string, string> }>(
      "select id, payload from jobs where kind = 'failure_notice'",
    );
    const killed = { ...portal.ctx.db, transaction: () => Promise.reject(new Error('killed')) };
    const handler = notifyOfFailures(
      { ...portal.ctx, db: killed },
      portal.carriers.mailer,
      mailAndPhoneTexts(portal.ctx.settings),
    );
    const job = { ...rows[0]!, kind: 'failure_notice', sealed: null, attempts: 1 };
    await assert.rejects(handler(job, unused) as Promise<unknown>, /killed/);
    await portal.work();
    assert.deepEqual(told(), [author, author]);
    const ids = sink.received.map(({ raw }) => raw.toString().match(/^Message-ID: (.*)$/m)![1]);
    assert.equal(ids[0], ids[1], 'a server that knows it drops the second');
    assert.equal((await db.database.query('select from jobs')).count, 0);
  });

  it('is planned for every failure, whichever statement of the gathering breaks', async () => {
    const { author, owner } = await fail({ owned: true, authored: true });
    for (let at = 1, broken = true; broken; at += 1) {
      let asked = 0;
      broken = false;
      const transaction: typeof portal.ctx.db.transaction = (work) =>
        portal.ctx.db.transaction((tx) =>
          work({
            query: (text, values) => {
              asked += 1;
              if (asked === at) {
                broken = true;
                throw new Error('killed');
              }
              return tx.query(text, values);
            },
          }),
        );
      const ctx = { ...portal.ctx, db: { ...portal.ctx.db, transaction } };
      await Promise.resolve(gatherFailures(ctx)({} as never, unused)).catch(() => undefined);
    }
    await portal.work();
    assert.deepEqual(told(), [author, owner].sort());
  });

  it('is one for each message and owner, however many gather at once', async () => {
    const owner = await addPerson(db, portal, address('owner'));
    const system = await addSystem(db, portal, `System ${(count += 1)}`, owner);
    const author = await addPerson(db, portal, address('author'));
    await many({ messages: 300, each: 7, system: system.id, author });
    await Promise.all(Array.from({ length: 8 }, () => gatherFailures(portal.ctx)({} as never, unused)));
    await gatherFailures(portal.ctx)({} as never, unused);
    assert.deepEqual(await summary(), { told: 2100, notices: 300, owners: 1, jobs: 301 });
  });

  it('is made for more failures than one round takes, never two for one message', async () => {
    const author = await addPerson(db, portal, address('author'));
    const system = await addSystem(db, portal, `System ${(count += 1)}`);
    await many({ messages: 1800, each: 7, system: system.id, author });
    await gatherFailures(portal.ctx)({} as never, unused);
    assert.deepEqual(await summary(), { told: 12_600, notices: 1800, owners: 0, jobs: 1800 });
  });

  it('tells an owner of thousands by number, and of the first hundred by name', async () => {
    const owner = address('owner');
    const system = await addSystem(db, portal, 'Flood', await addPerson(db, portal, owner));
    await many({ messages: 3000, each: 1, system: system.id, author: null });
    await portal.work();
    assert.deepEqual(told(), [owner]);
    const mail = readable(sink.received[0]!.raw);
    assert.match(mail, /3000 fejl i beskeder fra Flood/);
    assert.equal(mail.match(/^Modtager: /gm)!.length, 100);
    assert.match(mail, /^Og 2900 til\.\r?$/m);
    assert.ok(sink.received[0]!.raw.length < 100_000);
  });

  it('is not held up by a message that the same system is sending, nor holds it up', async () => {
    const owner = address('owner');
    const system = await addSystem(db, portal, `System ${(count += 1)}`, await addPerson(db, portal, owner));
    await many({ messages: 1, each: 1, system: system.id, author: null });
    await db.database.transaction(async (accepting) => {
      const send = () =>
        accepting.query(
          `insert into messages (id, unit_id, system_id, sender_address) values ($1, $2, $3, 'a@example.dk')`,
          [randomUUID(), system.unit, system.id],
        );
      await send();
      await gatherFailures(portal.ctx)({} as never, unused);
      await send();
    });
    assert.equal((await summary()).owners, 1);
  });

  interface Many {
    readonly messages: number;
    readonly each: number;
    readonly system: string;
    readonly author: string | null;
  }

  const many = ({ messages, each, system, author }: Many) =>
    db.database.query(
      `insert into failures (id, message_id, person_id, system_id, recipient, about)
        select gen_random_uuid(), m.id, $4, $3, 'r' || n || '@example.com', 'no_phone'
        from (select gen_random_uuid() as id from generate_series(1, $1)) m, generate_series(1, $2) n`,
      [messages, each, system, author],
    );

  const summary = async () =>
    (
      await db.database.query<{ told: number; notices: number; owners: number; jobs: number }>(
        `select count(sender_notice)::int as told, count(distinct (message_id, sender_notice))::int as notices,
            count(distinct owner_notice)::int as owners,
            (select count(*)::int from jobs where kind = 'failure_notice') as jobs
          from failures`,
      )
    ).rows[0]!;
});
