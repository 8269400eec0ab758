import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openStaffSession, staffOf as staffOfSession } from '../../../src/desk/account/sessions.ts';
import { findSignInLink } from '../../../src/desk/account/sign-in-links.ts';
import { findWelcome } from '../../../src/desk/account/welcome.ts';
import { mintSignInLink } from '../../../src/delivery/sign-in-link.ts';
import { setActive } from '../../../src/desk/people/activation.ts';
import { changePerson, type PersonChange } from '../../../src/desk/people/change-person.ts';
import { createPerson } from '../../../src/desk/people/create-person.ts';
import { listPeople } from '../../../src/desk/people/list-people.ts';
import type { Manager } from '../../../src/desk/people/manager.ts';
import { findPerson } from '../../../src/desk/people/person.ts';
import { renewLink } from '../../../src/desk/people/renew-link.ts';
import { resetPersonFactors } from '../../../src/desk/people/reset-factors.ts';
import { signOutPerson } from '../../../src/desk/people/sign-out-person.ts';
import type { Grant } from '../../../src/message/rights.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { everywhere, refusal, staffOf } from './staff.ts';

withDatabases('Managing people', (db) => {
  let portal: Portal;
  let [own, other] = ['', ''];
  let all: Manager;
  let local: Manager;
  const staff = staffOf(db);
  before(async () => {
    portal = await openPortal(db);
    [own, other] = [await staff.unit('Own'), await staff.unit('Other')];
    all = (await staff.person(own, everywhere)).manager;
    local = (await staff.person(own, [{ role: 'admin', unit: own }])).manager;
  });
  after(() => portal.close());

  const sender = (unit: string): Grant => ({ role: 'sender', unit });
  const changeOf = async (id: string, change: Partial<PersonChange>): Promise<PersonChange> => ({
    ...(await findPerson(db.database, id)),
    ...change,
  });
  const change = async (by: Manager, id: string, fields: Partial<PersonChange>) =>
    changePerson(portal.ctx, by, id, await changeOf(id, fields));

  test('whoever administers one unit looks after its people, and gives and takes roles there alone', async () => {
    const { id } = await staff.person(own, [sender(own)]);
    await change(local, id, { name: 'Ny', grants: [sender(own), { role: 'compliance', unit: own }] });
    for (const fields of [
      { grants: [sender(other)] },
      { grants: [{ role: 'sender', unit: null }] },
      { grants: [{ role: 'admin', unit: null }] },
      { grants: [sender(own), { role: 'admin', unit: other }] },
      { unit: other },
    ] as const) {
      await assert.rejects(change(local, id, fields), refusal('forbidden'), JSON.stringify(fields));
    }
    const draft = { name: 'Ny', email: 'ny@example.dk' };
    for (const [unit, grants] of [
      [other, [sender(other)]],
      [own, [sender(other)]],
      [own, everywhere],
    ] as const) {
      await assert.rejects(createPerson(portal.ctx, local, { ...draft, unit, grants }), refusal('forbidden'));
    }
    const made = await createPerson(portal.ctx, local, { ...draft, unit: own, grants: [sender(own)] });
    assert.equal((await findPerson(db.database, made.id)).unitName, 'Own');
  });

  test('nobody is touched whose roles reach beyond those of whoever does it', async () => {
    const boss = await staff.person(own, everywhere);
    const abroad = await staff.person(own, [sender(own), sender(other)]);
    const stranger = await staff.person(other, [sender(other)]);
    for (const [{ id }, code] of [
      [boss, 'forbidden'],
      [abroad, 'forbidden'],
      [stranger, 'not_found'],
    ] as const) {
      await assert.rejects(change(local, id, { name: 'Taken' }), refusal(code));
      await assert.rejects(renewLink(portal.ctx, local, id), refusal(code));
      await assert.rejects(resetPersonFactors(portal.ctx, local, id), refusal(code));
      await assert.rejects(signOutPerson(portal.ctx, local, id), refusal(code));
    }
    await assert.rejects(setActive(portal.ctx, local, boss.id, false), refusal('forbidden'));
    await assert.rejects(setActive(portal.ctx, local, stranger.id, false), refusal('not_found'));
    assert.equal(await setActive(portal.ctx, local, abroad.id, false), true);
    await assert.rejects(setActive(portal.ctx, local, abroad.id, true), refusal('forbidden'));
    assert.equal(await setActive(portal.ctx, all, abroad.id, true), true);
  });

  test('nobody is found whom there is not', async () => {
    for (const id of [randomUUID(), '', 'x', "' or true --", `${'0'.repeat(10_000)}`]) {
      await assert.rejects(renewLink(portal.ctx, all, id), refusal('not_found'));
      await assert.rejects(setActive(portal.ctx, all, id, false), refusal('not_found'));
    }
  });

  test('of two who change somebody at once one is told so, and what the other wrote stands', async () => {
    const { id } = await staff.person(own, [sender(own)], { name: 'Before' });
    const [first, second] = [await changeOf(id, { name: 'First' }), await changeOf(id, { name: 'Second' })];
    const results = await Promise.allSettled([
      changePerson(portal.ctx, all, id, first),
      changePerson(portal.ctx, local, id, second),
    ]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const { reason } = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    assert.equal(reason.code, 'changed_meanwhile');
    const { name, version } = await findPerson(db.database, id);
    assert.equal(name, results[0]!.status === 'fulfilled' ? 'First' : 'Second');
    assert.equal(version, 2);
    const events = await staff.events(id);
    assert.deepEqual(
      events.map(({ type, fields }) => [type, fields]),
      [['person.changed', { before: { name: 'Before' }, after: { name } }]],
    );
  });

  test('a version that is none is an old one', async () => {
    const { id } = await staff.person(own, [sender(own)]);
    for (const version of [0, -1, NaN, Infinity, 1.5, 2 ** 40]) {
      await assert.rejects(change(all, id, { version, name: 'X' }), refusal('changed_meanwhile'));
    }
  });

  test('roles are kept once each, and changing nothing is no change', async () => {
    const { id } = await staff.person(own, [sender(own)]);
    await change(all, id, { grants: [sender(own), sender(own), { role: 'admin', unit: own }, sender(own)] });
    assert.deepEqual((await findPerson(db.database, id)).grants, [{ role: 'admin', unit: own }, sender(own)]);
    await change(all, id, { grants: [sender(own), { role: 'admin', unit: own }] });
    assert.equal((await findPerson(db.database, id)).version, 2);
    assert.equal((await staff.events(id)).length, 1);
  });

  test('an address is one person’s, in any case, also when two ask at once', async () => {
    const [a, b] = [await staff.person(own, [sender(own)]), await staff.person(own, [sender(own)])];
    await assert.rejects(change(all, b.id, { email: a.email.toUpperCase() }), refusal('already_exists'));
    const draft = { name: 'X', unit: own, grants: [sender(own)] };
    await assert.rejects(
      createPerson(portal.ctx, all, { ...draft, email: ` ${a.email.toUpperCase()}` }),
      refusal('already_exists'),
    );
    for (let round = 1; round <= 20; round += 1) {
      const email = `both${round}@example.dk`;
      const results = await Promise.allSettled([
        change(all, a.id, { email }),
        change(all, b.id, { email: email.toUpperCase() }),
        createPerson(portal.ctx, all, { ...draft, email: email.toUpperCase() }),
        createPerson(portal.ctx, all, { ...draft, email }),
      ]);
      const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
      assert.deepEqual(refused, ['already_exists', 'already_exists', 'already_exists']);
    }
  });

  test('the address of somebody deactivated is said to be that, to whoever may activate them', async () => {
    const { id, email } = await staff.person(own, [sender(own)]);
    await setActive(portal.ctx, all, id, false);
    const draft = { name: 'X', email, unit: own, grants: [sender(own)] };
    await assert.rejects(createPerson(portal.ctx, local, draft), {
      code: 'already_exists',
      facts: { deactivated: 1 },
    });
    const far = await staff.person(other, [sender(other)]);
    await setActive(portal.ctx, all, far.id, false);
    await assert.rejects(createPerson(portal.ctx, local, { ...draft, email: far.email }), {
      code: 'already_exists',
      facts: {},
    });
  });

  test('somebody first seen at the gateway is taken up, but not across units', async () => {
    const near = await staff.person(own, [sender(own)], { hasPassword: false });
    const far = await staff.person(other, [sender(other)], { hasPassword: false });
    const draft = { name: 'Taken up', unit: own, grants: [sender(own)] };
    const made = await createPerson(portal.ctx, local, { ...draft, email: near.email });
    assert.equal(made.id, near.id);
    await assert.rejects(
      createPerson(portal.ctx, local, { ...draft, email: far.email }),
      refusal('already_exists'),
    );
    assert.equal((await createPerson(portal.ctx, all, { ...draft, email: far.email })).id, far.id);
  });

  test('names and units that are none are refused; what rearranges a page is taken out of a name', async () => {
    const { id } = await staff.person(own, [sender(own)]);
    for (const name of ['', '   ', '\u202e', '\n\t', '\0', 'x'.repeat(201), '💩'.repeat(5_000_000)]) {
      await assert.rejects(change(all, id, { name }), { code: 'invalid', facts: { field: 'name' } });
    }
    for (const [name, kept] of [
      ['Ana\u0000\r\n Berg', 'Ana Berg'],
      ['\u202eAna\u202c', 'Ana'],
      ['שרה לוי', 'שרה לוי'],
      ['A\u030asa', 'Åsa'],
      ['x'.repeat(200), 'x'.repeat(200)],
      ['\ud800Ana', '\ufffdAna'],
      ["Robert'); drop table people;--", "Robert'); drop table people;--"],
    ] as const) {
      await change(all, id, { name });
      assert.equal((await findPerson(db.database, id)).name, kept);
    }
    for (const email of [
      '',
      'x',
      'a b@example.dk',
      'a@b',
      `${'a'.repeat(300)}@example.dk`,
      'a\n@example.dk',
    ]) {
      await assert.rejects(change(all, id, { email }), refusal('email_invalid'), email);
    }
    for (const unit of [randomUUID(), '', 'x', '\0'.slice(1)]) {
      await assert.rejects(change(all, id, { unit }), { code: 'invalid', facts: { field: 'unit' } });
      await assert.rejects(change(all, id, { grants: [sender(unit)] }), refusal('invalid'));
    }
  });

  test('who comes from an identity provider is changed there, but deactivated here too', async () => {
    const { id } = await staff.person(own, [sender(own)], { hasPassword: false });
    await db.database.query("update people set issuer = 'https://i', subject = 's' where id = $1", [id]);
    for (const fields of [{ name: 'X' }, { email: 'x@example.dk' }, { grants: [] }] as const) {
      await assert.rejects(change(all, id, fields), refusal('invalid'));
    }
    await assert.rejects(renewLink(portal.ctx, all, id), refusal('invalid'));
    assert.equal(await setActive(portal.ctx, all, id, false), true);
  });

  test('a new link ends the ones before it, and an address that changes ends the links mailed to it', async () => {
    const { id } = await staff.person(own, [sender(own)]);
    const tokenOf = (path: string) => path.split('/').at(-1)!;
    const links = [await renewLink(portal.ctx, local, id), await renewLink(portal.ctx, local, id)];
    assert.equal(await findWelcome(portal.ctx, tokenOf(links[0]!)), undefined);
    assert.equal((await findWelcome(portal.ctx, tokenOf(links[1]!)))?.person, id);

    const bare = await staff.person(own, [sender(own)], { hasPassword: false });
    const mailed = await db.database.transaction((tx) => mintSignInLink(tx, bare.id, null));
    assert.ok(await findSignInLink(portal.ctx, tokenOf(mailed)));
    await change(all, bare.id, { email: `moved-${bare.email}` });
    assert.equal(await findSignInLink(portal.ctx, tokenOf(mailed)), undefined);
  });

  test('deactivating ends sessions, links and looks, once; activating again brings back the password', async () => {
    const { id } = await staff.person(own, [sender(own)]);
    const secret = await db.database.transaction((tx) =>
      openStaffSession(tx, { person: id, method: 'password' }),
    );
    const path = await renewLink(portal.ctx, all, id);
    const { id: message } = await portal.send();
    await db.database.query("insert into looks values ($1, $2, now() + interval '1 hour')", [message, id]);
    assert.ok(await staffOfSession(portal.ctx, secret));

    const done = await Promise.all([1, 2, 3].map(() => setActive(portal.ctx, all, id, false)));
    assert.deepEqual(done.sort(), [false, false, true]);
    assert.equal(await staffOfSession(portal.ctx, secret), undefined);
    assert.equal(await findWelcome(portal.ctx, path.split('/').at(-1)!), undefined);
    await assert.rejects(renewLink(portal.ctx, all, id), refusal('invalid'));
    assert.equal((await db.database.query('select from looks where person_id = $1', [id])).count, 0);

    assert.equal(await setActive(portal.ctx, all, id, true), true);
    assert.equal(await setActive(portal.ctx, all, id, true), false);
    const { signsIn, deactivatedAt } = await findPerson(db.database, id);
    assert.deepEqual({ signsIn, deactivatedAt }, { signsIn: 'password', deactivatedAt: null });
    const events = await staff.events(id);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['person.signed_in', 'person.link_made', 'person.deactivated', 'person.reactivated'],
    );
    assert.deepEqual(events[2]!.details, { kind: 'person', subject: id, because: 'administrator', left: 0 });
  });

  test('removing second factors signs out, is recorded, and is not done to oneself', async () => {
    const person = await staff.person(own, [sender(own)]);
    await db.database.query(
      `insert into totp_secrets (person_id, kid, sealed, confirmed_at) values ($1, 'k', 's', now())`,
      [person.id],
    );
    await db.database.transaction((tx) => openStaffSession(tx, { person: person.id, method: 'password' }));
    await resetPersonFactors(portal.ctx, local, person.id);
    await resetPersonFactors(portal.ctx, local, person.id);
    assert.equal(await signOutPerson(portal.ctx, local, person.id), 0);
    const types = (await staff.events(person.id)).map(({ type }) => type);
    assert.deepEqual(types, ['person.signed_in', 'person.factor_removed']);
    await assert.rejects(resetPersonFactors(portal.ctx, all, all.actor.id), refusal('forbidden'));
  });

  test('the list goes through everybody once, in the order of names, and finds what stands in them', async () => {
    const unit = await staff.unit('Many');
    await db.owner.query(
      `insert into people (id, unit_id, email, name, deactivated_at)
        select gen_random_uuid(), $1, 'p' || n || '@many.example', case when n % 7 = 0 then 'Same' else 'name ' || n end,
          case when n % 10 = 0 then now() end from generate_series(1, 250) n`,
      [unit],
    );
    const manager: Manager = { actor: all.actor, grants: [{ role: 'admin', unit }] };
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listPeople(portal.ctx, manager, { after, limit: 40 });
      seen.push(...page.people.map(({ email }) => email));
      after = page.next;
    } while (after);
    assert.equal(seen.length, 250);
    assert.equal(new Set(seen).size, 250);
    const count = async (query: object, by = manager) =>
      (await listPeople(portal.ctx, by, { limit: 1000, ...query })).people.length;
    assert.equal(await count({ state: 'deactivated' }), 25);
    assert.equal(await count({ state: 'active' }), 225);
    assert.equal(await count({ search: ' SAME ' }), 35);
    assert.equal(await count({ search: '%' }), 0);
    assert.equal(await count({ search: '_' }), 0);
    assert.equal(await count({ search: '\\' }), 0);
    assert.equal(await count({ email: 'P7@many.example' }), 1);
    assert.equal(await count({ email: 'p@many.example' }), 0);
    assert.equal(await count({ unit: own }), 0);
    assert.equal(await count({ email: 'P7@many.example' }, local), 0);
    assert.equal(await count({ unit }, all), 250);
  });
});
