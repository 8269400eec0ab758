/** Keys come and go by the day: what lives stays readable, and what was destroyed leaves the backups when it was said to. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, it } from 'node:test';
import { diskKeys } from '../../src/backends/keys/disk.ts';
import { examineKeys } from '../../src/composition/doctor-keys.ts';
import { acceptMessage } from '../../src/delivery/accept-message.ts';
import type { Context } from '../../src/delivery/context.ts';
import { backupsDeadAt } from '../../src/delivery/dead-until.ts';
import { destroyEpochs } from '../../src/delivery/destroy-epochs.ts';
import { destroyWraps } from '../../src/delivery/destroy-wraps.ts';
import { readEpochState } from '../../src/delivery/epoch-state.ts';
import type { Job } from '../../src/delivery/job-types.ts';
import { moveSeals } from '../../src/delivery/move-seals.ts';
import { newFileKey, openFileKey } from '../../src/delivery/sealed-file.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import { EpochKeyGone, openSecret, sealSecret, unwrapDataKey } from '../../src/envelope/index.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { addColleague } from '../support/staff.ts';

const day = 86_400_000;

interface WrapRow {
  readonly id: string;
  readonly message: string;
  readonly delivery: string | null;
  readonly kid: string;
  readonly jwe: string;
}

withDatabases('Epochs of keys', (db) => {
  let portal: Portal;
  let ctx: Context;
  let now: number;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
  });
  beforeEach(() => {
    count += 1;
    // Some weeks ago, for no key is destroyed before the database's own clock allows it.
    now = Math.floor(Date.now() / day) * day - 60 * day + 15 * 3_600_000;
    ctx = { ...portal.ctx, keys: diskKeys(join(portal.data, `keys-${count}`), () => now) };
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'messages', 'exports', 'totp_secrets']) {
      await db.owner.query(`delete from ${table}`);
    }
  });
  after(() => portal.close());

  async function send(recipients = 1): Promise<string> {
    const to = Array.from({ length: recipients }, (_, index) => ({
      email: `r${index}@example.com`,
      phone: '+4520123456',
      language: 'en' as const,
    }));
    const draft = { from: 'a@fredericia.example', to, subject: 's', text: 'Words' };
    return (await acceptMessage(ctx, portal.sender, draft, new Staging(ctx))).id;
  }

  const wraps = async (): Promise<WrapRow[]> =>
    (
      await db.owner.query<WrapRow>(
        'select id, message_id as message, delivery_id as delivery, kid, jwe from wraps order by id',
      )
    ).rows;

  const openAll = (rows: readonly WrapRow[]) =>
    Promise.all(
      rows.map(({ jwe, message, delivery }) => unwrapDataKey(ctx.keys, jwe, { message, delivery })),
    );

  /** The two hourly jobs, as a worker runs them; what is left of a turn is a job again. */
  async function hour(turn?: number): Promise<number> {
    let turns = 0;
    let job: Pick<Job, 'id' | 'payload'> | undefined = { id: 0, payload: {} };
    while (job) {
      turns += 1;
      const { id, payload } = job;
      const finish = async (tx: { query(text: string, values: unknown[]): Promise<unknown> }) =>
        void (await tx.query('delete from jobs where id = $1', [id]));
      await moveSeals(ctx, turn)({ id, payload } as Job, finish as never);
      await db.owner.query('delete from jobs where id = $1', [id]);
      const { rows } = await db.owner.query<{ id: number; payload: Job['payload'] }>(
        "select id, payload from jobs where kind = 'move_seals'",
      );
      job = rows[0];
    }
    await destroyEpochs(ctx, () => now)({} as Job, async () => undefined);
    return turns;
  }

  it('leaves what lives readable, in place and in a backup of each of the last seven days', async () => {
    await send(3);
    const [first] = [await openAll(await wraps())];
    const backups: { at: number; rows: WrapRow[] }[] = [];
    for (let passed = 0; passed < 20; passed += 1) {
      now += day;
      await hour();
      const rows = await wraps();
      backups.push({ at: now, rows });
      assert.deepEqual(await openAll(rows), first);
      for (const backup of backups.filter(({ at }) => at >= now - 7 * day)) {
        assert.deepEqual(await openAll(backup.rows), first, `${(now - backup.at) / day} days old`);
      }
      assert.ok((await ctx.keys.list()).length <= 9, 'keys do not pile up');
    }
    assert.equal(new Set(backups.map(({ rows }) => rows[0]!.kid)).size, 20, 'moved each day');
  });

  it('takes what was destroyed out of every backup by the moment that was promised, and says so', async () => {
    const message = await send(2);
    now += day;
    await hour();
    const backup = await wraps();
    const ids = backup.flatMap(({ delivery }) => delivery ?? []);
    const promised = Date.parse(await backupsDeadAt(ctx));
    await db.database.transaction((tx) => destroyWraps(tx, message, ids, 'recalled'));
    const gone = backup.filter(({ delivery }) => delivery !== null);
    assert.ok(promised - now <= 9 * day, 'not later than it must be');

    for (now = now + 3_600_000; now < promised - 1.5 * day; now += 4 * 3_600_000) await hour();
    assert.equal(
      (await openAll(gone)).length,
      2,
      'until then a backup opens it, or this test proves nothing',
    );
    for (; now < promised; now += 4 * 3_600_000) await hour();
    for (const row of gone) await assert.rejects(openAll([row]), EpochKeyGone);
    assert.equal((await openAll(await wraps())).length, 1, 'the sender’s copy stands');
    const { rows: events } = await db.owner.query<{ kid: string }>(
      "select details ->> 'kid' as kid from events where type = 'epoch.destroyed'",
    );
    assert.ok(events.some(({ kid }) => kid === gone[0]!.kid));
  });

  it('promises by the key of that day, also for what was destroyed some days ago', async () => {
    const at = (days: number) => new Date(Math.floor(Date.now() / day) * day + days * day).toISOString();
    const real = { ...ctx, keys: diskKeys(join(portal.data, `keys-${count}-real`)) };
    assert.equal(await backupsDeadAt(real), at(9));
    assert.equal(await backupsDeadAt(real, at(-3)), at(6));
    const long = { ...real, settings: { ...real.settings, restoreDays: 365 } };
    assert.equal(await backupsDeadAt(long, at(-3)), at(364));
    now = Date.now() + 30 * day;
    assert.equal(
      await backupsDeadAt(ctx, at(-3)),
      at(39),
      'a key that a clock made too early seals for so long',
    );
  });

  it('keeps a key while anything that cannot be moved lies under it, and says what', async () => {
    await send();
    const [{ id, kid, jwe }] = (await wraps()) as [WrapRow];
    await db.owner.query('update wraps set jwe = $2 where id = $1', [id, `${jwe.slice(0, -4)}AAAA`]);
    now += 12 * day;
    await hour();
    assert.ok((await ctx.keys.list()).includes(kid));
    assert.deepEqual((await readEpochState(ctx, now)).held, [{ kid, by: ['wraps'] }]);
    assert.match(
      (await examineKeys(ctx, now)).join('\n'),
      new RegExp(`warn,The epoch key ${kid} outlives.*wraps`),
    );
    await db.owner.query('update wraps set jwe = $2 where id = $1', [id, jwe]);
    await hour();
    assert.deepEqual((await readEpochState(ctx, now)).held, []);
    assert.ok(!(await ctx.keys.list()).includes(kid));
    assert.doesNotMatch((await examineKeys(ctx, now)).join('\n'), /outlives/);
  });

  it('destroys nothing early where the clock of one process runs ahead of the database', async () => {
    await send();
    const { kid } = await ctx.keys.current();
    now = Date.now();
    const other = { ...ctx, keys: diskKeys(join(portal.data, `keys-${count}-ahead`)) };
    const young = await other.keys.current();
    await destroyEpochs(other, () => Date.now() + 1000 * day)({} as Job, async () => undefined);
    assert.deepEqual(await other.keys.list(), [young.kid]);
    await hour();
    assert.ok(!(await ctx.keys.list()).includes(kid), 'an old one it does');
  });

  it('moves all else that is to last: files of evidence, second factors, secrets of waiting work, the outbox', async () => {
    const person = await addColleague(db, portal.sender.unit);
    const file = randomUUID();
    const { kid, jwe, dataKey } = await newFileKey(ctx, file);
    await db.owner.query(
      `insert into exports (id, event, person_id, format, log, size, last, kid, jwe)
        values ($1, $1, $2, 'csv', 1, 0, 0, $3, $4)`,
      [file, person.id, kid, jwe],
    );
    await db.owner.query(
      'insert into totp_secrets (person_id, kid, sealed, confirmed_at) values ($1, $2, $3, now())',
      [person.id, kid, await sealSecret(ctx.keys, 'factor', person.id, 'JBSWY3DPEHPK3PXP')],
    );
    await db.owner.query(
      "insert into jobs (kind, run_at, sealed) values ('notice', now() + interval '1 day', $1)",
      [await sealSecret(ctx.keys, 'job', 'delivery', 'a token')],
    );
    await db.owner.query('insert into outbox (sealed) values ($1)', [
      await sealSecret(ctx.keys, 'outbox', 'outbox', '{"kind":"mail"}'),
    ]);
    // What is none of ours stands in nobody's way.
    await db.owner.query(
      "insert into jobs (kind, run_at, sealed) values ('code', now() + interval '1 day', 'x')",
    );
    for (let passed = 0; passed < 12; passed += 1) {
      now += day;
      await hour();
    }
    assert.ok(!(await ctx.keys.list()).includes(kid));
    const read = async (sql: string) => (await db.owner.query<{ sealed: string }>(sql)).rows[0]!.sealed;
    const sealed = await read('select jwe as sealed from exports');
    assert.deepEqual(await openFileKey(ctx, file, sealed), dataKey);
    const factor = await read('select sealed from totp_secrets');
    assert.equal(await openSecret(ctx.keys, 'factor', person.id, factor), 'JBSWY3DPEHPK3PXP');
    assert.equal(await openSecret(ctx.keys, 'factor', randomUUID(), factor), undefined, 'bound as before');
    const job = await read("select sealed from jobs where kind = 'notice'");
    assert.equal(await openSecret(ctx.keys, 'job', 'delivery', job), 'a token');
    assert.equal(
      await openSecret(ctx.keys, 'outbox', 'outbox', await read('select sealed from outbox')),
      '{"kind":"mail"}',
    );
    const { rows } = await db.owner.query<{ kid: string }>('select kid from totp_secrets');
    assert.equal(rows[0]!.kid, (await ctx.keys.current()).kid);
  });

  it('leaves whoever is signed in signed in at midnight', async () => {
    const cookie = await sealSecret(ctx.keys, 'cookie', 'staff', 'a session');
    now = Math.ceil(now / day) * day;
    await hour();
    assert.notEqual((await ctx.keys.list()).length, 1);
    assert.equal(await openSecret(ctx.keys, 'cookie', 'staff', cookie), 'a session');
  });

  it('goes on where a turn ended, and moves every row once', async () => {
    await send(450);
    await send(3);
    now += day;
    const turns = await hour(0);
    assert.ok(turns >= 3, `${turns} turns`);
    const rows = await wraps();
    assert.deepEqual([...new Set(rows.map(({ kid }) => kid))], [(await ctx.keys.current()).kid]);
    assert.equal((await openAll(rows)).length, 455);
    const before = rows.map(({ jwe }) => jwe);
    await hour();
    assert.deepEqual(
      (await wraps()).map(({ jwe }) => jwe),
      before,
      'what is moved stays',
    );
  });

  it('never brings back what is destroyed while several move it', async () => {
    const messages: string[] = [];
    for (let sent = 0; sent < 12; sent += 1) messages.push(await send(40));
    const doomed = (await wraps()).filter(({ delivery }, index) => delivery && index % 3 === 0);
    now += day;
    await ctx.keys.current();
    await Promise.all([
      ...Array.from({ length: 4 }, () => hour()),
      ...doomed.map(({ message, delivery }) =>
        db.database.transaction((tx) => destroyWraps(tx, message, [delivery!], 'recalled')),
      ),
    ]);
    await hour();
    const left = await wraps();
    const gone = new Set(doomed.map(({ id }) => id));
    assert.equal(left.filter(({ id }) => gone.has(id)).length, 0);
    assert.equal(left.length, 12 * 41 - doomed.length);
    assert.equal((await openAll(left)).length, left.length);
    const { kid } = await ctx.keys.current();
    assert.ok(left.every((row) => row.kid === kid));
  });

  it('says from which day on a backup can be read', async () => {
    const date = (at: number) => new Date(at).toISOString().slice(0, 10);
    const said = async () => (await examineKeys(ctx, now)).join('\n');
    await send();
    assert.match(await said(), new RegExp(`One epoch key, .*made since ${date(now)} 02:00 UTC can`));
    for (let passed = 0; passed < 15; passed += 1) {
      now += day;
      await hour();
    }
    assert.match(await said(), new RegExp(`8 epoch keys, .*made since ${date(now - 7 * day)} 02:00 UTC can`));
    now -= 30 * day;
    assert.match(await said(), /a clock was ahead/);
  });
});
