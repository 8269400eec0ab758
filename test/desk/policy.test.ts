import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { currentPolicy, setPolicy, standingPolicy } from '../../src/desk/policy.ts';
import { commitmentOf } from '../../src/evidence/commitment.ts';
import { defaultPolicy, type Policy } from '../../src/message/policy.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addUnit, deactivate } from '../support/staff.ts';

const actor = { kind: 'staff', id: randomUUID() } as const;
const byTag = (subjectTag: string): Policy => ({ gateway: { secure: 'by_rule', rules: [{ subjectTag }] } });

withDatabases('The policy', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const changes = async () => {
    const { rows } = await db.database.query<Record<string, any>>(
      `select e.*, f.k, f.fields, exists (select from pending_events p where p.event = e.id) as pending
        from events e join event_fields f on f.event = e.id
        where e.type = 'policy.changed' order by e.at`,
    );
    return rows;
  };

  it('is the default until somebody decides', async () => {
    assert.deepEqual(await standingPolicy(db.database), { policy: defaultPolicy, decision: null });
    assert.deepEqual(await currentPolicy(db.database), { gateway: { secure: 'all' } });
  });

  it('is what was decided last, and the evidence says by whom and in place of what', async () => {
    const first = await setPolicy(portal.ctx, actor, byTag('[sikker]'));
    const second = await setPolicy(portal.ctx, actor, defaultPolicy);
    assert.deepEqual(await standingPolicy(db.database), second);
    assert.deepEqual(await currentPolicy(db.database), defaultPolicy);
    const [one, two] = await changes();
    const ids = [first, second].map(({ decision }) => decision!.id);
    assert.deepEqual(one!.details, { policy: ids[0], replaces: null });
    assert.deepEqual(two!.details, { policy: ids[1], replaces: ids[0] });
    assert.deepEqual(one!.fields, { before: defaultPolicy, after: byTag('[sikker]') });
    assert.deepEqual(two!.fields, { before: byTag('[sikker]'), after: defaultPolicy });
    for (const event of [one!, two!]) {
      const { message, delivery, seq, actor: kind, actor_id, pending } = event;
      assert.deepEqual(
        [message, delivery, seq, kind, actor_id, pending],
        [null, null, null, 'staff', actor.id, true],
      );
      assert.deepEqual(commitmentOf(event.k, event.fields), event.commitment);
    }
  });

  it('stays as it was, without evidence, where the event cannot be written', async () => {
    const [standing, events] = [await standingPolicy(db.database), (await changes()).length];
    const nobody = { kind: 'nobody' as 'staff', id: randomUUID() };
    await assert.rejects(setPolicy(portal.ctx, nobody, byTag('[x]')), /no event/);
    assert.deepEqual(await standingPolicy(db.database), standing);
    assert.equal((await changes()).length, events);
  });

  it('decided by many at once stands in one order, each decision naming the one before it', async () => {
    const start = (await standingPolicy(db.database)).decision!.id;
    const set = await Promise.all(
      Array.from({ length: 20 }, (_, index) => setPolicy(portal.ctx, actor, byTag(`[${index}]`))),
    );
    const { rows } = await db.database.query<{ id: number; at: string; policy: Policy }>(
      'select * from policies where id > $1 order by id',
      [start],
    );
    assert.equal(rows.length, 20);
    assert.deepEqual(
      rows.map(({ at }) => at),
      rows.map(({ at }) => at).toSorted(),
    );
    const events = (await changes()).slice(-20);
    const ids = rows.map(({ id }) => id);
    assert.deepEqual(
      events.map(({ details }) => [details.replaces, details.policy]),
      ids.map((id, index) => [ids[index - 1] ?? start, id]),
    );
    for (const [index, { fields }] of events.entries()) {
      assert.deepEqual(fields.after, rows[index]!.policy);
      if (index > 0) assert.deepEqual(fields.before, rows[index - 1]!.policy);
    }
    assert.deepEqual(await currentPolicy(db.database), rows.at(-1)!.policy);
    assert.deepEqual(new Set(set.map(({ decision }) => decision!.id)), new Set(ids));
  });

  it('replaces the decision that it was made from, and no other', async () => {
    const standing = (await standingPolicy(db.database)).decision!.id;
    const race = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => setPolicy(portal.ctx, actor, byTag(`<${index}>`), standing)),
    );
    const won = race.filter((each) => each.status === 'fulfilled');
    assert.equal(won.length, 1);
    for (const each of race) {
      if (each.status === 'rejected') assert.equal(each.reason.code, 'changed_meanwhile');
    }
    assert.deepEqual(await standingPolicy(db.database), won[0]!.value);
    for (const stale of [standing, null, -1, 2 ** 60, Number.NaN]) {
      await assert.rejects(setPolicy(portal.ctx, actor, byTag('[x]'), stale), { code: 'changed_meanwhile' });
    }
  });

  it('takes no rule for a unit that does not exist, and names it by its place', async () => {
    const rule = { claim: 'groups', equals: 'x', role: 'sender' } as const;
    const claims = [rule, { ...rule, unit: 'BORGERSERVICE' }, { ...rule, unit: 'Nowhere' }];
    const standing = await standingPolicy(db.database);
    const set = setPolicy(portal.ctx, actor, { ...defaultPolicy, staff: { claims } });
    await assert.rejects(set, { code: 'invalid', facts: { field: 'staff.claims.2.unit' } });
    assert.deepEqual(await standingPolicy(db.database), standing);
    await setPolicy(portal.ctx, actor, { ...defaultPolicy, staff: { claims: claims.slice(0, 2) } });
    assert.deepEqual((await currentPolicy(db.database)).staff, { claims: claims.slice(0, 2) });
  });

  it('takes for alarms whoever works here, whatever the case, and names by its place who does not', async () => {
    const unit = await addUnit(db);
    const [one, left] = [await addColleague(db, unit), await addColleague(db, unit)];
    await deactivate(db, left.id);
    const standing = await standingPolicy(db.database);
    for (const [alarms, field] of [
      [{ people: [one.email, 'nobody@example.dk'] }, 'alarms.people.1'],
      [{ people: [left.email] }, 'alarms.people.0'],
      [{ people: [one.email], deputy: left.email }, 'alarms.deputy'],
      [{ people: [''] }, 'alarms.people.0'],
    ] as const) {
      const set = setPolicy(portal.ctx, actor, { ...defaultPolicy, alarms });
      await assert.rejects(set, { code: 'invalid', facts: { field } });
    }
    assert.deepEqual(await standingPolicy(db.database), standing);
    const alarms = { people: [one.email.toUpperCase()], deputy: one.email };
    await setPolicy(portal.ctx, actor, { ...defaultPolicy, alarms });
    assert.deepEqual((await currentPolicy(db.database)).alarms, alarms);
    await deactivate(db, one.id);
    assert.deepEqual((await currentPolicy(db.database)).alarms, alarms, 'who leaves later is passed over');
  });

  it('can be changed by nobody behind a decision’s back: rows are only added', async () => {
    await assert.rejects(db.database.query("update policies set policy = '{}'"), /permission denied/);
    await assert.rejects(db.database.query('delete from policies'), /permission denied/);
  });
});
