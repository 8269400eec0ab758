import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setActive } from '../../../src/desk/people/activation.ts';
import { changePerson } from '../../../src/desk/people/change-person.ts';
import { findPerson } from '../../../src/desk/people/person.ts';
import { resetPersonFactors } from '../../../src/desk/people/reset-factors.ts';
import type { Grant } from '../../../src/message/rights.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { everywhere, refusal, staffOf } from './staff.ts';

withDatabases('Somebody who administers everything', (db) => {
  let portal: Portal;
  let unit: string;
  const staff = staffOf(db);
  before(async () => {
    portal = await openPortal(db);
    unit = portal.sender.unit;
  });
  after(() => portal.close());
  beforeEach(() => db.owner.query('delete from people'));

  const demote = async (
    by: Parameters<typeof changePerson>[1],
    id: string,
    grants: readonly Grant[] = [],
  ) => {
    const { version, name, email } = await findPerson(db.database, id);
    return changePerson(portal.ctx, by, id, { version, name, email, unit, grants });
  };

  test('cannot take the role from themselves while they are the last', async () => {
    const { id, manager } = await staff.person(unit, everywhere);
    await assert.rejects(demote(manager, id), refusal('last_administrator'));
    await assert.rejects(demote(manager, id, [{ role: 'admin', unit }]), refusal('last_administrator'));
    await assert.rejects(setActive(portal.ctx, manager, id, false), refusal('last_administrator'));
    const { grants, deactivatedAt, version } = await findPerson(db.database, id);
    assert.deepEqual(
      { grants, deactivatedAt, version },
      { grants: everywhere, deactivatedAt: null, version: 1 },
    );
    assert.deepEqual(await staff.events(id), []);
  });

  test('is not replaced by one of a single unit, one without a way in, or one who is deactivated', async () => {
    const { id, manager } = await staff.person(unit, everywhere);
    await staff.person(unit, [{ role: 'admin', unit }]);
    await staff.person(unit, everywhere, { hasPassword: false });
    const gone = await staff.person(unit, everywhere);
    await setActive(portal.ctx, manager, gone.id, false);
    await assert.rejects(demote(manager, id), refusal('last_administrator'));
    await setActive(portal.ctx, manager, gone.id, true);
    await demote(manager, id);
    assert.deepEqual((await findPerson(db.database, id)).grants, []);
  });

  test('may be changed otherwise, and may be the last one whom a passkey or a provider lets in', async () => {
    const { id, manager } = await staff.person(unit, everywhere);
    await demote(manager, id, [...everywhere, { role: 'sender', unit }]);
    for (const way of ['passkey', 'provider']) {
      const other = await staff.person(unit, everywhere, { hasPassword: false });
      if (way === 'provider') {
        await db.database.query("update people set issuer = 'i', subject = id::text where id = $1", [
          other.id,
        ]);
      } else {
        await db.database.query(
          "insert into passkeys (id, person_id, public_key, counter, name, backed_up) values ('1', $1, '', 0, '', true)",
          [other.id],
        );
      }
      await setActive(portal.ctx, manager, id, false);
      if (way === 'passkey') {
        await assert.rejects(
          resetPersonFactors(portal.ctx, manager, other.id),
          refusal('last_administrator'),
        );
        await setActive(portal.ctx, manager, id, true);
        await resetPersonFactors(portal.ctx, manager, other.id);
      }
    }
  });

  test('remains when two take each other away, or themselves, at the same moment', async () => {
    for (const how of ['demote', 'deactivate', 'both', 'themselves']) {
      await db.owner.query('delete from people');
      const [a, b] = [await staff.person(unit, everywhere), await staff.person(unit, everywhere)];
      const [ofA, ofB] = how === 'themselves' ? [a, b] : [b, a];
      const results = await Promise.allSettled([
        how === 'deactivate' ? setActive(portal.ctx, a.manager, ofA.id, false) : demote(a.manager, ofA.id),
        how === 'demote' ? demote(b.manager, ofB.id) : setActive(portal.ctx, b.manager, ofB.id, false),
      ]);
      const refused = results.filter(({ status }) => status === 'rejected');
      assert.equal(refused.length, 1, how);
      assert.equal((refused[0] as PromiseRejectedResult).reason.code, 'last_administrator', how);
    }
  });

  test('does not have to be there for others to be changed', async () => {
    const { id } = await staff.person(unit, everywhere, { hasPassword: false });
    await setActive(
      portal.ctx,
      { actor: { kind: 'system', id: portal.ctx.settings.installation }, grants: everywhere },
      id,
      false,
    );
    assert.ok((await findPerson(db.database, id)).deactivatedAt);
  });
});
