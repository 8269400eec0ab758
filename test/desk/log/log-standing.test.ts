import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { logStanding, standingOf } from '../../../src/desk/log/log-standing.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

suite('What is said of a log', () => {
  const grows = { isClosed: false, oldestWaitingSeconds: 2, findings: 0 };
  const last = { size: 7, stampedAt: '2026-11-22T10:00:00Z' };
  const day = 24 * 60 * 60;

  test('is that it is closed, or behind, or neither', () => {
    const anchor = { isAnchored: true, last, unstampedSeconds: 0 };
    const growths = [
      grows,
      { ...grows, oldestWaitingSeconds: 61 },
      { ...grows, isClosed: true, oldestWaitingSeconds: 61 },
    ].map((figures) => standingOf(figures, anchor).growth);
    assert.deepEqual(growths, ['grows', 'behind', 'closed']);
  });

  test('is that it does not fit what is recorded, where a replay has found so', () => {
    const anchor = { isAnchored: true, last, unstampedSeconds: 0 };
    assert.equal(standingOf(grows, anchor).isSound, true);
    assert.equal(standingOf({ ...grows, findings: 1 }, anchor).isSound, false);
  });

  test('is who outside has stamped it, as long as they do', () => {
    const anchors = [
      { isAnchored: false, last: undefined, unstampedSeconds: 0 },
      { isAnchored: true, last: undefined, unstampedSeconds: 5 },
      { isAnchored: true, last, unstampedSeconds: day },
      { isAnchored: true, last, unstampedSeconds: 2 * day },
      { isAnchored: false, last, unstampedSeconds: 1 },
      { isAnchored: false, last, unstampedSeconds: 0 },
    ].map((state) => standingOf(grows, state).anchor);
    assert.deepEqual(anchors, ['never', 'never', 'stamped', 'late', 'late', 'stamped']);
  });
});

withDatabases('What is said of a log', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  test('is read where there is none yet, where it grows, and where it was closed', async () => {
    const never = { isSound: true, anchor: 'never', stampedAt: null };
    assert.deepEqual(await logStanding(portal.ctx), { growth: 'grows', ...never });
    await db.owner.query("insert into logs (id, origin) values (1, 'segl.example/log')");
    assert.deepEqual(await logStanding(portal.ctx), { growth: 'grows', ...never });
    await db.owner.query("update logs set closed = 'It was set back.', closed_at = now()");
    assert.deepEqual(await logStanding(portal.ctx), { growth: 'closed', ...never });
  });
});
