import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EpochKeys } from '../../src/envelope/ports.ts';

/** What every adapter of `EpochKeys` promises. `open` gives another process's view of one installation. */
export function keysContract(open: () => EpochKeys): void {
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
