import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readAhead } from '../../../src/evidence/whole-log/read-ahead.ts';

it('Reads in order, with so many under way and no more', async () => {
  let underWay = 0;
  let most = 0;
  const work = async (i: number): Promise<number> => {
    most = Math.max(most, ++underWay);
    for (let turns = 0; turns < 10 - i; turns++) await null;
    underWay -= 1;
    return i;
  };
  const read: number[] = [];
  for await (const i of readAhead(10, 3, work)) read.push(i);
  assert.deepEqual(read, [...Array(10).keys()]);
  assert.equal(most, 3);
});

it('Throws what a later one throws in its turn, and waits for those under way', async () => {
  let ended = 0;
  const work = async (i: number): Promise<number> => {
    if (i === 2) throw new Error('the third');
    for (let turns = 0; turns < 20; turns++) await null;
    ended += 1;
    return i;
  };
  const read: number[] = [];
  await assert.rejects(async () => {
    for await (const i of readAhead(10, 5, work)) read.push(i);
  }, /the third/);
  assert.deepEqual(read, [0, 1]);
  // Two that were read, and of the next five all but the one that failed.
  assert.equal(ended, 6);
});
