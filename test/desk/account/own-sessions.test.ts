import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import type { Handler } from '../../../src/delivery/job-types.ts';
import { sweep } from '../../../src/delivery/sweep.ts';
import { changePassword } from '../../../src/desk/account/change-password.ts';
import { endOtherSessions, endOwnSession, endSessions } from '../../../src/desk/account/end-sessions.ts';
import { listSessions } from '../../../src/desk/account/own-account.ts';
import { staffOf } from '../../../src/desk/account/sessions.ts';
import { acceptWelcome } from '../../../src/desk/account/welcome.ts';
import { newWelcome } from '../../../src/desk/people/people.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { client, enrol, enter, hire, password, staffIn } from './support.ts';

withDatabases('One’s own sessions and password', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());
  afterEach(async () => {
    await db.database.query('delete from budgets');
  });

  const lastEvent = async (person: string) => {
    const { lines } = await readHistory(db.database, { subject: person, limit: 1 });
    const { kind: _, subject: __, ...details } = lines[0]!.details;
    return [lines[0]!.type, lines[0]!.actor, details];
  };
  const count = async (person: string) =>
    (await db.database.query('select from staff_sessions where person_id = $1', [person])).count;

  it('are listed while they are open, with where and how, and without what opens them', async () => {
    const person = await hire(db, portal, 'lists');
    const session = await enter(portal, 'lists', '2001:db8:1:2:3::4');
    await enter(portal, 'lists');
    await enter(portal, 'lists');
    await db.database.query(
      `update staff_sessions set last_seen_at = now() - interval '61 minutes'
        where public_id = (select public_id from staff_sessions where person_id = $1 and network like '192%' limit 1)`,
      [person],
    );
    await enrol(db, portal, session);
    await enter(portal, 'lists');
    const listed = await listSessions(db.database, person);
    assert.equal(listed.length, 2, 'neither the idle nor the pending one');
    const own = listed.find(({ network }) => network === '2001:db8:1:2::/64')!;
    assert.deepEqual([own.method, own.secondFactor, own.userAgent], ['password', true, client.userAgent]);
    assert.doesNotMatch(JSON.stringify(listed), new RegExp(session));
  });

  it('end one by one, all others at once, and never those of somebody else', async () => {
    const [me, other] = [await hire(db, portal, 'me'), await hire(db, portal, 'other')];
    const sessions = [];
    for (let n = 0; n < 4; n += 1) sessions.push(await enter(portal, 'me'));
    const theirs = await enter(portal, 'other');
    const staff = await staffIn(portal, sessions[0]!);
    const end = (id: string) => db.database.transaction((tx) => endOwnSession(tx, staff, id));
    assert.equal(await end((await staffIn(portal, theirs)).session.id), false);
    for (const id of ['', 'x', randomUUID(), '\0', 'x'.repeat(10_000)]) assert.equal(await end(id), false);
    assert.equal(await end((await staffIn(portal, sessions[1]!)).session.id), true);
    assert.equal(await staffOf(portal.ctx, sessions[1]!), undefined);
    assert.deepEqual(await lastEvent(me), [
      'person.signed_out_everywhere',
      { kind: 'staff', id: me },
      { sessions: 1 },
    ]);
    assert.equal(await db.database.transaction((tx) => endOtherSessions(tx, staff)), 2);
    assert.deepEqual((await lastEvent(me))[2], { sessions: 2 });
    assert.equal((await staffIn(portal, sessions[0]!)).id, me);
    assert.equal((await staffIn(portal, theirs)).id, other);
    const events = (await readHistory(db.database, { subject: me, limit: 100 })).lines.length;
    assert.equal(await db.database.transaction((tx) => endOtherSessions(tx, staff)), 0);
    assert.equal((await readHistory(db.database, { subject: me, limit: 100 })).lines.length, events);
    assert.equal(await db.database.transaction((tx) => endSessions(tx, me)), 1);
  });

  it('end with a new password, all but the one it was chosen in', async () => {
    const person = await hire(db, portal, 'changes');
    const [session, elsewhere] = [await enter(portal, 'changes'), await enter(portal, 'changes')];
    const staff = await staffIn(portal, session);
    const change = (current: string, chosen: string) =>
      changePassword(portal.ctx, staff, session, { current, chosen });
    await assert.rejects(change('something else', 'five other words make sense'), { code: 'invalid' });
    await assert.rejects(change(password, 'too short'), { code: 'password_weak' });
    assert.ok(await staffOf(portal.ctx, elsewhere));
    await change(password, 'five other words make sense');
    assert.ok(await staffOf(portal.ctx, session));
    assert.equal(await staffOf(portal.ctx, elsewhere), undefined);
    assert.deepEqual(await lastEvent(person), [
      'person.password_set',
      { kind: 'staff', id: person },
      { by: 'current_password', sessions: 1 },
    ]);
    await assert.rejects(enter(portal, 'changes'), { code: 'unauthenticated' });
    for (let n = 0; n < 7; n += 1) {
      await assert.rejects(change('wrong', 'five other words make sense'), { code: 'invalid' });
    }
    await assert.rejects(change('wrong', 'five other words make sense'), { code: 'budget_spent' });
  });

  it('that a mailed link for a new password opens wait for the second factor too', async () => {
    const person = await hire(db, portal, 'forgets');
    const open = await enter(portal, 'forgets');
    await enrol(db, portal, open);
    const path = await db.database.transaction((tx) => newWelcome(tx, person));
    const chosen = { password: 'five other words make sense' };
    const session = await acceptWelcome(portal.ctx, path.split('/').at(-1)!, chosen, client);
    assert.equal(await staffOf(portal.ctx, session), undefined);
    assert.equal(await staffOf(portal.ctx, open), undefined);
    assert.deepEqual((await lastEvent(person))[2], { by: 'link' });
  });

  it('are swept when they are over, with what else has served its time', async () => {
    const person = await hire(db, portal, 'swept');
    const kept = await enter(portal, 'swept');
    for (const change of [
      "last_seen_at = now() - interval '61 minutes'",
      "created_at = now() - interval '13 hours'",
      "pending = true, created_at = now() - interval '11 minutes'",
    ]) {
      await db.database.query(
        `insert into staff_sessions (id_hash, person_id) values (sha256($1::text::bytea), $2)`,
        [change, person],
      );
      await db.database.query(`update staff_sessions set ${change} where id_hash = sha256($1::text::bytea)`, [
        change,
      ]);
    }
    const { id: message } = await portal.send();
    const unit = portal.sender.unit;
    for (const [state, days] of [
      ['preview', 31],
      ['failed', 31],
      ['preview', 29],
      ['applied', 400],
      ['undone', 400],
    ] as const) {
      await db.database.query(
        `insert into contact_imports (id, unit_id, state, created_at)
          values ($1, $2, $3, now() - make_interval(days => $4))`,
        [randomUUID(), unit, state, days],
      );
    }
    await db.database.query(
      `insert into looks (message_id, person_id, until) values ($1, $2, now() - interval '1 second')`,
      [message, person],
    );
    await db.database.query(
      `insert into passkey_challenges (hash, purpose, expires_at)
        values ('old', 'sign_in', now() - interval '1 second'), ('new', 'sign_in', now() + interval '1 minute')`,
    );
    await db.database.query(
      `insert into oidc_sign_ins (state_hash, expires_at)
        values ('old', now() - interval '1 second'), ('new', now() + interval '1 minute')`,
    );
    await db.database.query(
      `insert into totp_secrets (person_id, kid, sealed, created_at) values ($1, 'k', 's', now() - interval '25 hours')`,
      [person],
    );
    await db.database.query(
      `insert into recovery_codes (hash, person_id, used_at) values ('used', $1, now() - interval '300 days')`,
      [person],
    );
    await sweep(portal.ctx)(...([] as unknown as Parameters<Handler>));
    assert.equal(await count(person), 1);
    assert.ok(await staffOf(portal.ctx, kept));
    const left = async (table: string) => (await db.database.query(`select from ${table}`)).count;
    assert.deepEqual(
      await Promise.all(
        ['looks', 'passkey_challenges', 'oidc_sign_ins', 'contact_imports', 'recovery_codes'].map(left),
      ),
      [0, 1, 1, 1, 1],
    );
    const { rows } = await db.database.query('select from totp_secrets where person_id = $1', [person]);
    assert.equal(rows.length, 0);
  });
});
