/** What nobody ever opens is listed, told of once, and taken off again when somebody opens it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, it } from 'node:test';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { listSilences } from '../../../src/delivery/silence/list-silences.ts';
import { silenceHint } from '../../../src/delivery/silence/silence-hint.ts';
import { silentForDigest } from '../../../src/delivery/silence/silent-for-digest.ts';
import { watchSilence } from '../../../src/delivery/silence/watch-silence.ts';
import { closeSilence } from '../../../src/desk/silence/close-silence.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addOwnedSystem, addUnit, type Colleague } from '../../support/staff.ts';

// A Wednesday; ten working days before it is the 4th.
const now = new Date('2026-11-18T12:00:00Z');
const longAgo = '2026-10-05T09:00:00Z';
const lately = '2026-11-09T09:00:00Z';

withDatabases('Silence', (db) => {
  let portal: Portal;
  let owner: Colleague;
  let unit: string;
  let system: string;
  before(async () => {
    portal = await openPortal(db);
    unit = portal.sender.unit;
    owner = await addColleague(db, unit);
  });
  beforeEach(async () => {
    await db.owner.query('delete from jobs');
    await db.owner.query('delete from failures');
    await db.owner.query('delete from messages');
    await db.owner.query('delete from silences');
    ({ id: system } = await addOwnedSystem(db, unit, owner.id));
  });
  after(() => portal.close());

  interface Sent {
    at?: string;
    status?: string;
    opened?: boolean;
    by?: { system?: string | null; person?: string | null; unit?: string };
  }

  /** One message to each address, as it stands by now. */
  async function sent(
    emails: string | readonly string[],
    draft: Sent = {},
  ): Promise<{ message: string; ids: string[] }> {
    const { at = longAgo, opened = false, status = opened ? 'opened' : 'notified', by = {} } = draft;
    const message = randomUUID();
    await db.owner.query(
      `insert into messages (id, unit_id, system_id, person_id, sender_address, created_at) values ($1, $2, $3, $4, 'x@y.example', $5)`,
      [message, by.unit ?? unit, by.system === undefined ? system : by.system, by.person ?? null, at],
    );
    const ids = [];
    for (const [index, email] of [emails].flat().entries()) {
      const id = randomUUID();
      await db.owner.query(
        `insert into deliveries (id, message_id, position, email, language, reference, status, expires_at, opened_seq)
          values ($1::uuid, $2, $3, $4, 'da', $1::uuid::text, $5, '2027-01-01', $6)`,
        [id, message, index + 1, email, status, opened ? 3 : null],
      );
      ids.push(id);
    }
    return { message, ids };
  }

  const openIt = (ids: readonly string[]) =>
    db.owner.query(`update deliveries set status = 'opened', opened_seq = 3 where id = any ($1::uuid[])`, [
      ids,
    ]);
  const watch = () => watchSilence(portal.ctx, now);
  const list = async () =>
    (await listSilences(portal.ctx, null)).map(({ address, domain, resembles, messages }) => [
      address ?? `@${domain}`,
      messages,
      resembles,
    ]);
  const alarms = async () => {
    const { rows } = await db.database.query<{ payload: Record<string, unknown> }>(
      `select payload from jobs where kind = 'alarm' order by id`,
    );
    return rows.map(({ payload }) => payload);
  };
  const failures = async () => {
    const { rows } = await db.database.query<{ recipient: string; person: string | null }>(
      `select recipient, person_id as person from failures where about = 'silent' order by recipient`,
    );
    return rows;
  };
  /** Somebody at each of these domains reads their mail. */
  const heardAt = async (...domains: string[]) => {
    for (const domain of domains)
      for (const name of ['a', 'b', 'c']) await sent(`${name}@${domain}`, { opened: true });
  };

  it('lists what looks like a known domain at its first mail, and tells nobody else yet', async () => {
    await sent('kirsten@fred.dk');
    assert.deepEqual(await watch(), { listed: 1, told: { owners: 0, senders: 0 } });
    assert.deepEqual(await list(), [['@fred.dk', 1, 'fredericia.dk']]);
    assert.deepEqual(await watch(), { listed: 0, told: { owners: 0, senders: 0 } }, 'once');
  });

  it('lists any other domain at its second mail, and an address where others read', async () => {
    await heardAt('nordvang-vvs.dk');
    await sent('ole@stille-skov.dk');
    await sent('mette@nordvang-vvs.dk');
    await sent('jens@gmail.com');
    assert.equal((await watch()).listed, 0);
    await sent('anne@stille-skov.dk');
    await sent('mette@nordvang-vvs.dk');
    await sent('Jens@Gmail.com');
    assert.equal((await watch()).listed, 3);
    assert.deepEqual(
      (await list()).sort(),
      [
        ['@stille-skov.dk', 2, null],
        ['jens@gmail.com', 2, null],
        ['mette@nordvang-vvs.dk', 2, null],
      ]
        .map(([first, ...rest]) => [String(first), ...rest])
        .sort(),
    );
  });

  it('counts a message to several people there once', async () => {
    await sent(['a@stille-skov.dk', 'b@stille-skov.dk', 'c@stille-skov.dk']);
    assert.equal((await watch()).listed, 0);
  });

  it('waits ten working days, and does not count what was held, bounced, recalled, relayed, refused or erased', async () => {
    await sent('kirsten@fred.dk', { at: lately });
    await sent('kirsten@fred.dk', { at: '2026-11-18T11:00:00Z' });
    for (const status of ['held', 'bounced', 'recalled', 'relayed', 'refused', 'sent']) {
      await sent('ole@fred.dk', { status });
    }
    await sent('', { status: 'erased' });
    assert.equal((await watch()).listed, 0);
    assert.equal((await watchSilence(portal.ctx, new Date('2026-11-24T12:00:00Z'))).listed, 1);
    assert.deepEqual(await list(), [['@fred.dk', 2, 'fredericia.dk']]);
  });

  it('does nothing on a free day', async () => {
    await sent('kirsten@fred.dk');
    assert.equal((await watchSilence(portal.ctx, new Date('2026-11-22T12:00:00Z'))).listed, 0);
  });

  it('counts what ran out unread, and whoever tried codes as somebody who is there', async () => {
    await sent('kirsten@fred.dk', { status: 'expired' });
    await sent('jens@hors.dk', { status: 'locked' });
    await sent('jens@hors.dk');
    await watch();
    assert.deepEqual(await list(), [['@fred.dk', 1, 'fredericia.dk']]);
  });

  it('tells the senders and the owner at the third in a row, once', async () => {
    const person = await addColleague(db, unit);
    for (const name of ['a', 'b']) await sent(`${name}@fred.dk`);
    const third = await sent('c@fred.dk', { at: lately });
    const last = await sent('d@fred.dk', { at: lately, by: { system: null, person: person.id } });
    assert.deepEqual((await watch()).told, { owners: 1, senders: 2 });
    assert.deepEqual(await alarms(), [
      { about: 'silent_system', subject: system, person: owner.id, count: 4 },
    ]);
    assert.deepEqual(await failures(), [
      { recipient: 'c@fred.dk', person: null },
      { recipient: 'd@fred.dk', person: person.id },
    ]);
    await sent('e@fred.dk');
    assert.deepEqual((await watch()).told, { owners: 0, senders: 0 });
    assert.equal((await silentForDigest(portal.ctx))[0]!.messages, 5);
    assert.ok(third.ids.length + last.ids.length === 2);
  });

  it('tells an owner once a week at most, and of single addresses once in four', async () => {
    const day = 24 * 60 * 60 * 1000;
    const after = (days: number) => new Date(now.getTime() + days * day);
    for (const name of ['a', 'b', 'c']) await sent(`${name}@fred.dk`);
    assert.equal((await watch()).told.owners, 1);
    for (const name of ['a', 'b', 'c']) await sent(`${name}@stille-skov.dk`);
    for (let each = 0; each < 3; each += 1) await sent('jens@gmail.com');
    assert.equal((await watchSilence(portal.ctx, after(1))).told.owners, 0);
    assert.deepEqual((await watchSilence(portal.ctx, after(7))).told, { owners: 1, senders: 2 });
    for (let each = 0; each < 3; each += 1) await sent('ole@gmail.com');
    assert.equal((await watchSilence(portal.ctx, after(20))).told.owners, 0);
    assert.deepEqual((await watchSilence(portal.ctx, after(35))).told, { owners: 1, senders: 1 });
  });

  it('is over when somebody opens, and begins anew only where all is silent again', async () => {
    const { ids } = await sent('kirsten@fred.dk');
    await watch();
    await openIt(ids);
    await watch();
    assert.deepEqual(await list(), []);
    await sent('kirsten@fred.dk');
    await watch();
    assert.deepEqual(await list(), []);
  });

  it('is forgotten with the recipient at once, and keeps no address', async () => {
    const { message } = await sent('kirsten.holm@fred.dk');
    await sent('jens@fred.dk');
    await watch();
    const { rows } = await db.owner.query<{ all: string }>(
      'select jsonb_agg(s)::text as all from silences s',
    );
    assert.doesNotMatch(rows[0]!.all, /kirsten|jens|fred\.dk/);
    const actor = { kind: 'staff', id: randomUUID() } as const;
    await eraseMessage(portal.ctx, { actor, name: 'Olga', units: null }, { message, reason: 'requested' });
    assert.deepEqual(await list(), []);
    await watch();
    assert.deepEqual(await list(), [['@fred.dk', 1, 'fredericia.dk']]);
  });

  it('is right where somebody says so, with a word, in the units that are theirs', async () => {
    await sent('kirsten@fred.dk');
    await watch();
    const [silence] = await listSilences(portal.ctx, [unit]);
    const keeper = { actor: { kind: 'staff', id: randomUUID() } as const, name: 'Olga', units: null };
    const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
    const abroad = await addUnit(db);
    assert.deepEqual(await listSilences(portal.ctx, [abroad]), []);
    const close = (id: string, word: string, units: readonly string[] | null = null) =>
      closeSilence(portal.ctx, { ...keeper, units }, id, word);
    await assert.rejects(close(silence!.id, 'A letter box', [abroad]), refused('not_found'));
    await assert.rejects(close(randomUUID(), 'A letter box'), refused('not_found'));
    await assert.rejects(close('x', 'A letter box'), refused('not_found'));
    await assert.rejects(close(silence!.id, '  '), refused('invalid'));
    await assert.rejects(close(silence!.id, 'x'.repeat(501)), refused('invalid'));
    await close(silence!.id, 'A letter box that nobody has to open');
    await assert.rejects(close(silence!.id, 'Again'), refused('already_closed'));
    const { rows } = await db.database.query<{ details: object }>(
      `select details from events where type = 'failures.closed' order by at desc limit 1`,
    );
    assert.deepEqual(rows[0]!.details, {
      kind: 'silent',
      count: 1,
      closing: 'word',
      delivery: silence!.deliveries[0]!.id,
    });
    for (const name of ['a', 'b', 'c']) await sent(`${name}@fred.dk`);
    assert.deepEqual((await watch()).told, { owners: 0, senders: 0 });
    assert.deepEqual(await list(), []);
  });

  it('is found once where two look at the same moment', async () => {
    for (const name of ['a', 'b', 'c']) await sent(`${name}@fred.dk`);
    const both = await Promise.all([watch(), watch(), watch()]);
    assert.equal(
      both.reduce((sum, { listed }) => sum + listed, 0),
      1,
    );
    assert.equal((await alarms()).length, 1);
    assert.equal((await list()).length, 1);
  });

  it('survives addresses that no mail could reach', async () => {
    for (const email of [
      'no address',
      '@',
      'a@',
      'tab\there@fred.dk',
      'back\\slash@fred.dk',
      'new\nline@x.dk',
      '"a@b"@fred.dk',
    ]) {
      await sent(email);
      await sent(email);
    }
    await watch();
    assert.ok((await list()).some(([subject]) => subject === '@fred.dk'));
  });

  it('tells a sender before they write once more: of their own units, since the last that was opened', async () => {
    const hint = (address: string, units: readonly string[] | null = [unit]) =>
      silenceHint(portal.ctx, units, address, now);
    assert.equal(await hint('ana@example.com'), undefined);
    await sent('ana@example.com', { at: '2026-01-05T09:00:00Z', opened: true });
    await sent('ana@example.com', { at: '2026-03-02T09:00:00Z' });
    assert.equal(await hint('ana@example.com'), undefined, 'one is no sign');
    for (const month of ['04', '05', '06'])
      await sent('Ana@example.com', { at: `2026-${month}-02T09:00:00Z` });
    await sent('ana@example.com', { at: '2026-07-02T09:00:00Z', status: 'recalled' });
    const abroad = await addUnit(db);
    await sent('ana@example.com', { at: '2026-02-02T09:00:00Z', by: { unit: abroad } });
    assert.deepEqual(await hint(' ANA@example.com '), { messages: 4, since: '2026-03-02T09:00:00.000000Z' });
    assert.equal(await hint('ana@example.com', [abroad]), undefined);
    await sent('ana@example.com', { at: lately, opened: true });
    assert.equal(await hint('ana@example.com'), undefined);
    await sent('bo@example.com', { at: lately });
    await sent('bo@example.com', { at: lately });
    assert.equal(await hint('bo@example.com'), undefined, 'too early to say');
  });
});
