import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Context } from '../../src/delivery/context.ts';
import { listMessages, type ListQuery } from '../../src/delivery/list-messages.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import type { Grant } from '../../src/message/rights.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addOwnedSystem, addUnit, type Colleague, deactivate } from '../support/staff.ts';

/** Messages of somebody else among which the few are. */
const crowd = 20_000;

/** A version 7 UUID of the n-th millisecond. */
const idAt = (n: number): string => {
  const time = (0x0192_6f2e_0000 + n).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
};

withDatabases('A list of messages', (db) => {
  let portal: Portal;
  let here: string;
  let there: string;
  let few: Colleague;
  let relay: string;
  const ids: Record<'written' | 'system' | 'left' | 'leftSystem', string[]> = {
    written: [],
    system: [],
    left: [],
    leftSystem: [],
  };
  before(async () => {
    portal = await openPortal(db);
    [here, there] = [await addUnit(db), await addUnit(db)];
    few = await addColleague(db, here);
    const [busy, gone] = [await addColleague(db, there), await addColleague(db, here)];
    relay = (await addOwnedSystem(db, there, few.id)).id;
    const orphan = (await addOwnedSystem(db, here, gone.id)).id;
    const write = (at: number[], unit: string, person: string | null, system: string | null) =>
      db.owner.query(
        `insert into messages (id, unit_id, person_id, system_id, sender_address)
          select id, $2, $3, $4, 'a@fredericia.example' from unnest($1::uuid[]) id`,
        [at.map(idAt), unit, person, system],
      );
    const everyTenth = Array.from({ length: crowd }, (_, n) => 10 * n);
    await write(everyTenth, there, busy.id, relay);
    const ways = [
      ['written', few.id, null],
      ['system', null, relay],
      ['left', gone.id, null],
      ['leftSystem', null, orphan],
    ] as const;
    for (const [index, [name, person, system]] of ways.entries()) {
      const at = [0, 1, 2, 3, 4].map((n) => n * 40_000 + index + 1);
      await write(at, here, person, system);
      ids[name] = at.map(idAt);
    }
    await deactivate(db, gone.id);
    await db.owner.query('analyze');
    await db.owner.query('vacuum messages');
  });
  after(() => portal.close());

  const asSystem = (grants: readonly Grant[]): Viewer => ({ kind: 'system', id: relay, grants });
  const asCompliance = (...units: readonly (string | null)[]): Viewer => ({
    ...few.viewer,
    grants: units.map((unit) => ({ role: 'compliance', unit })),
  });

  async function allPages(viewer: Viewer, query: Omit<ListQuery, 'limit' | 'after'>, limit: number) {
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await listMessages(portal.ctx, viewer, { ...query, after, limit });
      assert.ok(page.messages.length <= limit);
      found.push(...page.messages.map(({ id }) => id));
      after = page.next;
    } while (after);
    return found;
  }

  const newestFirst = (...lists: readonly string[][]) => lists.flat().sort().reverse();

  it('has what somebody wrote and what their systems sent in nobody’s name, in one order on every page', async () => {
    for (const limit of [1, 3, 10, 100])
      assert.deepEqual(
        await allPages(few.viewer, { whose: 'own' }, limit),
        newestFirst(ids.written, ids.system),
      );
  });

  it('has what people left who are gone, and what their systems sent, in one order on every page', async () => {
    for (const limit of [1, 4, 100])
      assert.deepEqual(
        await allPages(few.viewer, { whose: 'left' }, limit),
        newestFirst(ids.left, ids.leftSystem),
      );
  });

  it('has all messages of the units of compliance, each once', async () => {
    const inUnit = newestFirst(...Object.values(ids));
    for (const limit of [3, 100])
      assert.deepEqual(await allPages(asCompliance(here), { whose: 'unit' }, limit), inUnit);
    const both = await listMessages(portal.ctx, asCompliance(here, there), { whose: 'unit', limit: 200 });
    const everywhere = await listMessages(portal.ctx, asCompliance(null), { whose: 'unit', limit: 200 });
    assert.deepEqual(both, everywhere);
    assert.equal(new Set(both.messages.map(({ id }) => id)).size, 200);
    assert.deepEqual(
      (await listMessages(portal.ctx, few.viewer, { whose: 'unit', limit: 200 })).messages,
      [],
    );
  });

  it('says which of them are the viewer’s own', async () => {
    const { messages } = await listMessages(portal.ctx, asCompliance(here), { whose: 'unit', limit: 100 });
    const own = messages.filter((each) => each.own).map(({ id }) => id);
    assert.deepEqual(own, newestFirst(ids.written, ids.system));
  });

  it('of a system has its own, whoever’s name they are in; with a wide scope everybody’s', async () => {
    const own = await listMessages(portal.ctx, asSystem([]), { limit: 200 });
    assert.equal(own.messages.length, 200);
    assert.ok(own.messages.every((each) => each.own));
    const wide = asSystem([{ role: 'compliance', unit: null }]);
    const all = await listMessages(portal.ctx, wide, { after: idAt(160_005), limit: 200 });
    assert.ok(all.messages.some(({ id }) => id === ids.written.at(-1)));
  });

  it('begins anew where the cursor is none', async () => {
    const first = await listMessages(portal.ctx, few.viewer, { whose: 'own', limit: 2 });
    for (const after of ['', 'x', '\0', "'", idAt(1_000_000_000)])
      assert.deepEqual(await listMessages(portal.ctx, few.viewer, { whose: 'own', after, limit: 2 }), first);
    assert.deepEqual(await listMessages(portal.ctx, few.viewer, { whose: 'own', after: idAt(0), limit: 2 }), {
      messages: [],
    });
  });

  it('walks no further than its pages, however many messages others have', async () => {
    const lists = [
      [few.viewer, { whose: 'own' }],
      [few.viewer, { whose: 'left' }],
      [asCompliance(here), { whose: 'unit' }],
      [asCompliance(here, there), { whose: 'unit' }],
      [asCompliance(null), { whose: 'unit' }],
      [asSystem([]), {}],
      [asSystem([{ role: 'compliance', unit: null }]), {}],
    ] as const;
    for (const [viewer, query] of lists) {
      for (const after of [undefined, idAt(3)]) {
        const read = await blocksRead(viewer, { ...query, after, limit: 10 });
        assert.ok(read < 200, `${JSON.stringify(query)}: ${read} blocks`);
      }
    }
  });

  /** Blocks of tables and indexes that the list's own statement touches. */
  async function blocksRead(viewer: Viewer, query: ListQuery): Promise<number> {
    let blocks = Number.NaN;
    const explaining = {
      async query(text: string, values: unknown[]) {
        const { rows } = await db.owner.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
          `explain (analyze, buffers, format json) ${text}`,
          values,
        );
        const { Plan } = rows[0]!['QUERY PLAN'][0];
        blocks = Plan['Shared Hit Blocks']! + Plan['Shared Read Blocks']!;
        return { rows: [] };
      },
    };
    await listMessages({ ...portal.ctx, db: explaining } as unknown as Context, viewer, query);
    return blocks;
  }
});
