/** No seal goes without a tombstone, and tombstones come to lie beside the database, whatever breaks on the way. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, beforeEach, it } from 'node:test';
import { diskBlobs } from '../../src/backends/blobs/disk.ts';
import { applyTombstones } from '../../src/delivery/apply-tombstones.ts';
import type { Context } from '../../src/delivery/context.ts';
import { destroyWraps } from '../../src/delivery/destroy-wraps.ts';
import { readEpochState } from '../../src/delivery/epoch-state.ts';
import { eraseMessage } from '../../src/delivery/erase-message.ts';
import { expireDeliveries } from '../../src/delivery/expire-deliveries.ts';
import type { Job } from '../../src/delivery/job-types.ts';
import type { Blobs } from '../../src/delivery/ports.ts';
import { batchKey, lastBatch, readBatch, type Tombstone } from '../../src/delivery/tombstone-batches.ts';
import { writeTombstones } from '../../src/delivery/write-tombstones.ts';
import { Fatal, Unavailable } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { once, openPortal, type Portal, recipientDraft } from '../support/portal.ts';

withDatabases('Tombstones', (db) => {
  let portal: Portal;
  let count = 0;
  let ctx: Context;
  before(async () => {
    portal = await openPortal(db);
    await db.owner.query(`
      create function has_tombstone() returns trigger language plpgsql as $$ begin
        if not exists (select from tombstones where wrap = old.id) then
          raise exception 'a seal was destroyed without a tombstone';
        end if;
        return null;
      end $$`);
    await db.owner.query(`create constraint trigger has_tombstone after delete on wraps
      deferrable initially deferred for each row execute function has_tombstone()`);
  });
  beforeEach(async () => {
    await db.owner.query('delete from tombstones');
    await db.owner.query('delete from tombstone_batches');
    count += 1;
    ctx = { ...portal.ctx, blobs: diskBlobs(join(portal.data, `blobs-${count}`)) };
  });
  after(() => portal.close());

  const draft = (email: string) => ({ ...recipientDraft, email });
  const send = async (recipients: number) => {
    const to = Array.from({ length: recipients }, (_, index) =>
      draft(`r${index}-${randomUUID()}@example.com`),
    );
    const { id, deliveries } = await portal.send({ to });
    return { id, ids: deliveries.map((each) => each.id) };
  };
  const eraser = () => ({
    actor: { kind: 'system' as const, id: portal.sender.id },
    name: 'Eraser',
    units: null,
  });
  const kept = async (message: string) =>
    (
      await db.owner.query<{ wrap: string | null; delivery: string | null; kind: string }>(
        'select wrap, delivery, kind from tombstones where message = $1 order by position',
        [message],
      )
    ).rows;
  const recall = (message: string, ids: readonly string[]) =>
    db.database.transaction((tx) => destroyWraps(tx, message, ids, 'recalled'));
  const write = (context = ctx) => writeTombstones(context)({} as Job, async () => undefined);
  const states = async () =>
    (await db.owner.query<{ state: string }>('select state from tombstone_batches order by number')).rows.map(
      ({ state }) => state,
    );

  /** What lies in the blobs, batch by batch. */
  const written = async (): Promise<Tombstone[][]> => {
    const all: Tombstone[][] = [];
    for (let batch = await readBatch(ctx, 1); batch; batch = await readBatch(ctx, all.length + 1))
      all.push(batch);
    return all;
  };

  it('are left wherever a seal ends: expired, erased in part, erased wholly, recalled', async () => {
    const { id, ids } = await send(4);
    await db.owner.query(`update deliveries set expires_at = now() - interval '1 second' where id = $1`, [
      ids[0],
    ]);
    await expireDeliveries(ctx)({} as Job, async () => undefined);
    await eraseMessage(ctx, eraser(), { message: id, deliveries: [ids[1]!], reason: 'requested' });
    await recall(id, [ids[2]!]);
    await eraseMessage(ctx, eraser(), { message: id, reason: 'requested' });
    const left = await kept(id);
    assert.deepEqual(
      left.map(({ wrap, delivery, kind }) => [wrap !== null, delivery && ids.indexOf(delivery), kind]),
      [
        [true, 0, 'expired'],
        [true, 1, 'erased'],
        [true, 2, 'recalled'],
        // Their seals were gone; that they are erased is to be known all the same.
        [false, 0, 'erased'],
        [false, 2, 'erased'],
        [true, 3, 'erased'],
        [true, null, 'erased'],
      ],
    );
    const { rows } = await db.owner.query('select from wraps where message_id = $1', [id]);
    assert.equal(rows.length, 0);
  });

  it('would be missed: the test’s own trigger rings', async () => {
    const { id } = await send(1);
    await assert.rejects(
      db.owner.query('delete from wraps where message_id = $1', [id]),
      /without a tombstone/,
    );
  });

  it('are not left by what a transaction takes back', async () => {
    const { id, ids } = await send(1);
    const undone = db.database.transaction(async (tx) => {
      await destroyWraps(tx, id, ids, 'recalled');
      throw new Error('no');
    });
    await assert.rejects(undone, /no/);
    assert.deepEqual(await kept(id), []);
  });

  it('are written in numbered batches of a thousand, each line a tombstone', async () => {
    const sent = [await send(700), await send(700)];
    for (const { id, ids } of sent) await recall(id, ids);
    assert.equal((await readEpochState(ctx, Date.now())).unwritten, 1400);
    await write();
    assert.equal(batchKey(1), 'tombstones/000000000001');
    const lines: string[] = [];
    for (const number of [1, 2]) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await ctx.blobs.read(batchKey(number), 0))
        chunks.push(Uint8Array.from(chunk));
      lines.push(...Buffer.concat(chunks).toString().split('\n'));
    }
    assert.equal(lines.length, 1400);
    const { wrap, message, delivery, kind, at, ...rest } = JSON.parse(lines[0]!);
    assert.deepEqual([message, delivery, kind, rest], [sent[0]!.id, sent[0]!.ids[0], 'recalled', {}]);
    assert.match(wrap, /^[0-9a-f-]{36}$/);
    assert.match(at, /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/);
    assert.equal((await readBatch(ctx, 2))!.length, 400);
    await write();
    assert.equal((await written()).length, 2, 'nothing new, nothing written');
    assert.equal((await readEpochState(ctx, Date.now())).unwritten, 0);
  });

  it('are written once where many write at a time and more come', async () => {
    const sent = await Promise.all(Array.from({ length: 30 }, () => send(2)));
    await Promise.all(sent.flatMap(({ id, ids }) => [recall(id, ids), write(), write().then(() => write())]));
    await write();
    const wraps = (await written()).flat().map(({ wrap }) => wrap);
    assert.equal(wraps.length, 60);
    assert.equal(new Set(wraps).size, 60);
    assert.ok((await states()).every((state) => state === 'written'));
  });

  for (const persisted of [true, false]) {
    it(`survive a put that ${persisted ? 'worked and' : 'did not work and'} was not answered`, async () => {
      const { id, ids } = await send(3);
      await recall(id, ids);
      const breaking: Blobs = {
        ...delegating(ctx.blobs),
        async put(key, source) {
          if (persisted) await ctx.blobs.put(key, source);
          throw new Unavailable('blobs');
        },
      };
      await write({ ...ctx, blobs: breaking });
      assert.deepEqual(await states(), ['staged']);
      assert.equal((await readEpochState(ctx, Date.now())).unwritten, 3, 'the doctor says so');
      await write();
      assert.deepEqual(await states(), ['written']);
      assert.equal((await readBatch(ctx, 1))!.length, 3);
    });
  }

  it('come behind those of the database that a backup was made of, also where it was put back under a running Segl', async () => {
    const [earlier, later, newest] = [await send(1), await send(1), await send(1)];
    await recall(earlier.id, earlier.ids);
    const away: Blobs = {
      ...delegating(ctx.blobs),
      put: async () => {
        throw new Unavailable('blobs');
      },
    };
    await write({ ...ctx, blobs: away });
    assert.deepEqual(await states(), ['staged'], 'it has the first number');
    for (const [index, { id, ids }] of [later, newest].entries()) {
      await ctx.blobs.put(batchKey(index + 1), once(Buffer.from(line({ message: id, delivery: ids[0] }))));
    }
    await write();
    assert.deepEqual(
      (await written()).map((batch) => batch.map(({ message }) => message)),
      [[later.id], [newest.id], [earlier.id]],
    );
    assert.deepEqual(await states(), ['written', 'written', 'written']);
    for (const { ids } of [later, newest]) {
      assert.equal((await portal.events(ids[0]!)).at(-1)!.type, 'delivery.recalled');
    }
  });

  it('are written anew to blobs that have lost them', async () => {
    for (let sent = 0; sent < 4; sent += 1) {
      const { id, ids } = await send(1);
      await recall(id, ids);
      await write();
    }
    const whole = await written();
    for (const number of [3, 4]) await ctx.blobs.delete(batchKey(number));
    await applyTombstones(ctx);
    assert.deepEqual(await states(), ['written', 'written', 'staged', 'staged']);
    await write();
    assert.deepEqual(await written(), whole);
    assert.deepEqual(await states(), ['written', 'written', 'written', 'written']);
  });

  const line = (fields: object) =>
    JSON.stringify({
      wrap: null,
      message: randomUUID(),
      delivery: randomUUID(),
      kind: 'recalled',
      at: '2026-11-22T10:00:00.000000Z',
      ...fields,
    });

  it('that the database does not know are applied, by many at once, once, and told once', async () => {
    const { id, ids } = await send(3);
    const { rows: wraps } = await db.owner.query<{ id: string; delivery: string | null }>(
      'select id, delivery_id as delivery from wraps where message_id = $1',
      [id],
    );
    const wrapOf = (delivery: string) => wraps.find((each) => each.delivery === delivery)!.id;
    const batches = [
      [line({ message: id, delivery: ids[0], wrap: wrapOf(ids[0]!) })],
      [
        line({ message: id, delivery: ids[1], wrap: wrapOf(ids[1]!), kind: 'expired' }),
        // Younger than the backup: nothing here knows of it.
        line({ wrap: randomUUID() }),
      ],
    ];
    for (const [index, lines] of batches.entries()) {
      await ctx.blobs.put(batchKey(index + 1), once(Buffer.from(lines.join('\n'))));
    }
    assert.ok((await readEpochState(ctx, Date.now())).isBehind);
    const counts = async (sql: string) =>
      (await db.owner.query<{ count: number }>(sql)).rows.map(({ count }) => count);
    const told = () =>
      counts(
        "select (details ->> 'count')::int as count from events where type = 'tombstones.applied' order by at",
      );
    const alarms = () => counts("select (payload ->> 'count')::int as count from jobs where kind = 'alarm'");
    const before = await told();
    await Promise.all(Array.from({ length: 6 }, () => applyTombstones(ctx)));
    const { rows } = await db.owner.query<{ status: string }>(
      'select status from deliveries where message_id = $1 order by position',
      [id],
    );
    assert.deepEqual(
      rows.map(({ status }) => status),
      ['recalled', 'expired', 'sent'],
    );
    const { rows: left } = await db.owner.query<{ delivery: string | null }>(
      'select delivery_id as delivery from wraps where message_id = $1 order by delivery_id nulls last',
      [id],
    );
    assert.deepEqual(
      left.map(({ delivery }) => delivery),
      [ids[2], null],
    );
    for (const delivery of ids.slice(0, 2)) {
      assert.deepEqual((await portal.events(delivery)).at(-1)!.details, { restored: true });
    }
    assert.deepEqual(await told(), [...before, 3]);
    assert.equal((await alarms()).filter((count) => count === 3).length, 1);
    await applyTombstones(ctx);
    assert.deepEqual(await told(), [...before, 3]);
    assert.equal((await alarms()).filter((count) => count === 3).length, 1);
    assert.equal(await lastBatch(db.database), 2);
    assert.ok(!(await readEpochState(ctx, Date.now())).isBehind);
    await write();
    assert.equal((await written()).length, 2, 'they are known now, and not written again');
  });

  it('stay unapplied as a whole where the blobs go away between two, and go on', async () => {
    const sent = [await send(1), await send(1)];
    for (const [index, { id, ids }] of sent.entries()) {
      await ctx.blobs.put(batchKey(index + 1), once(Buffer.from(line({ message: id, delivery: ids[0] }))));
    }
    const away: Blobs = {
      ...delegating(ctx.blobs),
      read: async (key, from) => {
        if (key === batchKey(2)) throw new Unavailable('blobs');
        return ctx.blobs.read(key, from);
      },
    };
    await assert.rejects(applyTombstones({ ...ctx, blobs: away }), Unavailable);
    assert.deepEqual(await states(), ['restored'], 'nobody was told yet');
    await applyTombstones(ctx);
    assert.deepEqual(await states(), ['written', 'written']);
  });

  for (const [what, text] of [
    ['no JSON', 'deleted'],
    ['an empty line', ''],
    ['a kind that there is not', line({ kind: 'forgotten' })],
    ['an id that is none', line({ delivery: "' or 1=1" })],
    ['no message', line({ message: null })],
    ['no time', line({ at: 'yesterday' })],
  ] as const) {
    it(`that are ${what} are refused, and nothing is applied`, async () => {
      await ctx.blobs.put(batchKey(1), once(Buffer.from(text)));
      await assert.rejects(
        applyTombstones(ctx),
        (error) => error instanceof Fatal && /changed/.test(error.message),
      );
      assert.equal(await lastBatch(db.database), 0);
    });
  }
});

/** The same blobs, of which a test exchanges one road. */
const delegating = (blobs: Blobs): Blobs => ({
  put: (key, source) => blobs.put(key, source),
  read: (key, from, to) => blobs.read(key, from, to),
  delete: (key) => blobs.delete(key),
  check: () => blobs.check(),
});
