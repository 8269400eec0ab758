import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { PendingScan } from '../../../src/evidence/sequencer/pending-scan.ts';

const snapshot = (xmin: number, xmax: number) => ({ xmin: BigInt(xmin), xmax: BigInt(xmax) });

it('A scan goes on behind what was seen, once all that ran before it has ended', () => {
  const scan = new PendingScan();
  assert.deepEqual(scan.range(0), { above: null, gaps: [] });
  scan.took(scan.range(0), [5, 6], snapshot(90, 100), 0);
  assert.equal(scan.range(10).above, null, 'transactions 90 to 99 may still commit a lower place');
  scan.took(scan.range(10), [7], snapshot(100, 110), 10);
  assert.deepEqual(scan.range(20), { above: 7, gaps: [] });
});

it('A place that was passed over is asked for until whoever could have it has ended', () => {
  const scan = new PendingScan();
  scan.took(scan.range(0), [1], snapshot(10, 10), 0);
  scan.took(scan.range(1), [2, 5], snapshot(11, 14), 1);
  assert.deepEqual(scan.range(2), { above: 5, gaps: [3, 4] });
  scan.took(scan.range(2), [4], snapshot(12, 15), 2);
  assert.deepEqual(scan.range(3), { above: 5, gaps: [3] });
  scan.took(scan.range(3), [6], snapshot(13, 16), 20_000);
  assert.deepEqual(scan.range(20_001).gaps, [3], 'one of those that ran then still runs');
  scan.took(scan.range(20_001), [7], snapshot(14, 17), 20_001);
  assert.deepEqual(scan.range(20_002), { above: 7, gaps: [] });
});

it('All is looked at from the beginning twice a minute, and after anything unforeseen', () => {
  const scan = new PendingScan();
  scan.took(scan.range(0), [1], snapshot(10, 10), 0);
  assert.equal(scan.range(29_999).above, 1);
  assert.equal(scan.range(30_000).above, null);
  scan.took(scan.range(30_000), [2], snapshot(11, 11), 30_000);
  assert.equal(scan.range(30_001).above, 2);
  scan.forget();
  assert.equal(scan.range(30_002).above, null);
});

it('Numbers thrown away in masses do not pile up', () => {
  const scan = new PendingScan();
  scan.took(scan.range(0), [1], snapshot(10, 10), 0);
  scan.took(scan.range(1), [1_000_000], snapshot(11, 12), 1);
  assert.deepEqual(scan.range(2), { above: null, gaps: [] });
  scan.took(scan.range(2), [1_000_001], snapshot(13, 13), 2);
  assert.deepEqual(scan.range(3), { above: 1_000_001, gaps: [] });
});

it('Nothing is ever missed, in whatever order transactions commit', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('begin' as const) },
    { weight: 2, arbitrary: fc.nat() },
    { weight: 2, arbitrary: fc.constant('scan' as const) },
    { weight: 1, arbitrary: fc.constant('rot' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.boolean(), (steps, someAbort) => {
      const scan = new PendingScan();
      let [next, now] = [1, 0];
      const running = new Map<number, number>();
      const visible = new Set<number>();
      const look = () => {
        const range = scan.range((now += 1_000));
        const { above, gaps } = range;
        const found = [...visible]
          .filter((each) => above === null || each > above || gaps.includes(each))
          .sort((a, b) => a - b)
          .slice(0, 3);
        for (const each of found) visible.delete(each);
        const xmin = Math.min(next, ...running.keys());
        // Without rows nothing is learnt, as in the database.
        if (found.length > 0) scan.took(range, found, snapshot(xmin, next), now);
        return found.length;
      };
      for (const each of steps) {
        if (each === 'begin') running.set(next, next++);
        else if (each === 'scan' || each === 'rot') look();
        else {
          const ids = [...running.keys()];
          const id = ids[each % Math.max(ids.length, 1)];
          if (id === undefined) continue;
          running.delete(id);
          if (!someAbort || each % 3 !== 0) visible.add(id);
        }
      }
      for (const id of running.keys()) visible.add(id);
      running.clear();
      // At the latest the next scan from the beginning finds all.
      for (let rounds = 0; rounds < 200 && visible.size > 0; rounds++) look();
      assert.deepEqual([...visible], []);
    }),
  );
});
