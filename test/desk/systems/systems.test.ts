import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { changeSystem, type SystemChange } from '../../../src/desk/systems/change-system.ts';
import { closeSystem } from '../../../src/desk/systems/close-system.ts';
import { createSecret } from '../../../src/desk/systems/create-secret.ts';
import { createSystem } from '../../../src/desk/systems/create-system.ts';
import { findSystem, listSystems } from '../../../src/desk/systems/list-systems.ts';
import type { Manager } from '../../../src/desk/systems/manager.ts';
import { openSystem } from '../../../src/desk/systems/open-system.ts';
import { systemOf } from '../../../src/desk/systems/secrets.ts';
import { setBootstrapToken } from '../../../src/desk/systems/systems.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { aSystem, eventsOf, everything, inDays, ofUnits } from './support.ts';

withDatabases('Systems', (db) => {
  let portal: Portal;
  let unit: string;
  const otherUnit = randomUUID();
  before(async () => {
    portal = await openPortal(db);
    unit = portal.sender.unit;
    await db.database.query("insert into units (id, name, outward_name) values ($1, 'Havn', 'Havn')", [
      otherUnit,
    ]);
    await db.database.query(
      `insert into people (id, unit_id, email, name) values ($1, $2, 'lea@example.dk', 'Lea')`,
      [randomUUID(), unit],
    );
  });
  after(() => portal.close());

  const stateOf = async (id: string): Promise<SystemChange> => {
    const { name, senders, networks, owner, unit, version } = await findSystem(portal.ctx, everything, id);
    return { name, from: senders, networks, owner: owner?.email, unit: unit.name, version };
  };
  const change = async (id: string, to: Partial<SystemChange>, manager: Manager = everything) =>
    changeSystem(portal.ctx, manager, id, { ...(await stateOf(id)), ...to });
  const refused =
    (code: string, field?: string) => (error: Error & { code?: string; facts?: { field?: string } }) => {
      assert.equal(error.code, code, error.message);
      if (field) assert.equal(error.facts?.field, field);
      return true;
    };

  test('are changed in all that is said of them, and the difference is recorded', async () => {
    const { id } = await aSystem(portal.ctx, { name: 'Billing' });
    await change(id, {
      name: ' Invoices ',
      from: ['a@example.dk', 'a@example.dk', '*@b.dk'],
      owner: ' LEA@example.dk',
      networks: ['10.1.2.0/24'],
    });
    const { version, ...state } = await stateOf(id);
    assert.equal(version, 2);
    assert.deepEqual(state, {
      name: 'Invoices',
      from: ['a@example.dk', '*@b.dk'],
      owner: 'lea@example.dk',
      networks: ['10.1.2.0/24'],
      unit: 'Borgerservice',
    });
    const { type, before, after } = (await eventsOf(db, id)).at(-1)!;
    assert.equal(type, 'system.changed');
    assert.deepEqual(Object.keys(before!).sort(), ['from', 'name', 'networks', 'owner']);
    assert.deepEqual(after!.networks, ['10.1.2.0/24']);
    await change(id, {});
    assert.equal((await stateOf(id)).version, 2, 'what changes nothing is no change');
  });

  test('two administrators at once: the second is told', async () => {
    const { id } = await aSystem(portal.ctx);
    const seen = await stateOf(id);
    const both = await Promise.allSettled(
      ['One', 'Two'].map((name) =>
        changeSystem(portal.ctx, everything, id, { ...seen, name: `${name} ${id}` }),
      ),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const { reason } = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    refused('changed_meanwhile')(reason);
    await closeSystem(portal.ctx, everything, id);
    await assert.rejects(
      changeSystem(portal.ctx, everything, id, { ...seen, version: 2 }),
      refused('changed_meanwhile'),
    );
  });

  test('two take the same name at the same moment: one gets it', async () => {
    const [a, b] = [await aSystem(portal.ctx), await aSystem(portal.ctx)];
    const both = await Promise.allSettled([a, b].map(({ id }) => change(id, { name: 'Wanted' })));
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const { reason } = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    refused('already_exists', 'name')(reason);
    await assert.rejects(
      createSystem(portal.ctx, everything, { name: 'WANTED', from: ['*'] }),
      refused('already_exists', 'name'),
    );
  });

  test('closed: all secrets end for good, and open again only the door is', async () => {
    const { id, secret } = await aSystem(portal.ctx);
    const second = await createSecret(portal.ctx, everything, id, {});
    await Promise.all([1, 2].map(() => closeSystem(portal.ctx, everything, id)));
    for (const each of [secret, second.secret]) assert.equal(await systemOf(portal.ctx, each), undefined);
    await assert.rejects(createSecret(portal.ctx, everything, id, {}), refused('gone'));
    await Promise.all([1, 2].map(() => openSystem(portal.ctx, everything, id)));
    for (const each of [secret, second.secret]) assert.equal(await systemOf(portal.ctx, each), undefined);
    assert.ok(await systemOf(portal.ctx, (await createSecret(portal.ctx, everything, id, {})).secret));
    assert.deepEqual(
      (await eventsOf(db, id)).map(({ type }) => type),
      [
        'system.created',
        'secret.created',
        'secret.created',
        'system.revoked',
        'secret.revoked',
        'secret.revoked',
        'system.changed',
        'secret.created',
      ],
    );
  });

  test('are looked after within the unit alone, and given no more than their administrator has', async () => {
    const [local, elsewhere] = [ofUnits(unit), ofUnits(otherUnit)];
    const { id } = await aSystem(portal.ctx);
    const names = async (manager: Manager) =>
      (await listSystems(portal.ctx, manager)).map(({ id }) => id).includes(id);
    assert.deepEqual(
      [await names(everything), await names(local), await names(elsewhere)],
      [true, true, false],
    );
    await assert.rejects(findSystem(portal.ctx, elsewhere, id), refused('not_found'));
    await assert.rejects(change(id, { name: 'x' }, elsewhere), refused('not_found'));
    await assert.rejects(closeSystem(portal.ctx, elsewhere, id), refused('not_found'));
    await assert.rejects(openSystem(portal.ctx, elsewhere, id), refused('not_found'));
    await assert.rejects(change(id, { unit: 'Havn' }, local), refused('forbidden', 'unit'));
    await assert.rejects(change(id, { from: ['*'] }, local), refused('forbidden', 'from'));
    await change(id, { from: ['*'] });
    await change(id, { owner: 'lea@example.dk' }, local);
    await assert.rejects(change(id, { networks: ['10.0.0.0/8'] }, local), refused('forbidden', 'from'));
    await closeSystem(portal.ctx, local, id);
    await assert.rejects(openSystem(portal.ctx, local, id), refused('forbidden', 'from'));
    const draft = { name: 'Theirs', from: ['*@example.dk'] };
    await assert.rejects(createSystem(portal.ctx, elsewhere, draft), refused('forbidden', 'unit'));
    await assert.rejects(
      createSystem(portal.ctx, local, { ...draft, from: ['*'] }),
      refused('forbidden', 'from'),
    );
    await assert.rejects(
      createSystem(portal.ctx, local, draft, { scopes: ['systems'] }),
      refused('forbidden', 'scopes'),
    );
    assert.ok((await createSystem(portal.ctx, elsewhere, { ...draft, unit: 'Havn' })).secret);
  });

  const wrong: [string, Partial<SystemChange>, string, string?][] = [
    ['no name', { name: ' ' }, 'invalid', 'name'],
    ['a huge name', { name: 'x'.repeat(201) }, 'invalid', 'name'],
    ['a name of two lines', { name: 'a\r\nb' }, 'invalid', 'name'],
    ['Segl’s own name', { name: ' BootStrap' }, 'already_exists', 'name'],
    ['no address', { from: [] }, 'invalid', 'from'],
    ['a pattern within a pattern', { from: ['*@*.dk'] }, 'invalid', 'from'],
    ['a pattern with a control character', { from: ['a\u0001@b.dk'] }, 'invalid', 'from'],
    ['too many addresses', { from: Array(1001).fill('a@b.dk') }, 'invalid', 'from'],
    ['a network with host bits', { networks: ['10.1.2.3/24'] }, 'invalid', 'networks'],
    ['a network that is none', { networks: ['home'] }, 'invalid', 'networks'],
    ['an owner whom nobody knows', { owner: 'nobody@example.dk' }, 'invalid', 'owner'],
    ['a unit that is none', { unit: 'Nowhere' }, 'invalid', 'unit'],
    ['an older version', { version: 0 }, 'changed_meanwhile'],
  ];
  for (const [what, to, code, field] of wrong) {
    test(`${what} is refused, and nothing changed`, async () => {
      const { id } = await aSystem(portal.ctx);
      const seen = await stateOf(id);
      await assert.rejects(change(id, to), refused(code, field));
      assert.deepEqual(await stateOf(id), seen);
    });
  }

  test('somebody who left stays the owner until another is named, and is not named anew', async () => {
    await db.database.query(
      `insert into people (id, unit_id, email, name) values ($1, $2, 'left@example.dk', 'Left')`,
      [randomUUID(), unit],
    );
    const { id } = await aSystem(portal.ctx, { owner: 'left@example.dk' });
    await db.database.query(`update people set deactivated_at = now() where email = 'left@example.dk'`);
    await change(id, { name: 'Kept' });
    assert.equal((await stateOf(id)).owner, 'left@example.dk');
    await change(id, { owner: undefined });
    await assert.rejects(change(id, { owner: 'left@example.dk' }), refused('invalid', 'owner'));
  });

  test('the first secret may have its own scopes and end', async () => {
    const { secret } = await aSystem(portal.ctx, {}, { scopes: ['contacts'], expiresAt: inDays(1) });
    assert.deepEqual((await systemOf(portal.ctx, secret))?.scopes, ['contacts']);
    await assert.rejects(aSystem(portal.ctx, {}, { scopes: [] }), refused('invalid', 'scopes'));
    await assert.rejects(aSystem(portal.ctx, {}, { expiresAt: inDays(-1) }), refused('invalid', 'expiresAt'));
  });

  test('the bootstrap system is shown, and neither changed, closed nor opened', async () => {
    await setBootstrapToken(portal.ctx, 'the token');
    const { id, bootstrap } = (await listSystems(portal.ctx, everything)).find(
      ({ name }) => name === 'bootstrap',
    )!;
    assert.equal(bootstrap, true);
    for (const attempt of [
      () => change(id, { name: 'Mine' }),
      () => closeSystem(portal.ctx, everything, id),
      () => openSystem(portal.ctx, everything, id),
    ]) {
      await assert.rejects(attempt, (error: Error & { code?: string }) => {
        assert.match(error.message, /SEGL_BOOTSTRAP_TOKEN/);
        return error.code === 'forbidden';
      });
    }
  });
});
