import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { inclusionProof } from '../../../src/evidence/log/proofs.ts';
import { verifyInclusion } from '../../../src/evidence/log/verify-proofs.ts';
import { leafHash } from '../../../src/evidence/log/hashes.ts';
import { parseCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { readProofs } from '../../../src/evidence/sequencer/read-proofs.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import { tileReader } from '../../../src/evidence/sequencer/tile-reader.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { assertWhole, type Bench, drain, entriesOf, makeBench, origin, record, textOf } from './support.ts';

withDatabases('The log', (db) => {
  let bench: Bench;
  let portal: Portal;
  before(async () => {
    bench = await makeBench(db);
    portal = await openPortal(db);
  });
  after(async () => {
    await portal.close();
    await bench.remove();
  });

  it('begins with the event of its own opening, also where events waited before it', async () => {
    assert.equal(await readCurrentLog(db.database), undefined);
    const ids = await record(db.database, 3);
    assert.equal(await bench.writer().takeBatch(), 'taken');
    const entries = await entriesOf(db.database);
    const [first, ...others] = entries.map(textOf);
    const { keys } = (await readCurrentLog(db.database))!;
    assert.equal(first!.type, 'log.opened');
    assert.deepEqual(first!.details, { origin, vkey: keys[0] });
    assert.deepEqual(
      others.slice(-3).map(({ id }) => id),
      ids,
    );
    await assertWhole(db, assert);
  });

  it('holds of an event what was recorded, canonical, with all six digits of its second', async () => {
    const { deliveries, id } = await portal.send();
    const writer = bench.writer();
    await drain(writer);
    const delivery = deliveries[0]!.id;
    const { rows } = await db.database.query<Record<string, any>>(
      'select e.*, e.at as at from events e where delivery = $1',
      [delivery],
    );
    const event = rows[0]!;
    const { proofs } = (await readProofs(db.database, [event.id]))!;
    const commitment = event.commitment.toString('base64');
    assert.match(event.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal(
      Buffer.from(proofs[0]!.entry).toString('utf8'),
      `{"actor":{"id":"${event.actor_id}","kind":"system"},"at":"${event.at}","commitment":"${commitment}",` +
        `"delivery":"${delivery}","details":{},"id":"${event.id}","message":"${id}","seq":1,` +
        `"type":"delivery.available","v":1}`,
    );
  });

  it('keeps the order of a delivery’s events, however many are written at once and by whomever', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => portal.send()));
    const ids = made.map(({ deliveries }) => deliveries[0]!.id);
    const writers = [bench.writer({ most: 7 }), bench.writer({ most: 16 })];
    let isWriting = true;
    const sequencing = writers.map(async (writer) => {
      while (isWriting) await writer.takeBatch();
      await drain(writer);
    });
    await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        for (let each = 0; each < 12; each++) {
          const id = ids[(n + each) % ids.length]!;
          await db.database.transaction(async (tx) => {
            await recordEvent(tx, id, { type: 'delivery.reopened', actor: { kind: 'recipient', id } });
            if (each % 5 === 4) await record(db.database, 1);
          });
        }
      }),
    );
    isWriting = false;
    await Promise.all(sequencing);
    while ((await drain(writers[0]!)) === 'elsewhere') await assertWhole(db, assert);
    const size = await assertWhole(db, assert);
    assert.ok(size > 4 * 36);
  });

  it('keeps it also where the clock has jumped back: the number counts, not the time', async () => {
    const { deliveries } = await portal.send();
    const delivery = deliveries[0]!.id;
    await db.owner.transaction(async (tx) => {
      await tx.query('alter table events disable trigger stamp');
      for (const [seq, at] of [
        [2, '2026-03-01T12:00:00Z'],
        [3, '2026-01-01T12:00:00Z'],
        [4, '2025-12-31T12:00:00Z'],
      ] as const) {
        const id = randomUUID();
        await tx.query(
          `insert into events (id, v, type, at, message, delivery, seq, actor, actor_id, details)
            values ($1, 1, 'delivery.reopened', $2, $3, $4, $5, 'recipient', $4, '{}')`,
          [id, at, randomUUID(), delivery, seq],
        );
        await tx.query('insert into pending_events (event) values ($1)', [id]);
      }
      await tx.query('update deliveries set seq = 4 where id = $1', [delivery]);
      await tx.query('alter table events enable always trigger stamp');
    });
    await drain(bench.writer());
    const entries = (await entriesOf(db.database)).map(textOf).filter((each) => each.delivery === delivery);
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      [1, 2, 3, 4],
    );
    assert.ok(entries[3]!.at < entries[0]!.at);
    await assertWhole(db, assert);
  });

  it('takes up what was committed late, behind what had a later place', async () => {
    const writer = bench.writer();
    await drain(writer);
    let commitLate = () => {};
    const held = new Promise<void>((resolve) => {
      commitLate = resolve;
    });
    let late = '';
    let recorded = () => {};
    const isRecorded = new Promise<void>((resolve) => {
      recorded = resolve;
    });
    const slow = db.database.transaction(async (tx) => {
      [late] = (await record({ ...db.database, query: tx.query } as never, 1)) as [string];
      recorded();
      await held;
    });
    await isRecorded;
    const [early] = await record(db.database, 1);
    await drain(writer);
    const sizeBefore = (await readCurrentLog(db.database))!.size;
    commitLate();
    await slow;
    assert.equal(await writer.takeBatch(), 'taken');
    const entries = await entriesOf(db.database);
    assert.equal(entries.length, sizeBefore + 1);
    assert.deepEqual(
      entries.slice(-2).map(({ event }) => event),
      [early, late],
    );
    await assertWhole(db, assert);
  });

  it('proves each of its entries, over more than one level of tiles', async () => {
    await record(db.database, 600);
    const writer = bench.writer({ most: 100 });
    await drain(writer);
    const log = (await readCurrentLog(db.database))!;
    const { root } = parseCheckpoint(log.checkpoint.split('\n\n')[0]! + '\n');
    const readTile = tileReader(db.database, log.log);
    assert.ok(log.size > 512);
    for (const { index, entry } of await entriesOf(db.database)) {
      if (index % 17 !== 0 && index < log.size - 3) continue;
      const proof = await inclusionProof(index, log.size, readTile);
      assert.ok(
        verifyInclusion({ index, size: log.size, leaf: leafHash(entry), proof, root }),
        `entry ${index}`,
      );
    }
    const { proofs } = (await readProofs(db.database, { message: (await portal.send()).id }))!;
    assert.deepEqual(proofs, [], 'what is not taken up has no proof yet');
  });
});
