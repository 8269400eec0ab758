import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { outboxMailer } from '../../../src/backends/outbox/mailer.ts';
import { outboxPhones } from '../../../src/backends/outbox/phones.ts';
import { outboxStore } from '../../../src/backends/outbox/store.ts';
import { exampleMail, mailerContract } from '../../contracts/mailer.ts';
import { exampleCode, phonesContract } from '../../contracts/phones.ts';
import { withDatabases } from '../../support/database.ts';

/** Seals as the product does, under a key that the test can throw away. */
function sealing() {
  let key: Uint8Array | undefined = randomBytes(32);
  return {
    seal: (value: string) =>
      new CompactEncrypt(Buffer.from(value)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key!),
    open: async (jwe: string) => key && Buffer.from((await compactDecrypt(jwe, key)).plaintext).toString(),
    destroy: () => {
      key = undefined;
    },
  };
}

withDatabases('The outbox', (db) => {
  const fresh = async (keys = sealing()) => {
    await db.owner.query('truncate outbox');
    return outboxStore(db.database, keys.seal, keys.open);
  };

  mailerContract('the outbox', async () => {
    const store = await fresh();
    return {
      mailer: outboxMailer(store),
      arrived: async () => (await store.list(100)).map(({ to, raw }) => ({ to, raw: raw! })),
      close: async () => {},
    };
  });

  phonesContract('The outbox', async () => ({ phones: outboxPhones(await fresh()), close: async () => {} }));

  describe('shows', () => {
    it('what was kept, newest first, each with its time', async () => {
      const store = await fresh();
      const began = Date.now();
      await outboxMailer(store).send(exampleMail('ana@example.com', 'Hej Åse'));
      await outboxPhones(store).sms(exampleCode({ text: '123456 er din kode' }));
      await outboxPhones(store).call(exampleCode({ text: '1 2 3 4 5 6' }));
      const entries = await store.list(10);
      assert.deepEqual(
        entries.map(({ kind, to, subject, text }) => [kind, to, subject, text]),
        [
          ['call', '+4520123456', undefined, '1 2 3 4 5 6'],
          ['sms', '+4520123456', undefined, '123456 er din kode'],
          ['mail', 'ana@example.com', 'A message waits', 'Hej Åse'],
        ],
      );
      assert.match(entries[2]!.raw!, /^From: Segl <post@segl\.example>\r\n/);
      assert.ok(!('raw' in entries[0]!));
      for (const { at } of entries) {
        assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        assert.ok(Math.abs(Date.parse(at) - began) < 60_000);
      }
    });

    it('no more than was asked for', async () => {
      const store = await fresh();
      for (const n of [1, 2, 3]) await outboxMailer(store).send(exampleMail(`person${n}@example.com`));
      assert.deepEqual(
        (await store.list(2)).map(({ to }) => to),
        ['person3@example.com', 'person2@example.com'],
      );
    });

    it('nothing that nobody can open any more, and hides nothing newer with it', async () => {
      const old = sealing();
      await outboxMailer(await fresh(old)).send(exampleMail('ana@example.com'));
      old.destroy();
      const now = sealing();
      const open = async (jwe: string) => now.open(jwe).catch(() => old.open(jwe));
      const store = outboxStore(db.database, now.seal, open);
      await outboxMailer(store).send(exampleMail('bo@example.com'));
      assert.deepEqual(
        (await store.list(10)).map(({ to }) => to),
        ['bo@example.com'],
      );
    });
  });

  it('holds no word in clear in the database', async () => {
    const store = await fresh();
    await outboxMailer(store).send(exampleMail('ana@example.com', 'https://segl.example/m/secret-token'));
    await outboxPhones(store).sms(exampleCode());
    const { rows } = await db.owner.query<{ all: string }>('select outbox::text as all from outbox');
    assert.equal(rows.length, 2);
    for (const { all } of rows) assert.doesNotMatch(all, /ana@|secret-token|123456 er|20123456|waits/);
  });

  it('keeps nothing when it cannot seal', async () => {
    await fresh();
    const broken = outboxStore(
      db.database,
      () => Promise.reject(new Error('no key')),
      async () => undefined,
    );
    await assert.rejects(outboxMailer(broken).send(exampleMail('ana@example.com')), /no key/);
    await assert.rejects(outboxPhones(broken).sms(exampleCode()), /no key/);
    assert.equal((await db.owner.query('select from outbox')).count, 0);
  });
});
