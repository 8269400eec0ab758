import assert from 'node:assert/strict';
import { after as afterAll, before, it } from 'node:test';
import { findDelivery } from '../../src/delivery/find-delivery.ts';
import { climb } from '../../src/delivery/ladder/climb-ladder.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { after, decide, escalations, unread } from './ladder-support.ts';
import { together } from './together.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };

type Step = (ctx: Portal['ctx']) => Promise<unknown>;

withDatabases('The ladder in races', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
    await decide(portal, [
      { afterHours: 1, do: 'print_task' },
      { afterHours: 30, do: 'print_task' },
    ]);
  });
  afterAll(() => portal.close());

  const isWell = (results: PromiseSettledResult<unknown>[]) =>
    results.forEach((each) =>
      assert.equal(each.status, 'fulfilled', String((each as { reason?: unknown }).reason)),
    );
  const inOrder = (isStepFirst: boolean, step: Step, other: Step) =>
    isStepFirst ? together(db, portal.ctx, step, other) : together(db, portal.ctx, other, step);
  const types = async (id: string) => (await portal.events(id)).map(({ type }) => type);
  const tasks = async (id: string) =>
    (await db.database.query('select from failures where delivery_id = $1', [id])).count;

  it('of two workers takes one step', async () => {
    const { id, startedAt } = await unread(portal);
    // After a standstill, when two steps are overdue.
    const step = (ctx: Portal['ctx']) => climb(ctx, after(startedAt, 50));
    isWell(await together(db, portal.ctx, step, step));
    isWell(await Promise.allSettled(Array.from({ length: 8 }, () => step(portal.ctx))));
    assert.equal((await escalations(portal, id)).length, 1);
    assert.equal(await tasks(id), 1);
  });

  it('and an opening have one order: whichever comes first, no step follows the opening', async () => {
    for (const isStepFirst of [true, false]) {
      const { id, email, phone, startedAt } = await unread(portal);
      const token = await portal.tokenFor(email);
      const found = (await findDelivery(portal.ctx.db, token))!;
      await requestCode(portal.ctx, found, 'sms', 'opening', client);
      await portal.work();
      const session = await openDelivery(portal.ctx, found, await portal.codeFor(phone), undefined, client);
      const step = (ctx: Portal['ctx']) => climb(ctx, after(startedAt, 1, 1000));
      const read = (ctx: Portal['ctx']) => readMessage(ctx, token, session, client);
      isWell(await inOrder(isStepFirst, step, read));
      const all = await types(id);
      const [escalated, opened] = [all.indexOf('delivery.escalated'), all.indexOf('delivery.opened')];
      assert.ok(opened > 0);
      assert.ok(escalated < opened, all.join(' '));
      assert.equal(await tasks(id), escalated < 0 ? 0 : 1);
      await climb(portal.ctx, after(startedAt, 3));
      assert.deepEqual(await types(id), all);
    }
  });

  it('and a recall have one order: whichever comes first, no step follows the recall', async () => {
    for (const isStepFirst of [true, false]) {
      const { id, message, startedAt } = await unread(portal);
      const step = (ctx: Portal['ctx']) => climb(ctx, after(startedAt, 1, 1000));
      const recall = (ctx: Portal['ctx']) => recallMessage(ctx, viewer, { message, reason: 'too_early' });
      isWell(await inOrder(isStepFirst, step, recall));
      const all = await types(id);
      assert.ok(all.includes('delivery.recalled'));
      assert.ok(all.indexOf('delivery.escalated') < all.indexOf('delivery.recalled'), all.join(' '));
      await climb(portal.ctx, after(startedAt, 3));
      assert.deepEqual(await types(id), all);
    }
  });

  it('takes the steps of the others where one cannot be taken, and says so', async () => {
    const [broken, whole] = [await unread(portal), await unread(portal)];
    await db.owner.query(`create function broken() returns trigger language plpgsql as $$ begin
        if new.delivery_id = '${broken.id}' then raise exception 'broken'; end if; return new; end $$`);
    await db.owner.query(
      'create trigger broken before insert on failures for each row execute function broken()',
    );
    await assert.rejects(climb(portal.ctx, after(whole.startedAt, 1, 1000)));
    assert.equal((await escalations(portal, whole.id)).length, 1);
    assert.equal((await escalations(portal, broken.id)).length, 0, 'neither state nor event');
    await db.owner.query('drop trigger broken on failures');
    await climb(portal.ctx, after(whole.startedAt, 1, 1000));
    assert.equal((await escalations(portal, broken.id)).length, 1);
  });
});
