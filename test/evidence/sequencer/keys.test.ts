import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { diskLogKeys } from '../../../src/backends/keys/log-keys.ts';
import type { Context } from '../../../src/delivery/context.ts';
import { addLogKey } from '../../../src/desk/log/add-log-key.ts';
import { readLogStatus } from '../../../src/desk/log/read-log-status.ts';
import { retireLogKey } from '../../../src/desk/log/retire-log-key.ts';
import { openNote } from '../../../src/evidence/log/signed-note.ts';
import { BadSignature } from '../../../src/evidence/log/malformed.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import { Refusal, Unavailable } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { assertWhole, type Bench, drain, entriesOf, makeBench, origin, record, textOf } from './support.ts';

const actor = { kind: 'staff', id: randomUUID() } as const;
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

withDatabases('The keys of the log', (db) => {
  let bench: Bench;
  let ctx: Pick<Context, 'db' | 'logKeys'>;
  before(async () => {
    bench = await makeBench(db);
    ctx = { db: db.database, logKeys: bench.keys };
  });
  after(() => bench.remove());

  const current = async () => (await readCurrentLog(db.database))!;

  it('cannot be changed before there is a log', async () => {
    await assert.rejects(addLogKey(ctx, actor), refused('not_found'));
    await assert.rejects(retireLogKey(ctx, actor, '00000000'), refused('not_found'));
  });

  it('lie in their folder alone, readable by nobody else, and nowhere in the database', async () => {
    await drain(bench.writer());
    const names = await readdir(bench.folder);
    assert.equal(names.length, 1);
    const file = join(bench.folder, names[0]!);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(bench.folder)).mode & 0o777, 0o700);
    const pem = await readFile(file, 'utf8');
    assert.match(pem, /^-----BEGIN PRIVATE KEY-----/);
    const secret = Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ''), 'base64').subarray(-32);
    const { rows: tables } = await db.owner.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    for (const { name } of tables) {
      const { rows } = await db.owner.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${name} t`,
      );
      for (const { row } of rows) {
        assert.ok(!row.includes(secret.toString('hex')) && !row.includes(secret.toString('base64')), name);
      }
    }
  });

  it('are replaced in two steps: both sign, then the new one alone, and every checkpoint verifies for ever', async () => {
    const [old] = (await current()).keys;
    const before = (await current()).checkpoint;
    const { id: newId, vkey } = await addLogKey(ctx, actor);
    const oldId = old!.split('+')[1]!;
    await assert.rejects(
      retireLogKey(ctx, actor, oldId),
      refused('in_use'),
      'the new one has signed nothing yet',
    );
    await drain(bench.writer());
    const between = await current();
    assert.deepEqual(between.keys, [vkey, old]);
    assert.deepEqual((await openNote(between.checkpoint, [vkey])).verified, [vkey]);
    assert.deepEqual((await openNote(between.checkpoint, [old!])).verified, [old]);
    const added = textOf((await entriesOf(db.database)).at(-1)!);
    assert.deepEqual([added.type, added.details], ['log.key_added', { origin, vkey }]);
    assert.equal(added.actor.id, actor.id);

    assert.equal((await retireLogKey(ctx, actor, oldId)).vkey, old);
    await assert.rejects(retireLogKey(ctx, actor, oldId), refused('not_found'));
    await assert.rejects(retireLogKey(ctx, actor, newId), refused('in_use'), 'the last one stays');
    await drain(bench.writer());
    const later = await current();
    assert.deepEqual(later.keys, [vkey]);
    assert.deepEqual((await openNote(later.checkpoint, [old!])).verified, []);
    assert.deepEqual((await openNote(before, [old!])).verified, [old]);
    assert.equal(textOf((await entriesOf(db.database)).at(-1)!).type, 'log.key_retired');
    assert.equal(await bench.keys.find(old!), undefined, 'its private half is gone');
    await assertWhole(db, assert);
    const { keys } = await readLogStatus(ctx);
    assert.deepEqual(
      keys.map((key) => [key.id, key.retiredAt === null]),
      [
        [newId, true],
        [oldId, false],
      ],
    );
  });

  it('are four at most', async () => {
    for (let n = 0; n < 3; n++) await addLogKey(ctx, actor);
    await assert.rejects(addLogKey(ctx, actor), refused('in_use'));
    await drain(bench.writer());
    assert.equal((await openNote((await current()).checkpoint, (await current()).keys)).verified.length, 4);
  });

  it('are waited for where one is missing or is another: nothing is signed, and nothing is lost', async () => {
    const [vkey] = (await current()).keys;
    const file = join(bench.folder, `${vkey!.split('+')[1]}.pem`);
    const pem = await readFile(file);
    const size = (await current()).size;
    await record(db.database, 2);
    const fresh = () => bench.writer({ keys: diskLogKeys(bench.folder) });
    await rm(file);
    await assert.rejects(
      fresh().takeBatch(),
      (error) => error instanceof Unavailable && error.part === 'keys',
    );
    const [other] = (await readdir(bench.folder)).filter((name) => name.endsWith('.pem'));
    await writeFile(file, await readFile(join(bench.folder, other!)));
    await assert.rejects(fresh().takeBatch(), Unavailable);
    await writeFile(file, 'no key at all');
    await assert.rejects(fresh().takeBatch(), Unavailable);
    assert.equal((await current()).size, size);
    await writeFile(file, pem);
    await chmod(file, 0o600);
    await drain(fresh());
    assert.equal(await assertWhole(db, assert), size + 2);
  });

  it('can be replaced where one is lost for good', async () => {
    await drain(bench.writer());
    const { keys } = await current();
    const id = (vkey: string) => vkey.split('+')[1]!;
    for (const vkey of keys.slice(1)) await retireLogKey(ctx, actor, id(vkey));
    await drain(bench.writer());
    const [lost] = (await current()).keys;
    await bench.keys.destroy(lost!);
    await assert.rejects(retireLogKey(ctx, actor, id(lost!)), refused('in_use'), 'nobody would sign');
    const { vkey } = await addLogKey(ctx, actor);
    await assert.rejects(bench.writer().takeBatch(), Unavailable);
    await retireLogKey(ctx, actor, id(lost!));
    await drain(bench.writer());
    assert.deepEqual((await openNote((await current()).checkpoint, [vkey])).verified, [vkey]);
    await assertWhole(db, assert);
  });

  it('tell a checkpoint of another key from their own', async () => {
    const { checkpoint, keys } = await current();
    const lines = checkpoint.split('\n');
    const at = lines.findIndex((line) => line.startsWith('— '));
    const [dash, name, signature] = lines[at]!.split(' ');
    const bytes = Buffer.from(signature!, 'base64');
    bytes[20]! ^= 1;
    lines[at] = [dash, name, bytes.toString('base64')].join(' ');
    await assert.rejects(openNote(lines.join('\n'), keys), BadSignature);
  });

  it('keep the newest checkpoint beside them, and never an older one instead', async () => {
    const older = (await current()).checkpoint;
    await record(db.database, 1);
    await drain(bench.writer());
    const newer = (await current()).checkpoint;
    assert.equal(await bench.keys.remembered(origin), undefined);
    await bench.keys.remember(newer);
    await bench.keys.remember(older);
    assert.equal(await diskLogKeys(bench.folder).remembered(origin), newer);
    assert.equal(await bench.keys.remembered('another.example/log'), undefined);
  });
});
