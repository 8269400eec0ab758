import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EpochKeys } from '../../src/envelope/ports.ts';

const day = 86_400_000;
const firstDay = Date.UTC(2026, 1, 27);

/** What every adapter of `EpochKeys` promises. `open` gives another process's view of one installation, with its own clock. */
export function keysContract(open: (now?: () => number) => EpochKeys): void {
  it('makes one key of 32 bytes and keeps it', async () => {
    const keys = open();
    const first = await keys.current();
    assert.equal(first.key.length, 32);
    assert.notDeepEqual(Buffer.from(first.key), Buffer.alloc(32));
    assert.deepEqual(await keys.current(), first);
    assert.deepEqual(await keys.find(first.kid), first);
    await keys.check();
  });

  it('shows every process the same key', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => open().current()));
    assert.deepEqual(
      all.map(({ kid }) => kid),
      all.map(() => all[0]!.kid),
    );
    assert.deepEqual(await open().find(all[0]!.kid), all[0]);
  });

  it('makes a key for each UTC day, of which it is told, and keeps the older ones', async () => {
    let now = firstDay + day - 1;
    const keys = open(() => now);
    const first = await keys.current();
    now += 1;
    const second = await keys.current();
    assert.match(first.kid, /^20260227/);
    assert.match(second.kid, /^20260228/);
    assert.notDeepEqual(second.key, first.key);
    assert.deepEqual(await keys.find(first.kid), first);
    now += 2 * day;
    const third = await keys.current();
    assert.match(third.kid, /^20260302/);
    assert.deepEqual(await open(() => now).list(), [first.kid, second.kid, third.kid]);
  });

  it('agrees on the new key when many are there at midnight', async () => {
    let now = firstDay + 10 * day - 1;
    const all = Array.from({ length: 16 }, () => open(() => now));
    const [before] = await Promise.all(all.map((keys) => keys.current()));
    now += 1;
    const kids = new Set((await Promise.all(all.map((keys) => keys.current()))).map(({ kid }) => kid));
    assert.equal(kids.size, 1);
    assert.ok(!kids.has(before!.kid));
    assert.deepEqual((await open().list()).length, 2, 'no key is left over');
  });

  it('never takes an older key for the current one, whatever a clock says', async () => {
    let now = firstDay + 20 * day;
    const keys = open(() => now);
    const { kid } = await keys.current();
    for (now of [now - day, now - 1, now - 400 * day]) {
      assert.equal((await keys.current()).kid, kid);
      assert.equal((await open(() => now).current()).kid, kid);
    }
    now = firstDay + 21 * day;
    assert.notEqual((await keys.current()).kid, kid);
  });

  it('destroys an older key and leaves the current one', async () => {
    let now = firstDay;
    const keys = open(() => now);
    const first = await keys.current();
    now += day;
    const second = await keys.current();
    await keys.destroy(first.kid);
    assert.deepEqual(await keys.list(), [second.kid]);
    assert.equal(await keys.find(first.kid), undefined);
    assert.deepEqual(await open(() => now).current(), second);
  });

  it('finds nothing under a name that was never a key', async () => {
    const keys = open();
    await keys.current();
    for (const kid of [
      '',
      '.',
      '..',
      '../current',
      'current',
      '20260101-00000000000000000000',
      '/etc/passwd',
      'a\0b',
      'x'.repeat(5000),
    ])
      assert.equal(await keys.find(kid), undefined, kid);
  });

  it('destroys a key for good, for every process within seconds, and goes on with a new one', async () => {
    const [here, there] = [open(), open()];
    const doomed = await here.current();
    assert.equal((await there.find(doomed.kid))?.kid, doomed.kid);
    await here.destroy(doomed.kid);
    assert.equal(await here.find(doomed.kid), undefined);
    const deadline = Date.now() + 5_000;
    while ((await there.find(doomed.kid)) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(await there.find(doomed.kid), undefined);
    const next = await here.current();
    assert.notEqual(next.kid, doomed.kid);
    assert.notDeepEqual(next.key, doomed.key);
    await here.destroy(doomed.kid);
    assert.equal((await here.current()).kid, next.kid);
  });

  it('takes the destruction of a key that never was as done', async () => {
    await open().destroy('20260101-00000000000000000000');
    await open().destroy('../current');
  });
}
