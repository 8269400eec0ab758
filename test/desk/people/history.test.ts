import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeUnit, createUnit } from '../../../src/desk/people/change-unit.ts';
import { createPerson } from '../../../src/desk/people/create-person.ts';
import type { Manager } from '../../../src/desk/people/manager.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { setPolicy } from '../../../src/desk/policy.ts';
import { defaultPolicy } from '../../../src/message/policy.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { everywhere, staffOf } from './staff.ts';

withDatabases('History', (db) => {
  let portal: Portal;
  let all: Manager;
  let [own, other] = ['', ''];
  const staff = staffOf(db);
  before(async () => {
    portal = await openPortal(db);
    all = (await staff.person(portal.sender.unit, everywhere, { name: 'Anne' })).manager;
    own = await createUnit(portal.ctx, all, { name: 'Own' });
    other = await createUnit(portal.ctx, all, { name: 'Other' });
    for (const unit of [own, other]) {
      await createPerson(portal.ctx, all, {
        name: 'P',
        email: `${unit}@example.dk`,
        unit,
        grants: [{ role: 'sender', unit }],
      });
    }
    await setPolicy(portal.ctx, all.actor, defaultPolicy);
    await portal.send();
  });
  after(() => portal.close());

  test('tells newest first who did what, with what stood there before, and nothing of messages', async () => {
    const { lines } = await readHistory(db.database, { limit: 100 });
    assert.deepEqual(
      lines.map(({ type, by }) => [type, by]),
      [
        ['policy.changed', 'Anne'],
        ['person.created', 'Anne'],
        ['person.created', 'Anne'],
        ['unit.created', 'Anne'],
        ['unit.created', 'Anne'],
      ],
    );
    assert.equal(lines[4]!.subject, own);
    assert.deepEqual(lines[4]!.after, { name: 'Own', outwardName: 'Own', functionAddress: null });
    assert.equal(lines[4]!.before, null);
  });

  test('goes on where a page ended', async () => {
    const whole = (await readHistory(db.database, { limit: 100 })).lines.map(({ event }) => event);
    const pages: string[] = [];
    let from: string | undefined;
    do {
      const { lines, next } = await readHistory(db.database, { after: from, limit: 2 });
      pages.push(...lines.map(({ event }) => event));
      from = next;
    } while (from);
    assert.deepEqual(pages, whole);
  });

  test('of some units is about them and what belongs to them now, never about the whole organisation', async () => {
    const read = async (units: string[]) =>
      (await readHistory(db.database, { units, limit: 100 })).lines.map(({ type }) => type);
    assert.deepEqual(await read([own]), ['person.created', 'unit.created']);
    assert.equal((await read([own, other])).length, 4);
    assert.deepEqual(await read([]), []);
    await db.database.query('update people set unit_id = $1 where unit_id = $2', [other, own]);
    assert.deepEqual(await read([own]), ['unit.created']);
  });

  test('says that something was erased, and still that it was done', async () => {
    const id = await createUnit(portal.ctx, all, { name: 'Erased' });
    await changeUnit(portal.ctx, all, id, { version: 1, name: 'Again' });
    await db.owner.query(
      "delete from event_fields f using events e where e.id = f.event and e.details ->> 'subject' = $1",
      [id],
    );
    const { lines } = await readHistory(db.database, { subject: id, limit: 10 });
    assert.deepEqual(
      lines.map(({ before, after, erased }) => [before, after, erased]),
      [
        [null, null, true],
        [null, null, true],
      ],
    );
  });
});
