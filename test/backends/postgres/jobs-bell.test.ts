import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBell } from '../../../src/backends/postgres/jobs/bell.ts';
import { enqueueJob } from '../../../src/delivery/enqueue-job.ts';
import { withDatabases } from '../../support/database.ts';
import { jobQueue, kind, until } from './job-queue.ts';

withDatabases('the bell of jobs', (db) => {
  const { atEnd, start } = jobQueue(db);

  test('a bell reaches this process and the others; a deaf worker still polls', async () => {
    const here = openBell(db.settings);
    const there = openBell(db.settings);
    atEnd(
      () => here.close(),
      () => there.close(),
    );
    let near = 0;
    let far = 0;
    here.onRing(() => {
      near += 1;
    });
    there.onRing(() => {
      far += 1;
    });
    // The far connection may not listen yet: ring until it hears.
    await until(() => {
      here.ring();
      return far > 0;
    });
    const rung = near;
    assert.ok(rung >= 1 && far < rung, 'many rings travel as few notices');

    const seen: unknown[] = [];
    start(
      { step: kind(async ({ payload }) => void seen.push(payload.n)) },
      { bell: there, pollMilliseconds: 1e8 },
    );
    await until(async () => {
      await enqueueJob(db.database, { kind: 'step', payload: { n: 1 } });
      here.ring();
      return seen.length > 0;
    });
    start({ other: kind(async ({ payload }) => void seen.push(payload.n)) });
    await enqueueJob(db.database, { kind: 'other', payload: { n: 'polled' } });
    await until(() => seen.includes('polled'));
  });
});
