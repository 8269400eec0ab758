import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { proveByCode } from '../../../src/desk/account/prove.ts';
import { pendingStaffOf, staffOf } from '../../../src/desk/account/sessions.ts';
import { signIn } from '../../../src/desk/account/sign-in.ts';
import type { KnownDevice } from '../../../src/desk/account/tries.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { codeAt, wrongCodeOf } from '../../support/totp.ts';
import { client, enrol, enter, hire, password } from './support.ts';

const wrong = { name: 'Refusal', code: 'unauthenticated' };
const spent = { name: 'Refusal', code: 'budget_spent' };

const quarterOf = (time: number): number => Math.floor(time / 900_000);

withDatabases('Guessing', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());
  afterEach(async () => {
    await db.database.query('delete from budgets');
  });

  const guess = (name: string, ip: string, typed = 'not the password', device?: KnownDevice) =>
    signIn(portal.ctx, `${name}@example.dk`, typed, { ...client, ip }, device);

  it('from one network stops after ten tries at an account, for that account there', async () => {
    await hire(db, portal, 'ada');
    await hire(db, portal, 'ben');
    for (let n = 0; n < 10; n += 1) await assert.rejects(guess('ada', `192.0.2.${n}`), wrong);
    await assert.rejects(guess('ada', '192.0.2.200', password), spent);
    await guess('ada', '192.0.3.1', password);
    await guess('ben', '192.0.2.1', password);
  });

  it('from many networks stops after a hundred tries at an account, but not its owner where they are known', async () => {
    const person = await hire(db, portal, 'hunted');
    const known = { id: 'desk-7', people: [person] };
    // Each costs a hash: all but the last were spent before.
    await db.database.query(
      `insert into budgets (scope, subject, window_start, used)
        values ('sign-in/everywhere', 'hunted@example.dk', to_timestamp(floor(extract(epoch from now()) / 3600) * 3600), 99)`,
    );
    await assert.rejects(guess('hunted', '203.0.113.1'), wrong);
    for (const ip of ['203.0.114.1', '2001:db8::1']) {
      await assert.rejects(guess('hunted', ip, password), spent);
    }
    await guess('hunted', '203.0.115.1', password, known);
  });

  it('counts each of ten that come at once', async () => {
    await hire(db, portal, 'crowd');
    const results = await Promise.allSettled(Array.from({ length: 15 }, () => guess('crowd', '192.0.2.1')));
    const codes = results.map((result) => result.status === 'rejected' && result.reason.code);
    assert.equal(codes.filter((code) => code === 'unauthenticated').length, 10);
    assert.equal(codes.filter((code) => code === 'budget_spent').length, 5);
  });

  it('from a known device is counted by the device, and stops nobody elsewhere', async () => {
    const person = await hire(db, portal, 'stolen');
    const device = { id: 'laptop', people: [person] };
    for (let n = 0; n < 10; n += 1) {
      await assert.rejects(guess('stolen', `198.51.${n}.1`, 'no', device), wrong);
    }
    await assert.rejects(guess('stolen', '198.51.99.1', password, device), spent);
    await guess('stolen', '198.51.99.1', password);
    await guess('stolen', '198.51.99.1', password, { id: 'phone', people: [person] });
  });

  it('with the device of another person counts as that of a stranger', async () => {
    const [mine] = [await hire(db, portal, 'mallory'), await hire(db, portal, 'alice')];
    const device = { id: 'mallory-laptop', people: [mine] };
    for (let n = 0; n < 10; n += 1) await assert.rejects(guess('alice', '192.0.2.1', 'no', device), wrong);
    await assert.rejects(guess('alice', '192.0.2.1', password, device), spent);
    const { rows } = await db.database.query("select from budgets where scope = 'sign-in/device'");
    assert.equal(rows.length, 0);
  });

  it('is answered alike for accounts that are there, were, never were, or have a second factor', async () => {
    await hire(db, portal, 'plain');
    await hire(db, portal, 'factored');
    await enrol(db, portal, await enter(portal, 'factored'));
    const gone = await hire(db, portal, 'gone');
    await db.database.query('update people set deactivated_at = now() where id = $1', [gone]);
    await db.database.query('delete from budgets');
    const answers = new Set<string>();
    for (const name of [
      'plain',
      'factored',
      'gone',
      'never',
      `${'x'.repeat(70_000)}`,
      '\u{1F600}',
      "' or 1=1 --",
    ]) {
      let told: string[];
      let quarter: number;
      // Tries are counted anew each quarter of an hour: a round that saw it begin says nothing.
      do {
        [told, quarter] = [[], quarterOf(Date.now())];
        for (let n = 0; n < 11; n += 1) {
          // The minutes to wait depend on the clock alone.
          const answer = await guess(name, '192.0.2.1').catch((error) => `${error.code} ${error.message}`);
          told.push(String(answer).replace(/\d+/, 'N'));
        }
        await db.database.query('delete from budgets');
      } while (quarterOf(Date.now()) !== quarter);
      answers.add(told.join('\n'));
    }
    await assert.rejects(guess('gone', '192.0.2.1', password), wrong);
    assert.equal(answers.size, 1);
  });

  it('a code stops after ten tries, in however many sessions, but not for the owner where they are known', async () => {
    const person = await hire(db, portal, 'coded');
    const secret = await enrol(db, portal, await enter(portal, 'coded'));
    const bad = wrongCodeOf(secret);
    const prove = (session: string, code: string, device?: KnownDevice) =>
      proveByCode(portal.ctx, { session, person, client, device }, code);
    const first = await enter(portal, 'coded');
    for (let n = 0; n < 10; n += 1) await assert.rejects(prove(first, bad), { code: 'wrong_code' });
    await assert.rejects(prove(first, codeAt(secret, Date.now())), spent);
    const second = await enter(portal, 'coded', '203.0.113.9');
    await assert.rejects(prove(second, codeAt(secret, Date.now())), spent);
    await assert.rejects(prove(second, codeAt(secret, Date.now()), { id: 'stranger', people: [] }), spent);
    await prove(second, codeAt(secret, Date.now()), { id: 'own', people: [person] });
    assert.ok(await staffOf(portal.ctx, second));
    assert.equal(await staffOf(portal.ctx, first), undefined);
    assert.ok(await pendingStaffOf(portal.ctx, first), 'whoever guessed got no further');
  });

  it('thirty codes a day is all that strangers have, over all networks', async () => {
    const person = await hire(db, portal, 'daily');
    const secret = await enrol(db, portal, await enter(portal, 'daily'));
    const session = await enter(portal, 'daily');
    await db.database.query(
      `insert into budgets (scope, subject, window_start, used)
        values ('factor/person-day', $1, to_timestamp(floor(extract(epoch from now()) / 86400) * 86400), 30)`,
      [person],
    );
    await assert.rejects(
      proveByCode(portal.ctx, { session, person, client, device: undefined }, codeAt(secret, Date.now())),
      spent,
    );
  });
});
