import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Context } from '../../../src/delivery/context.ts';
import { closedParts } from '../../../src/desk/log/closed-parts.ts';
import { readLogStatus } from '../../../src/desk/log/read-log-status.ts';
import { reopenLog } from '../../../src/desk/log/reopen-log.ts';
import type { Queryable } from '../../../src/evidence/ports.ts';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { checkLog } from '../../../src/evidence/sequencer/check-log.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { openPortal } from '../../support/portal.ts';
import { assertWhole, type Bench, drain, entriesOf, makeBench, origin, record, textOf } from './support.ts';

const actor = { kind: 'staff', id: randomUUID() } as const;

describe('The log closes itself', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let bench: Bench;
  let ctx: Pick<Context, 'db' | 'logKeys'>;
  beforeEach(async () => {
    ({ db, drop } = await makeDatabase());
    bench = await makeBench(db);
    ctx = { db: db.database, logKeys: bench.keys };
  });
  afterEach(async () => {
    await bench.remove();
    await drop();
  });

  const current = async () => (await readCurrentLog(db.database))!;

  async function asOwner(change: (tx: Queryable) => Promise<unknown>): Promise<void> {
    const tables = ['events', 'log_entries', 'log_nodes'];
    await db.owner.transaction(async (tx) => {
      for (const table of tables) await tx.query(`alter table ${table} disable trigger all`);
      await change(tx);
      for (const table of tables) {
        await tx.query(`alter table ${table} enable always trigger no_change`);
        await tx.query(`alter table ${table} enable always trigger no_truncate`);
      }
      await tx.query('alter table events enable always trigger stamp');
    });
  }

  /** As if an older copy of the database had taken over: what came after `size` never was. */
  async function setBack(size: number, checkpoint: string): Promise<void> {
    await asOwner(async (tx) => {
      await tx.query('delete from events where id in (select event from log_entries where index >= $1)', [
        size,
      ]);
      await tx.query('delete from log_entries where index >= $1', [size]);
      await tx.query('update logs set size = $1, checkpoint = $2', [size, checkpoint]);
    });
  }

  async function assertClosed(because: RegExp): Promise<void> {
    const { closed } = await readLogStatus(ctx);
    assert.match(closed!, because);
    assert.deepEqual(await closedParts(ctx), ['log']);
    const size = (await readCurrentLog(db.database))?.size;
    await record(db.database, 1);
    assert.equal(await bench.writer().takeBatch(), 'closed');
    assert.equal((await readCurrentLog(db.database))?.size, size, 'nothing is taken up');
  }

  async function reopen(): Promise<Record<string, any>> {
    const { log } = await reopenLog(ctx, actor, 'Restored');
    assert.deepEqual(await closedParts(ctx), []);
    await drain(bench.writer({ most: 5 }));
    await assertWhole(db, assert);
    assert.deepEqual((await checkLog(db.database, bench.keys))!.findings, []);
    const entries = (await entriesOf(db.database, log)).map(textOf);
    assert.equal(entries[0]!.type, 'log.opened');
    assert.deepEqual(entries[0]!.actor, { kind: 'staff', id: actor.id });
    assert.ok(entries[0]!.commitment, 'the reason in words is committed to');
    assert.ok(!JSON.stringify(entries[0]).includes('Restored'));
    return entries[0]!.details;
  }

  it('where the database lies behind the checkpoint kept beside the keys', async () => {
    await record(db.database, 5);
    await drain(bench.writer());
    const older = await current();
    await record(db.database, 5);
    await drain(bench.writer());
    const published = await current();
    await bench.keys.remember(published.checkpoint);
    await setBack(older.size, older.checkpoint);
    assert.equal(await bench.writer().takeBatch(), 'closed');
    await assertClosed(
      /lies behind the checkpoint that was last published: that had 11 entries, and the log has 6\./,
    );
    const details = await reopen();
    assert.equal(details.previousCheckpoint, published.checkpoint, 'the larger of the two');
    assert.equal(details.previousOrigin, origin);
    assert.equal(details.origin, `${origin}/2`);
  });

  it('where the database was set back while we run', async () => {
    const writer = bench.writer();
    await drain(writer);
    const older = await current();
    await record(db.database, 5);
    await drain(writer);
    await setBack(older.size, older.checkpoint);
    await record(db.database, 1);
    while ((await writer.takeBatch()) === 'elsewhere') continue;
    await assertClosed(/lies behind what this process has published/);
  });

  it('where it goes on from another tree than was published', async () => {
    await record(db.database, 5);
    await drain(bench.writer());
    const one = await current();
    const other = await makeDatabase();
    const elsewhere = bench.writer({ db: other.db.database });
    await record(other.db.database, 4);
    await drain(elsewhere);
    await bench.keys.remember((await readCurrentLog(other.db.database))!.checkpoint);
    await other.drop();
    assert.equal(one.size, 6);
    assert.equal(await bench.writer().takeBatch(), 'closed');
    await assertClosed(
      /does not go on from the checkpoint that was last published: its first 5 entries are other/,
    );
    await reopen();
  });

  it('where there is no log, and checkpoints of it are out in the world', async () => {
    await record(db.database, 5);
    await drain(bench.writer());
    const { checkpoint } = await current();
    await bench.keys.remember(checkpoint);
    await asOwner(async (tx) => {
      for (const table of ['logs', 'log_keys', 'log_entries', 'log_nodes'])
        await tx.query(`delete from ${table}`);
    });
    assert.equal(await bench.writer().takeBatch(), 'closed');
    await assertClosed(/has no log, and checkpoints of this one were published/);
    const details = await reopen();
    assert.equal(details.previousCheckpoint, checkpoint);
  });

  it('again and again: an origin that was used is not used for another tree', async () => {
    await record(db.database, 2);
    await drain(bench.writer());
    await db.database.query("update logs set closed = 'for a test'");
    await reopen();
    await bench.keys.remember((await current()).checkpoint);
    await asOwner(async (tx) => {
      for (const table of ['logs', 'log_keys', 'log_entries', 'log_nodes'])
        await tx.query(`delete from ${table} where ${table === 'logs' ? 'id' : 'log'} = 2`);
    });
    assert.equal(await bench.writer().takeBatch(), 'closed');
    const details = await reopen();
    assert.equal(details.origin, `${origin}/3`);
  });

  it('where its stored tree does not give what its checkpoint signs', async () => {
    await record(db.database, 300);
    await drain(bench.writer());
    await asOwner((tx) => tx.query('update log_nodes set hash = sha256(hash)'));
    assert.equal(await bench.writer().takeBatch(), 'closed');
    await assertClosed(/signs another tree than the stored one over 301 entries/);
  });

  it('where a part of its edge is missing', async () => {
    await record(db.database, 3);
    await drain(bench.writer());
    await asOwner((tx) => tx.query('delete from log_entries where index = 2'));
    assert.equal(await bench.writer().takeBatch(), 'closed');
    await assertClosed(/tile 0\/0, 4 hashes should be stored; 3 are/);
  });

  it('where an event is gone that waited', async () => {
    const [lost] = await record(db.database, 1);
    await asOwner((tx) => tx.query('delete from events where id = $1', [lost]));
    assert.equal(await bench.writer().takeBatch(), 'closed');
    assert.match((await readLogStatus(ctx)).closed!, new RegExp(`The event ${lost} waits .* removed it`));
  });

  it('where an event would be an entry of 65,536 bytes; one of 65,535 is taken up', async () => {
    const insert = async (length: number) => {
      const id = randomUUID();
      await asOwner(async (tx) => {
        await tx.query(
          `insert into events (id, v, type, at, actor, actor_id, details)
            values ($1, 1, 'policy.changed', now(), 'system', $1, jsonb_build_object('x', repeat('x', $2)))`,
          [id, length],
        );
        await tx.query('insert into pending_events (event) values ($1)', [id]);
      });
      return id;
    };
    const empty = await insert(0);
    await drain(bench.writer());
    const bare = (await entriesOf(db.database)).find(({ event }) => event === empty)!.entry.length;
    // Instants all have the same length.
    const longest = await insert(65_535 - bare);
    await drain(bench.writer());
    assert.equal((await entriesOf(db.database)).find(({ event }) => event === longest)!.entry.length, 65_535);
    const tooLong = await insert(65_536 - bare);
    assert.equal(await bench.writer().takeBatch(), 'closed');
    await assertClosed(new RegExp(`The event ${tooLong} would be an entry of 65536 bytes`));
  });

  it('and never for an event of ours: one that holds too much is not recorded at all', async () => {
    const insert = (length: number) =>
      db.database.query(
        `insert into events (id, v, type, actor, actor_id, details)
          values (gen_random_uuid(), 1, 'policy.changed', 'system', gen_random_uuid(), jsonb_build_object('x', repeat('ø', $1)))`,
        [length],
      );
    await insert(3_900);
    await assert.rejects(insert(4_000), /no event/);
  });

  it('and what goes on meanwhile finds its place in the new one', async () => {
    const portal = await openPortal(db);
    const delivery = (await portal.send()).deliveries[0]!.id;
    const again = (tx: Queryable) =>
      recordEvent(tx, delivery, { type: 'delivery.reopened', actor: { kind: 'recipient', id: delivery } });
    for (let n = 0; n < 7; n++) await db.database.transaction(again);
    await drain(bench.writer());
    for (let n = 0; n < 3; n++) await db.database.transaction(again);
    await db.database.query("update logs set closed = 'for a test'");
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let recorded = () => {};
    const isRecorded = new Promise<void>((resolve) => {
      recorded = resolve;
    });
    const late = db.database.transaction(async (tx) => {
      await again(tx);
      recorded();
      await held;
    });
    await isRecorded;
    await reopenLog(ctx, actor, 'x');
    const writer = bench.writer({ most: 4 });
    await drain(writer);
    commit();
    await late;
    await db.database.transaction(again);
    await drain(writer);
    const entries = (await entriesOf(db.database, 2))
      .map(textOf)
      .filter((each) => each.delivery === delivery);
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      Array.from({ length: 13 }, (_, n) => n + 1),
    );
    await assertWhole(db, assert);
    await portal.close();
  });

  it('and only then can be opened anew', async () => {
    await assert.rejects(
      reopenLog(ctx, actor, 'x'),
      (error) => error instanceof Refusal && error.code === 'not_found',
    );
    await drain(bench.writer());
    await assert.rejects(
      reopenLog(ctx, actor, 'x'),
      (error) => error instanceof Refusal && error.code === 'in_use',
    );
    await db.database.query("update logs set closed = 'for a test'");
    const both = await Promise.allSettled([reopenLog(ctx, actor, 'x'), reopenLog(ctx, actor, 'y')]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });
});
