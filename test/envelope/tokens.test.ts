import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { CompactEncrypt } from 'jose';
import { diskKeys } from '../../src/backends/keys/disk.ts';
import {
  associatedData,
  EpochKeyGone,
  type EpochKeys,
  newDataKey,
  openSecret,
  pepper,
  reseal,
  sealSecret,
  tokensBeginWith,
  unwrapDataKey,
  wrapDataKey,
  wrapDataKeys,
} from '../../src/envelope/index.ts';
import { labelledSecret } from '../../src/envelope/labelled-keys.ts';
import { Fatal, Unavailable } from '../../src/message/refusals.ts';

/** Each part of a compact token with one byte changed, bytes added or removed; parts dropped. */
function* damaged(jwe: string): Generator<string> {
  const parts = jwe.split('.');
  for (const [index, part] of parts.entries()) {
    const put = (changed: string) => parts.with(index, changed).join('.');
    const bytes = Buffer.from(part, 'base64url');
    for (const at of bytes.keys())
      yield put(Buffer.from(bytes.with(at, bytes[at]! ^ 1)).toString('base64url'));
    yield put(`${part}AAAA`);
    if (part !== '') {
      yield put('');
      yield put(part.slice(0, -4));
    }
    yield parts.toSpliced(index, 1).join('.');
  }
  yield `${jwe}.`;
  yield '';
}

