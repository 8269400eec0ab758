import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DownloadLeases } from '../../src/delivery/download-leases.ts';
import type { Queryable } from '../../src/evidence/ports.ts';
import { until } from '../support/process.ts';

const delivery = '01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c21';

/** Answers what `answer` gives; counts the questions. */
function database(answer: () => Promise<{ id: string }[]>) {
  const asked: unknown[] = [];
  const db: Queryable = {
    async query<Row>(_text: unknown, values?: unknown) {
      asked.push(values);
      const rows = (await answer()) as Row[];
      return { rows, count: rows.length };
    },
  };
  return { db, asked };
}

const never = () => new Promise<never>(() => undefined);

describe('A download’s lease', () => {
  it('holds while the database confirms the delivery', async () => {
    const { db, asked } = database(async () => [{ id: delivery }]);
    const lease = new DownloadLeases(db).hold(delivery);
    await until('asked often', 10, async () => asked.length >= 6);
    assert.equal(lease.isFresh(), true);
    assert.equal(lease.lost.aborted, false);
    lease.release();
  });

  it('is lost at once when the database says that the delivery does not stand', async () => {
    const { db, asked } = database(async () => []);
    const lease = new DownloadLeases(db).hold(delivery);
    await until('lost', 5, async () => lease.lost.aborted);
    assert.equal(lease.isFresh(), false);
    assert.equal(asked.length, 1);
    lease.release();
  });

  for (const [what, answer] of [
    ['fails', () => Promise.reject(new Error('gone'))],
    ['hangs', never],
  ] as const) {
    it(`is lost when the database ${what}`, async () => {
      const { db } = database(answer);
      const lease = new DownloadLeases(db).hold(delivery);
      assert.equal(lease.isFresh(), true, 'it was just released by the database');
      await until('lost', 5, async () => lease.lost.aborted);
      assert.equal(lease.isFresh(), false);
      lease.release();
    });
  }

  it('is not lost because this process was busy for longer than it lasts', async () => {
    const { db, asked } = database(async () => [{ id: delivery }]);
    const lease = new DownloadLeases(db).hold(delivery);
    await until('asked', 5, async () => asked.length > 1);
    const before = asked.length;
    const began = performance.now();
    while (performance.now() - began < 1_300);
    await until('asked again', 5, async () => asked.length > before + 1);
    assert.equal(lease.lost.aborted, false);
    assert.equal(lease.isFresh(), true);
    lease.release();
  });

  it('does not pile up questions on a database that hangs', async () => {
    const { db, asked } = database(never);
    const leases = new DownloadLeases(db);
    const lease = leases.hold(delivery);
    await until('lost', 5, async () => lease.lost.aborted);
    assert.ok(asked.length <= 2, `${asked.length} questions`);
    lease.release();
  });

  it('of a new download stands although an earlier one of the same delivery was lost', async () => {
    let stands = false;
    const { db } = database(async () => (stands ? [{ id: delivery }] : []));
    const leases = new DownloadLeases(db);
    const first = leases.hold(delivery);
    await until('lost', 5, async () => first.lost.aborted);
    stands = true;
    const second = leases.hold(delivery);
    first.release();
    assert.equal(second.isFresh(), true);
    stands = false;
    await until('lost as well', 5, async () => second.lost.aborted);
    second.release();
  });

  it('asks nothing while there is no download', async () => {
    const { db, asked } = database(async () => [{ id: delivery }]);
    const leases = new DownloadLeases(db);
    leases.hold(delivery).release();
    const other = leases.hold('01926f2e-6c1b-7b86-8f0e-5a2f2f1f7c22');
    await until('asked', 5, async () => asked.length > 0 || other.lost.aborted);
    other.release();
    assert.ok(asked.length <= 1);
  });
});
