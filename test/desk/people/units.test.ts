import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { changeUnit, createUnit } from '../../../src/desk/people/change-unit.ts';
import type { Manager } from '../../../src/desk/people/manager.ts';
import { findUnit } from '../../../src/desk/people/units.ts';
import { setPolicy, standingPolicy } from '../../../src/desk/policy.ts';
import type { Policy } from '../../../src/message/policy.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { everywhere, refusal, staffOf } from './staff.ts';

withDatabases('Units', (db) => {
  let portal: Portal;
  let all: Manager;
  const staff = staffOf(db);
  before(async () => {
    portal = await openPortal(db);
    all = (await staff.person(portal.sender.unit, everywhere)).manager;
  });
  after(() => portal.close());

  const within = (unit: string): Manager => ({ ...all, grants: [{ role: 'admin', unit }] });

  test('are made by administrators of all units, and changed by their own', async () => {
    const id = await createUnit(portal.ctx, all, { name: ' Byg \u202e', functionAddress: '' });
    const other = await staff.unit('Another');
    const { name, outwardName, functionAddress } = await findUnit(db.database, id);
    assert.deepEqual(
      { name, outwardName, functionAddress },
      { name: 'Byg', outwardName: 'Byg', functionAddress: null },
    );
    const change = { version: 1, name: 'Byg', outwardName: 'Havn, Byg', functionAddress: 'Byg@Example.DK' };
    await assert.rejects(createUnit(portal.ctx, within(id), { name: 'More' }), refusal('forbidden'));
    await assert.rejects(changeUnit(portal.ctx, within(other), id, change), refusal('forbidden'));
    await changeUnit(portal.ctx, within(id), id, change);
    assert.deepEqual(
      (await staff.events(id)).map(({ type, fields }) => [type, fields]),
      [
        ['unit.created', { before: null, after: { name: 'Byg', outwardName: 'Byg', functionAddress: null } }],
        [
          'unit.changed',
          {
            before: { outwardName: 'Byg', functionAddress: null },
            after: { outwardName: 'Havn, Byg', functionAddress: 'Byg@example.dk' },
          },
        ],
      ],
    );
  });

  test('that are renamed keep the roles which rules give in them', async () => {
    const id = await createUnit(portal.ctx, all, { name: 'Havnen' });
    const rule = { claim: 'groups', equals: 'havn', role: 'sender' } as const;
    const policyWith = (unit: string): Policy => ({
      gateway: { secure: 'all' },
      staff: { claims: [rule, { ...rule, unit }], unitClaim: 'department' },
    });
    const decided = await setPolicy(portal.ctx, all.actor, policyWith('havnen'));
    await changeUnit(portal.ctx, all, id, { version: 1, name: 'Havnen', outwardName: 'Havn og strand' });
    assert.deepEqual(await standingPolicy(db.database), decided, 'the name is as it was');
    await changeUnit(portal.ctx, within(id), id, { version: 2, name: 'Kysten' });
    const { policy, decision } = await standingPolicy(db.database);
    assert.deepEqual(policy, policyWith('Kysten'));
    assert.equal(decision!.id, decided.decision!.id + 1);
    const { rows } = await db.database.query<Record<string, unknown>>(
      `select e.actor_id, f.fields from events e join event_fields f on f.event = e.id
        where e.type = 'policy.changed' order by e.id desc limit 1`,
    );
    const fields = { before: policyWith('havnen'), after: policyWith('Kysten') };
    assert.deepEqual(rows[0], { actor_id: all.actor.id, fields });
  });

  test('have one name each, in any case, also when two are made or renamed at once', async () => {
    await createUnit(portal.ctx, all, { name: 'Skole' });
    await assert.rejects(createUnit(portal.ctx, all, { name: ' SKOLE ' }), refusal('already_exists'));
    const ids = await Promise.all(['A', 'B'].map((name) => createUnit(portal.ctx, all, { name })));
    const results = await Promise.allSettled([
      createUnit(portal.ctx, all, { name: 'Twice' }),
      createUnit(portal.ctx, all, { name: 'TWICE' }),
      ...ids.map((id) => changeUnit(portal.ctx, all, id, { version: 1, name: 'twice' })),
    ]);
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    assert.deepEqual(refused, ['already_exists', 'already_exists', 'already_exists']);
  });

  test('are not changed by whoever saw an older state, nor where there is none', async () => {
    const id = await staff.unit('Park');
    const results = await Promise.allSettled(
      ['One', 'Two'].map((name) => changeUnit(portal.ctx, all, id, { version: 1, name })),
    );
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await assert.rejects(
      changeUnit(portal.ctx, all, id, { version: 1, name: 'Three' }),
      refusal('changed_meanwhile'),
    );
    for (const unknown of [randomUUID(), 'x', '']) {
      await assert.rejects(
        changeUnit(portal.ctx, all, unknown, { version: 1, name: 'X' }),
        refusal('not_found'),
      );
    }
  });

  test('need a name, and an address that is one', async () => {
    for (const name of ['', ' \t', '\u202d', 'x'.repeat(201)]) {
      await assert.rejects(createUnit(portal.ctx, all, { name }), refusal('invalid'));
    }
    await assert.rejects(createUnit(portal.ctx, all, { name: 'X', outwardName: 'x'.repeat(201) }), {
      code: 'invalid',
      facts: { field: 'outwardName' },
    });
    for (const functionAddress of ['x', 'a@b', 'a b@example.dk', 'a@example.dk, b@example.dk']) {
      await assert.rejects(
        createUnit(portal.ctx, all, { name: 'X', functionAddress }),
        refusal('email_invalid'),
      );
    }
  });
});