describe('tokens of the envelope', () => {
  let folder: string;
  let keys: EpochKeys;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segl-tokens-'));
    keys = diskKeys(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const unreachable = () => {
    const fail = () => Promise.reject(new Unavailable('keys'));
    return { current: fail, find: fail, list: fail, destroy: fail, check: fail } satisfies EpochKeys;
  };

  describe('a wrap', () => {
    const message = randomUUID();
    const delivery = randomUUID();
    const dataKey = newDataKey();

    it('gives the data key back for its delivery, and for the sender', async () => {
      for (const binding of [
        { message, delivery },
        { message, delivery: null },
      ]) {
        const wrap = await wrapDataKey(keys, dataKey, binding);
        assert.equal(wrap.kid, (await keys.current()).kid);
        assert.deepEqual(await unwrapDataKey(keys, wrap.jwe, binding), dataKey);
        const header = JSON.parse(Buffer.from(wrap.jwe.split('.')[0]!, 'base64url').toString());
        assert.deepEqual(header, {
          alg: 'dir',
          enc: 'A256GCM',
          kid: wrap.kid,
          message,
          delivery: binding.delivery ?? 'sender',
        });
      }
    });

    it('wraps for thousands of deliveries at once, each bound to its own', async () => {
      const deliveries = [null, ...Array.from({ length: 2_000 }, () => randomUUID())];
      const wraps = await wrapDataKeys(keys, dataKey, message, deliveries);
      assert.equal(new Set(wraps.map(({ jwe }) => jwe.split('.')[2])).size, deliveries.length);
      for (const at of [0, 1, 99, 100, 101, 2_000]) {
        assert.deepEqual(
          await unwrapDataKey(keys, wraps[at]!.jwe, { message, delivery: deliveries[at]! }),
          dataKey,
        );
        const next = deliveries[(at + 1) % deliveries.length]!;
        await assert.rejects(unwrapDataKey(keys, wraps[at]!.jwe, { message, delivery: next }), Fatal);
      }
      assert.deepEqual(await wrapDataKeys(keys, dataKey, message, []), []);
    });

    it('is refused at another message or delivery, or as the sender copy', async () => {
      const { jwe } = await wrapDataKey(keys, dataKey, { message, delivery });
      for (const other of [
        { message: randomUUID(), delivery },
        { message, delivery: randomUUID() },
        { message, delivery: null },
      ])
        await assert.rejects(unwrapDataKey(keys, jwe, other), { name: 'Fatal', message: /another delivery/ });
      const own = await wrapDataKey(keys, dataKey, { message, delivery: null });
      await assert.rejects(unwrapDataKey(keys, own.jwe, { message, delivery }), Fatal);
    });

    it('is refused when anything in it was changed', async () => {
      const { jwe } = await wrapDataKey(keys, dataKey, { message, delivery });
      for (const wrong of damaged(jwe))
        await assert.rejects(unwrapDataKey(keys, wrong, { message, delivery }), Fatal, wrong);
    });

    it('ends with its epoch, also for what was derived before', async () => {
      const wrap = await wrapDataKey(keys, dataKey, { message, delivery });
      await unwrapDataKey(keys, wrap.jwe, { message, delivery });
      await keys.destroy(wrap.kid);
      await assert.rejects(unwrapDataKey(keys, wrap.jwe, { message, delivery }), EpochKeyGone);
    });

    it('says unavailable, not gone, when the keys do not answer', async () => {
      const { jwe } = await wrapDataKey(keys, dataKey, { message, delivery });
      await assert.rejects(unwrapDataKey(unreachable(), jwe, { message, delivery }), Unavailable);
      await assert.rejects(wrapDataKey(unreachable(), dataKey, { message, delivery }), Unavailable);
    });
  });

  describe('a sealed secret', () => {
    it('opens under its label and context only', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: 'grapheme' }),
          async (context, value) => {
            const jwe = await sealSecret(keys, 'cookie', context, value);
            assert.equal(await openSecret(keys, 'cookie', context, jwe), value);
            assert.equal(await openSecret(keys, 'cookie', `${context}x`, jwe), undefined);
            assert.equal(await openSecret(keys, 'job', context, jwe), undefined);
            assert.equal(await openSecret(keys, 'outbox', context, jwe), undefined);
          },
        ),
        { numRuns: 40 },
      );
    });

    it('opens nothing that was changed, and nothing that is none of ours', async () => {
      const jwe = await sealSecret(keys, 'cookie', 'session', 'id');
      for (const wrong of damaged(jwe))
        assert.equal(await openSecret(keys, 'cookie', 'session', wrong), undefined, wrong);
      await fc.assert(
        fc.asyncProperty(
          fc.string(),
          fc.array(fc.base64String(), { minLength: 5, maxLength: 5 }),
          async (text, parts) => {
            assert.equal(await openSecret(keys, 'cookie', 'session', text), undefined);
            assert.equal(await openSecret(keys, 'cookie', 'session', parts.join('.')), undefined);
          },
        ),
        { numRuns: 200 },
      );
    });

    it('takes no other algorithm, compression or key name from a hostile header', async () => {
      const { kid } = await keys.current();
      const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
      for (const fields of [
        { alg: 'none', enc: 'A256GCM', kid },
        { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', kid, p2c: 2 ** 30, p2s: 'AAAA' },
        { alg: 'dir', enc: 'A128CBC-HS256', kid },
        { alg: 'dir', enc: 'A256GCM', kid, zip: 'DEF' },
        { alg: 'dir', enc: 'A256GCM', kid: '../current' },
        { alg: 'dir', enc: 'A256GCM', kid: 5 },
        { alg: 'dir', enc: 'A256GCM' },
        { alg: 'dir', enc: 'A256GCM', kid: '__proto__', crit: ['kid'] },
      ])
        assert.equal(
          await openSecret(
            keys,
            'cookie',
            'session',
            `${header(fields)}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`,
          ),
          undefined,
        );
      const foreign = await new CompactEncrypt(Buffer.from('id'))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, context: 'session' })
        .encrypt(randomBytes(32));
      assert.equal(await openSecret(keys, 'cookie', 'session', foreign), undefined);
    });

    it('ends with its epoch', async () => {
      const jwe = await sealSecret(keys, 'job', '7', 'token');
      await keys.destroy((await keys.current()).kid);
      assert.equal(await openSecret(keys, 'job', '7', jwe), undefined);
    });

    it('says unavailable when the keys do not answer', async () => {
      const jwe = await sealSecret(keys, 'job', '7', 'token');
      await assert.rejects(openSecret(unreachable(), 'job', '7', jwe), Unavailable);
    });
  });

  describe('what is moved to the next epoch', () => {
    const midnight = Date.UTC(2026, 1, 3);

    it('opens as before, bound as before, under the new key alone', async () => {
      let now = midnight - 1;
      const days = diskKeys(join(folder, 'moved'), () => now);
      const dataKey = newDataKey();
      const message = randomUUID();
      const deliveries = [null, randomUUID()];
      const wraps = await wrapDataKeys(days, dataKey, message, deliveries);
      const secret = await sealSecret(days, 'job', 'context', 'a token');
      now = midnight;
      const moved = await Promise.all(wraps.map(({ jwe }) => reseal(days, 'wrap', jwe)));
      const movedSecret = await reseal(days, 'job', secret);
      await days.destroy(wraps[0]!.kid);
      for (const [index, delivery] of deliveries.entries()) {
        assert.equal(moved[index]!.kid, (await days.current()).kid);
        assert.notEqual(moved[index]!.kid, wraps[index]!.kid);
        assert.deepEqual(await unwrapDataKey(days, moved[index]!.jwe, { message, delivery }), dataKey);
        const other = { message, delivery: deliveries[1 - index]! };
        await assert.rejects(unwrapDataKey(days, moved[index]!.jwe, other), Fatal, 'still its own only');
      }
      assert.equal(await openSecret(days, 'job', 'context', movedSecret!.jwe), 'a token');
      assert.equal(await openSecret(days, 'job', 'another', movedSecret!.jwe), undefined);
      assert.equal(await reseal(days, 'wrap', wraps[0]!.jwe), undefined, 'its key is gone');
    });

    it('is nothing that is not ours, of another label, or changed', async () => {
      const { jwe } = await wrapDataKey(keys, newDataKey(), { message: randomUUID(), delivery: null });
      assert.equal(await reseal(keys, 'job', jwe), undefined);
      for (const text of ['', 'x', `${jwe}A`, jwe.replace('..', '.x.'), jwe.slice(0, -5)])
        assert.equal(await reseal(keys, 'wrap', text), undefined, text);
    });

    it('is found by how its token begins', async () => {
      const { kid } = await keys.current();
      const tokens = [
        (await wrapDataKey(keys, newDataKey(), { message: randomUUID(), delivery: null })).jwe,
        await sealSecret(keys, 'outbox', 'outbox', ''),
        await sealSecret(keys, 'factor', randomUUID(), 'x'),
      ];
      for (const token of tokens) assert.ok(token.startsWith(tokensBeginWith(kid)));
      const other = `${kid.slice(0, 9)}${kid[9] === '0' ? '1' : '0'}${kid.slice(10)}`;
      for (const token of tokens) assert.ok(!token.startsWith(tokensBeginWith(other)));
    });
  });

  describe('the pepper', () => {
    it('is the same for the same epoch, and another for the next', async () => {
      const first = await pepper(keys);
      assert.equal(first.secret.length, 32);
      assert.deepEqual(await pepper(keys, first.kid), first);
      await keys.destroy(first.kid);
      await assert.rejects(pepper(keys, first.kid), EpochKeyGone);
      const next = await pepper(keys);
      assert.notEqual(next.kid, first.kid);
      assert.notDeepEqual(next.secret, first.secret);
    });
  });

  it('derives a key of its own for each label', async () => {
    const epoch = await keys.current();
    const labels = ['wrap', 'cookie', 'pepper', 'job', 'outbox'] as const;
    const secrets = labels.map((label) => labelledSecret(epoch, label).toString('hex'));
    assert.equal(new Set([...secrets, Buffer.from(epoch.key).toString('hex')]).size, 6);
  });

  it('binds message and part in the associated data', () => {
    const message = '019b1234-5678-7abc-8def-0123456789ab';
    assert.equal(associatedData(message, 258).toString('hex'), '019b123456787abc8def0123456789ab00000102');
    assert.deepEqual(associatedData(message.toUpperCase(), 258), associatedData(message, 258));
    for (const wrong of ['', 'x', message.slice(1), `${message}0`])
      assert.throws(() => associatedData(wrong, 0), TypeError);
    for (const part of [-1, 0.5, 2 ** 32]) assert.throws(() => associatedData(message, part), RangeError);
  });
});
