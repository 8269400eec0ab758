import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  duties,
  type Duty,
  type Grant,
  hasDuty,
  hasDutySomewhere,
  messageVerbs,
  unitsForDuty,
  unitsForVerb,
} from '../../src/message/rights.ts';

const here = '0197a3c2-7b1e-7c3a-9f00-000000000001';
const there = '0197a3c2-7b1e-7c3a-9f00-000000000002';

const grant = (role: Grant['role'], unit: string | null): Grant => ({ role, unit });

suite('rights', () => {
  test('are nobody’s who holds no role', () => {
    for (const duty of duties) {
      assert.equal(hasDutySomewhere([], duty), false);
      assert.equal(hasDuty([], duty, here), false);
      assert.equal(hasDuty([], duty, null), false);
    }
    for (const verb of messageVerbs)
      for (const standing of ['left', 'unit'] as const)
        assert.deepEqual(unitsForVerb([], verb, standing, 'yes', 'reason'), []);
  });

  test('to manage are each role’s, and no other’s', () => {
    const expected = {
      sender: ['write'],
      compliance: ['history', 'evidence', 'erasure', 'failures', 'incidents', 'blocks'],
      admin: ['people', 'units', 'systems', 'contacts', 'policy', 'history', 'blocks'],
    } as const;
    for (const role of ['sender', 'compliance', 'admin'] as const) {
      const held = duties.filter((duty) => hasDutySomewhere([grant(role, here)], duty));
      assert.deepEqual(held, expected[role], role);
    }
  });

  test('of one unit reach neither another nor what belongs to the whole organisation', () => {
    const admin = [grant('admin', here)];
    for (const duty of ['people', 'units', 'systems', 'contacts', 'policy', 'history'] satisfies Duty[]) {
      assert.deepEqual(
        [here, there, null].map((unit) => hasDuty(admin, duty, unit)),
        [true, false, false],
        duty,
      );
      assert.deepEqual(unitsForDuty(admin, duty), [here]);
      assert.equal(unitsForDuty([...admin, grant('admin', null)], duty), null);
    }
  });

  test('of all units reach each of them and the whole organisation', () => {
    for (const unit of [here, there, null])
      assert.equal(hasDuty([grant('sender', here), grant('admin', null)], 'people', unit), true);
  });

  test('of several roles add up, each in its own units', () => {
    const grants = [grant('sender', here), grant('compliance', there), grant('admin', null)];
    assert.deepEqual(unitsForVerb(grants, 'list', 'left', 'yes'), [here, there]);
    assert.deepEqual(unitsForVerb(grants, 'list', 'unit', 'yes'), [there]);
    assert.deepEqual(unitsForVerb(grants, 'content', 'left', 'reason'), [here, there]);
    assert.deepEqual(unitsForVerb(grants, 'content', 'unit', 'reason'), [there]);
    assert.deepEqual(unitsForVerb(grants, 'content', 'left', 'yes'), []);
    assert.equal(hasDuty(grants, 'write', there), false);
    assert.deepEqual(unitsForDuty([grant('sender', here), grant('sender', here)], 'write'), [here]);
  });
});
