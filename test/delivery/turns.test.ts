import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Turns } from '../../src/delivery/turns.ts';
import { Refusal } from '../../src/message/refusals.ts';

it('So many run at once, so many wait in their order, and the rest is refused', async () => {
  const turns = new Turns({ atOnce: 2, waiting: 2 });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (n: number, fails = false) =>
    turns.run(async () => {
      begun.push(n);
      await new Promise<void>((end) => (ends[n] = end));
      if (fails) throw new Error('failed');
      return n;
    });
  const tick = () => new Promise(setImmediate);

  const first = [work(0), work(1, true).catch((error: Error) => error.message), work(2), work(3)];
  await assert.rejects(work(4), (error) => error instanceof Refusal && error.code === 'overloaded');
  assert.deepEqual(begun, [0, 1]);
  ends[1]!();
  await tick();
  assert.deepEqual(begun, [0, 1, 2]);
  ends[0]!();
  await tick();
  assert.deepEqual(begun, [0, 1, 2, 3]);
  ends[2]!();
  ends[3]!();
  assert.deepEqual(await Promise.all(first), [0, 'failed', 2, 3]);
  const last = work(5);
  await tick();
  ends[5]!();
  assert.equal(await last, 5);
});
