import assert from 'node:assert/strict';
import { afterEach, after, before, it } from 'node:test';
import { hashToken } from '../../../src/delivery/link-token.ts';
import { beginTotp, confirmTotp, removeTotp, waitingTotp } from '../../../src/desk/account/enrol-totp.ts';
import { factorsOf, hasFactor, resetFactors } from '../../../src/desk/account/factors.ts';
import { proveByCode, proveByPassword, proveByRecoveryCode } from '../../../src/desk/account/prove.ts';
import { makeRecoveryCodes } from '../../../src/desk/account/recovery-codes.ts';
import { pendingStaffOf, proveSecondFactor, staffOf } from '../../../src/desk/account/sessions.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { codeAt, minute, wrongCodeOf } from '../../support/totp.ts';
import { client, enrol, enter, forgetSteps, hire, password, staffIn } from './support.ts';

const refusal = (code: string) => ({ name: 'Refusal', code });

withDatabases('A second factor', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());
  afterEach(async () => {
    await db.database.query('delete from budgets');
  });

  const claim = (session: string, person: string) => ({ session, person, client, device: undefined });
  const prove = (session: string, person: string, code: string) =>
    proveByCode(portal.ctx, claim(session, person), code);
  const eventsOf = async (person: string) =>
    (await readHistory(db.database, { subject: person, limit: 100 })).lines.map(({ type, details }) =>
      `${type} ${details.factor ?? details.secondFactor ?? ''}`.trim(),
    );
  const age = (session: string, change: string) =>
    db.database.query(`update staff_sessions set ${change} where id_hash = $1`, [hashToken(session)]);

  /** Somebody with an app, in a session that waits for a code. */
  async function waiting(name: string, ...roles: Parameters<typeof hire>[3][]) {
    const person = await hire(db, portal, name, ...roles);
    const secret = await enrol(db, portal, await enter(portal, name));
    return { person, secret, session: await enter(portal, name) };
  }

  it('once set up is proved in that session, and asked for in every other', async () => {
    const person = await hire(db, portal, 'sets-up', 'sender', 'admin');
    const first = await enter(portal, 'sets-up');
    assert.deepEqual(
      (await staffIn(portal, first)).grants.map(({ role }) => role),
      ['sender'],
    );
    const secret = await enrol(db, portal, first);
    assert.deepEqual((await staffIn(portal, first)).grants.map(({ role }) => role).sort(), [
      'admin',
      'sender',
    ]);
    const second = await enter(portal, 'sets-up');
    assert.equal(await staffOf(portal.ctx, second), undefined, 'nobody yet');
    assert.equal((await pendingStaffOf(portal.ctx, second))?.email, 'sets-up@example.dk');
    await prove(second, person, codeAt(secret, Date.now()));
    const staff = await staffIn(portal, second);
    assert.deepEqual([staff.session.secondFactor, staff.grants.length], [true, 2]);
    assert.equal(await pendingStaffOf(portal.ctx, second), undefined);
    assert.deepEqual(await eventsOf(person), [
      'person.signed_in true',
      'person.factor_added totp',
      'person.signed_in false',
    ]);
  });

  it('that was begun and never shown to work asks nobody for anything', async () => {
    const person = await hire(db, portal, 'begins');
    const session = await enter(portal, 'begins');
    await beginTotp(portal.ctx, await staffIn(portal, session));
    const secret = (await waitingTotp(portal.ctx, person))!;
    assert.equal(hasFactor(await factorsOf(db.database, person)), false);
    await staffIn(portal, await enter(portal, 'begins'));
    await beginTotp(portal.ctx, await staffIn(portal, session));
    assert.notEqual(await waitingTotp(portal.ctx, person), secret, 'beginning again makes another secret');
    const late = await staffIn(portal, session);
    await db.database.query(
      "update totp_secrets set created_at = now() - interval '61 minutes' where person_id = $1",
      [person],
    );
    assert.equal(await waitingTotp(portal.ctx, person), undefined);
    await assert.rejects(confirmTotp(portal.ctx, late, session, '000000', client), refusal('gone'));
  });

  it('is not switched on by a wrong code, nor by one of a clock that is minutes off', async () => {
    const person = await hire(db, portal, 'not-on');
    const session = await enter(portal, 'not-on');
    const staff = await staffIn(portal, session);
    await beginTotp(portal.ctx, staff);
    const secret = (await waitingTotp(portal.ctx, person))!;
    const confirm = (code: string) => confirmTotp(portal.ctx, staff, session, code, client);
    for (const code of ['', 'abcdef', '1'.repeat(100_000), wrongCodeOf(secret)]) {
      await assert.rejects(confirm(code), refusal('wrong_code'));
    }
    for (const off of [-5 * minute, 5 * minute]) {
      await assert.rejects(confirm(codeAt(secret, Date.now() + off)), refusal('clock_off'));
    }
    assert.equal(hasFactor(await factorsOf(db.database, person)), false);
  });

  it('lies sealed in the database, for its owner alone', async () => {
    const { person, secret, session } = await waiting('sealed');
    const other = await waiting('other-sealed');
    const { rows } = await db.owner.query<{ row: string; kid: string }>(
      'select t::text as row, kid from totp_secrets t',
    );
    assert.doesNotMatch(rows.map(({ row }) => row).join(), new RegExp(secret, 'i'));
    assert.equal(rows[0]!.kid, (await portal.ctx.keys.current()).kid);
    await db.database.query(
      `update totp_secrets set sealed = (select sealed from totp_secrets where person_id = $2)
        where person_id = $1`,
      [person, other.person],
    );
    await assert.rejects(prove(session, person, codeAt(other.secret, Date.now())), refusal('gone'));
  });

  it('takes each code once', async () => {
    const { person, secret, session } = await waiting('replays');
    const now = Date.now();
    await prove(session, person, codeAt(secret, now));
    const second = await enter(portal, 'replays');
    await assert.rejects(prove(second, person, codeAt(secret, now)), refusal('code_used'));
    await assert.rejects(prove(second, person, codeAt(secret, now - 30_000)), {
      message: /used already|not right|clock/,
    });
    assert.equal(await staffOf(portal.ctx, second), undefined);
  });

  it('takes a code once from ten who come at the same moment', async () => {
    const { person, secret } = await waiting('ten');
    const sessions = await Promise.all(
      Array.from({ length: 10 }, (_, n) => enter(portal, 'ten', `198.51.${n}.1`)),
    );
    const code = codeAt(secret, Date.now());
    const results = await Promise.allSettled(sessions.map((session) => prove(session, person, code)));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const result of results) {
      if (result.status === 'rejected') assert.equal(result.reason.code, 'code_used');
    }
    const open = await Promise.all(sessions.map((session) => staffOf(portal.ctx, session)));
    assert.equal(open.filter(Boolean).length, 1);
  });

  it('tells of a wrong clock, and never takes later what it told early', async () => {
    const { person, secret, session } = await waiting('clock');
    for (const off of [-5 * minute, 5 * minute]) {
      await assert.rejects(prove(session, person, codeAt(secret, Date.now() + off)), refusal('clock_off'));
    }
    const { rows } = await db.database.query<{ at: number }>(
      `select extract(epoch from window_start)::int as at from budgets
        where scope = 'totp/spoilt' and subject = $1 order by window_start`,
      [person],
    );
    assert.equal(rows.length, 2);
    // The step that was told early becomes this one.
    await db.database.query(
      `update budgets set window_start = to_timestamp(floor(extract(epoch from now()) / 30) * 30)
        where scope = 'totp/spoilt' and extract(epoch from window_start) = $1`,
      [rows[1]!.at],
    );
    await db.database.query(
      `insert into budgets (scope, subject, window_start, used)
        select scope, subject, window_start + interval '30 seconds', 1 from budgets
        where scope = 'totp/spoilt' and window_start > now() - interval '1 minute'`,
    );
    await assert.rejects(prove(session, person, codeAt(secret, Date.now())), refusal('code_used'));
  });

  it('says what to do where the secret can be read no more', async () => {
    const { person, secret, session } = await waiting('key-gone');
    const keys = { ...portal.ctx.keys, find: async () => undefined };
    const ctx = { ...portal.ctx, keys: Object.assign(Object.create(portal.ctx.keys), keys) };
    await assert.rejects(
      proveByCode(ctx, claim(session, person), codeAt(secret, Date.now())),
      refusal('gone'),
    );
    assert.equal(await staffOf(portal.ctx, session), undefined);
  });

  it('waits ten minutes, and is no use after that', async () => {
    const { person, secret, session } = await waiting('late');
    await age(session, "created_at = now() - interval '11 minutes'");
    assert.equal(await pendingStaffOf(portal.ctx, session), undefined);
    await assert.rejects(prove(session, person, codeAt(secret, Date.now())), refusal('unauthenticated'));
    assert.equal(await staffOf(portal.ctx, session), undefined);
    const fresh = await enter(portal, 'late');
    await prove(fresh, person, codeAt(secret, Date.now()));
  });

  it('of somebody else opens nothing', async () => {
    const mine = await waiting('mine');
    const theirs = await waiting('theirs');
    await assert.rejects(
      prove(mine.session, mine.person, codeAt(theirs.secret, Date.now())),
      refusal('wrong_code'),
    );
    const session = await enter(portal, 'theirs');
    await prove(session, theirs.person, codeAt(theirs.secret, Date.now()));
    const codes = await makeRecoveryCodes(portal.ctx, await staffIn(portal, session));
    await assert.rejects(
      proveByRecoveryCode(portal.ctx, claim(mine.session, mine.person), codes[0]!),
      refusal('wrong_code'),
    );
  });

  it('is stood in for by a recovery code, once, however it is typed', async () => {
    const { person, secret, session } = await waiting('recovers');
    await prove(session, person, codeAt(secret, Date.now()));
    const codes = await makeRecoveryCodes(portal.ctx, await staffIn(portal, session));
    assert.equal(new Set(codes).size, 10);
    for (const code of codes) assert.match(code, /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    let networks = 0;
    const use = async (typed: string) => {
      const fresh = await enter(portal, 'recovers', `198.51.${(networks += 1)}.1`);
      await proveByRecoveryCode(portal.ctx, claim(fresh, person), typed);
      return staffIn(portal, fresh);
    };
    assert.equal((await use(codes[0]!)).session.secondFactor, true);
    await use(` ${codes[1]!.toUpperCase().replaceAll('-', ' ')} `);
    await use(codes[2]!.replaceAll('-', ''));
    for (const used of codes.slice(0, 3)) await assert.rejects(use(used), refusal('code_used'));
    for (const wrong of [
      '',
      'x',
      'abcd-efgh-ijkl-mnop',
      codes[3]!.slice(0, -1),
      'a'.repeat(1e6),
      '\0',
      '🧜',
    ]) {
      await assert.rejects(use(wrong), refusal('wrong_code'));
    }
    assert.equal((await factorsOf(db.database, person)).recoveryCodes, 7);
    const { rows } = await db.owner.query<{ row: string }>('select r::text as row from recovery_codes r');
    const plain = new RegExp(codes.map((code) => code.replaceAll('-', '')).join('|'));
    assert.doesNotMatch(rows.map(({ row }) => row).join(), plain);
  });

  it('is stood in for once by a recovery code that ten type at the same moment', async () => {
    const { person, secret, session } = await waiting('ten-recover');
    await prove(session, person, codeAt(secret, Date.now()));
    const [code] = await makeRecoveryCodes(portal.ctx, await staffIn(portal, session));
    const sessions = await Promise.all(
      Array.from({ length: 10 }, (_, n) => enter(portal, 'ten-recover', `198.51.${n}.1`)),
    );
    const results = await Promise.allSettled(
      sessions.map((each) => proveByRecoveryCode(portal.ctx, claim(each, person), code!)),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('gets new recovery codes, which end those of before', async () => {
    const { person, secret, session } = await waiting('renews');
    await prove(session, person, codeAt(secret, Date.now()));
    const staff = await staffIn(portal, session);
    const [old] = await makeRecoveryCodes(portal.ctx, staff);
    await Promise.all([makeRecoveryCodes(portal.ctx, staff), makeRecoveryCodes(portal.ctx, staff)]);
    assert.equal((await factorsOf(db.database, person)).recoveryCodes, 10);
    await assert.rejects(
      proveByRecoveryCode(portal.ctx, claim(await enter(portal, 'renews'), person), old!),
      refusal('wrong_code'),
    );
  });

  it('is changed only soon after it was proved', async () => {
    const { person, secret, session } = await waiting('stale');
    await prove(session, person, codeAt(secret, Date.now()));
    await age(session, "proven_at = now() - interval '11 minutes'");
    const stale = await staffIn(portal, session);
    for (const change of [removeTotp, makeRecoveryCodes, beginTotp]) {
      await assert.rejects(change(portal.ctx, stale), refusal('proof_too_old'), change.name);
    }
    await forgetSteps(db, person);
    await prove(session, person, codeAt(secret, Date.now()));
    await removeTotp(portal.ctx, await staffIn(portal, session));
    assert.equal(hasFactor(await factorsOf(db.database, person)), false);
  });

  it('is not changed in a session of before, which has proved a password alone', async () => {
    await hire(db, portal, 'before');
    const earlier = await enter(portal, 'before');
    await enrol(db, portal, await enter(portal, 'before'));
    const staff = await staffIn(portal, earlier);
    assert.equal(staff.session.provenSecondsAgo < 60, true);
    for (const change of [removeTotp, makeRecoveryCodes]) {
      await assert.rejects(change(portal.ctx, staff), refusal('proof_too_old'), change.name);
    }
  });

  it('stays while a role needs it; recovery codes go with the last one', async () => {
    const { person, secret, session } = await waiting('needs', 'compliance');
    await prove(session, person, codeAt(secret, Date.now()));
    const staff = await staffIn(portal, session);
    await makeRecoveryCodes(portal.ctx, staff);
    await assert.rejects(removeTotp(portal.ctx, staff), refusal('second_factor_needed'));
    assert.deepEqual(await factorsOf(db.database, person), { totp: true, passkeys: 0, recoveryCodes: 10 });
    await db.database.query('delete from grants where person_id = $1', [person]);
    await removeTotp(portal.ctx, staff);
    assert.deepEqual(await factorsOf(db.database, person), { totp: false, passkeys: 0, recoveryCodes: 0 });
    assert.deepEqual((await eventsOf(person)).slice(0, 2).sort(), [
      'person.factor_removed recovery_codes',
      'person.factor_removed totp',
    ]);
    await assert.rejects(removeTotp(portal.ctx, staff), refusal('not_found'));
    await staffIn(portal, await enter(portal, 'needs'));
  });

  it('is never the last to go where an app and a passkey are removed at once', async () => {
    const { person, secret, session } = await waiting('both', 'admin');
    await prove(session, person, codeAt(secret, Date.now()));
    await db.database.query(
      `insert into passkeys (id, person_id, public_key, counter, name, backed_up)
        values ($1, $2, 'x', 0, 'x', false)`,
      [Buffer.from(person), person],
    );
    const { removePasskey } = await import('../../../src/desk/account/passkey-removal.ts');
    const staff = await staffIn(portal, session);
    const results = await Promise.allSettled([
      removeTotp(portal.ctx, staff),
      removePasskey(portal.ctx, staff, Buffer.from(person).toString('base64url')),
    ]);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal(hasFactor(await factorsOf(db.database, person)), true);
  });

  it('is reset by somebody else as a whole, and every session ends', async () => {
    const { person, secret, session } = await waiting('reset', 'admin');
    await prove(session, person, codeAt(secret, Date.now()));
    await makeRecoveryCodes(portal.ctx, await staffIn(portal, session));
    const had = await db.database.transaction((tx) => resetFactors(tx, person));
    assert.deepEqual(had, { totp: true, passkeys: 0, recoveryCodes: 10 });
    assert.deepEqual(await factorsOf(db.database, person), { totp: false, passkeys: 0, recoveryCodes: 0 });
    assert.equal(await staffOf(portal.ctx, session), undefined);
    assert.deepEqual(
      (await staffIn(portal, await enter(portal, 'reset'))).grants,
      [],
      'a password alone brings no rights that need more',
    );
  });

  it('is not replaced by a password: that proves who has none, and gives no rights', async () => {
    const person = await hire(db, portal, 'by-password', 'admin');
    const session = await enter(portal, 'by-password');
    await age(session, "proven_at = now() - interval '2 hours'");
    const say = (typed: string) => proveByPassword(portal.ctx, claim(session, person), typed);
    await assert.rejects(say('something else entirely'), refusal('invalid'));
    assert.ok((await staffIn(portal, session)).session.provenSecondsAgo > 7000);
    await say(password);
    const staff = await staffIn(portal, session);
    assert.ok(staff.session.provenSecondsAgo < 60);
    assert.deepEqual([staff.session.secondFactor, staff.grants], [false, []]);
    await enrol(db, portal, session);
    await assert.rejects(say(password), refusal('forbidden'));
  });

  it('opens nothing to somebody deactivated meanwhile', async () => {
    const { person, secret, session } = await waiting('left');
    await db.database.query('update people set deactivated_at = now() where id = $1', [person]);
    assert.equal(await pendingStaffOf(portal.ctx, session), undefined);
    await prove(session, person, codeAt(secret, Date.now())).catch(() => undefined);
    assert.equal(await staffOf(portal.ctx, session), undefined);
    assert.equal(await db.database.transaction((tx) => proveSecondFactor(tx, 'unknown', client)), false);
  });
});
