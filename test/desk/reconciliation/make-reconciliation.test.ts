/** One falsified status, and it rings: in the mail, on the page of compliance, by REST. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { askReconciliation } from '../../../src/desk/reconciliation/ask-reconciliation.ts';
import { reconcile } from '../../../src/desk/reconciliation/make-reconciliation.ts';
import { readReconciliations } from '../../../src/desk/reconciliation/read-reconciliations.ts';
import type { Job } from '../../../src/delivery/job-types.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

withDatabases('A reconciliation', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const daily = () => reconcile(portal.ctx)({ payload: {} } as Job, async () => undefined);
  const alarms = async () =>
    (await portal.outbox()).filter(
      ({ to, text }) => to === 'dpo@fredericia.example' && text.includes('/desk/reconciliation'),
    );
  const events = async () => {
    const { rows } = await db.database.query<{ details: object }>(
      `select details from events where type = 'reconciliation.made' order by at`,
    );
    return rows.map(({ details }) => details);
  };
  const count = async () => {
    const id = await askReconciliation(portal.ctx);
    await portal.work();
    const { newest, underWay } = await readReconciliations(portal.ctx);
    assert.equal(newest!.id, id);
    assert.equal(underWay, null);
    return newest!;
  };

  it('says nothing by itself where nothing was ever sent, and counts nothing where somebody asks', async () => {
    await daily();
    assert.deepEqual(await readReconciliations(portal.ctx), { newest: null, underWay: null, earlier: [] });
    assert.equal((await count()).deliveries, 0);
  });

  it('is made once, however many ask before it begins', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => askReconciliation(portal.ctx)));
    assert.equal(new Set(ids).size, 1);
    assert.equal((await readReconciliations(portal.ctx)).underWay!.id, ids[0]);
    await portal.work();
    assert.equal((await readReconciliations(portal.ctx)).newest!.id, ids[0]);
  });

  it('is an event, and no alarm while everything agrees', async () => {
    await portal.send();
    await portal.work();
    const newest = await count();
    assert.deepEqual(
      [newest.messages, newest.deliveries, newest.states, newest.differences, newest.findings],
      [1, 1, { notified: 1 }, 0, []],
    );
    assert.deepEqual((await events()).at(-1), { messages: 1, deliveries: 1, differences: 0 });
    assert.deepEqual(await alarms(), []);
  });

  it('rings when a status is falsified, once in a day of the same, and again of something else', async () => {
    const { id, deliveries } = await portal.send();
    await portal.work();
    const delivery = deliveries[0]!.id;
    const set = (status: string, of = delivery) =>
      db.owner.query('update deliveries set status = $2 where id = $1', [of, status]);
    await set('opened');
    const found = await count();
    assert.equal(found.differences, 1);
    assert.deepEqual(found.findings, [{ kind: 'status', count: 1, examples: [{ message: id, delivery }] }]);
    assert.deepEqual((await events()).at(-1), { messages: 2, deliveries: 2, differences: 1 });
    await portal.work();
    assert.equal((await alarms()).length, 1);
    await daily();
    await portal.work();
    assert.equal((await alarms()).length, 1, 'the same once more');

    const other = await portal.send();
    await portal.work();
    await set('declined', other.deliveries[0]!.id);
    await count();
    await portal.work();
    assert.equal((await alarms()).length, 2, 'something else');

    await db.database.query(`update reconciliations set made_at = made_at - interval '1 day'`);
    await daily();
    await portal.work();
    assert.equal((await alarms()).length, 3, 'the same on the next day');

    await set('notified');
    await set('notified', other.deliveries[0]!.id);
    assert.equal((await count()).differences, 0);
    await portal.work();
    assert.equal((await alarms()).length, 3);
  });

  it('leaves nothing under way when it is given up, so that one can ask again', async () => {
    await askReconciliation(portal.ctx);
    const { reconcileDied } = await import('../../../src/desk/reconciliation/make-reconciliation.ts');
    const { rows } = await db.database.query<Job>(
      `select * from jobs where kind = 'reconcile' and dead_at is null`,
    );
    await db.database.transaction(async (tx) => {
      await reconcileDied()(rows[0]!, tx);
      await tx.query('update jobs set dead_at = now() where id = $1', [rows[0]!.id]);
    });
    assert.equal((await readReconciliations(portal.ctx)).underWay, null);
    assert.equal((await count()).differences, 0);
  });
});
