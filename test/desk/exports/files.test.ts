import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Context } from '../../../src/delivery/context.ts';
import { sweep } from '../../../src/delivery/sweep.ts';
import type { Finish } from '../../../src/delivery/job-types.ts';
import type { ExportManifest } from '../../../src/evidence/bundle/export-manifest.ts';
import { verifyJws } from '../../../src/evidence/bundle/verify-jws.ts';
import { deleteExport, sweepExports } from '../../../src/desk/exports/delete-export.ts';
import { downloadExport, findFile, readManifest } from '../../../src/desk/exports/download-export.ts';
import { findExport, listExports } from '../../../src/desk/exports/exports.ts';
import type { ExportFormat } from '../../../src/desk/exports/columns.ts';
import { makeExport } from '../../../src/desk/exports/make-export.ts';
import { writeExport } from '../../../src/desk/exports/write-export.ts';
import type { Searcher } from '../../../src/desk/evidence/search.ts';
import type { Terms } from '../../../src/desk/evidence/terms.ts';
import { verifyExport } from '../../../src/evidence/verification/verify-export.ts';
import { noTrust } from '../../../src/message/verification.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { once, openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { readStrictCsv, takeUp } from './support.ts';

withDatabases('A file of evidence, made in the background,', (db) => {
  let portal: Portal;
  let ctx: Context;
  let chief: Colleague;
  let officer: Colleague;
  let unit: string;
  const by = ({ id }: Colleague, units: readonly string[] | null): Searcher => ({
    actor: { kind: 'staff', id },
    units,
  });
  before(async () => {
    portal = await openPortal(db);
    ctx = portal.ctx;
    unit = await addUnit(db);
    chief = await addColleague(db, unit, [{ role: 'compliance', unit: null }]);
    officer = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    await portal.send({ to: [{ email: 'ana@example.com', phone: '+4520123456' }] });
    await portal.send({ to: [{ email: 'bo@example.com', phone: '+4520123457' }] });
    await takeUp(portal);
  });
  after(() => portal.close());

  /** Entries of events of nobody, so that a file has several parts. */
  async function fillLog(count: number): Promise<void> {
    await db.owner.query(
      `with made as (insert into events (id, v, type, actor, actor_id, details)
          select gen_random_uuid(), 1, 'policy.changed', 'staff', gen_random_uuid(), jsonb_build_object('n', n)
          from generate_series(1, $1::int) n returning id),
        size as (select size from logs where id = 1)
        insert into log_entries (log, index, event, entry, leaf)
          select 1, size.size + row_number() over () - 1, id, '{}', '' from made, size`,
      [count],
    );
    await db.owner.query('update logs set size = (select count(*) from log_entries) where id = 1');
  }

  const make = (terms: Terms = {}, format: ExportFormat = 'csv', searcher = by(chief, null)) =>
    makeExport(ctx, searcher, { terms, format });

  const ended: Finish = async (tx) => {
    await tx.query("delete from jobs where kind = 'export'");
  };
  const write = (id: string, on: Context = ctx) =>
    writeExport(on)({ id: 1, kind: 'export', payload: { export: id }, sealed: null, attempts: 1 }, ended);

  async function read(id: string, range?: { from: number; to: number }): Promise<Buffer> {
    const file = await findFile(ctx, by(chief, null), id);
    const chunks: Uint8Array[] = [];
    const bytes = await downloadExport(ctx, by(chief, null), file, range ?? { from: 0, to: file.bytes });
    for await (const chunk of bytes) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  }

  const blobs = () =>
    readdirSync(join(portal.data, 'blobs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('exports_'),
    );

  test('comes with a signed statement of its digest, its parts, its tree and what it is narrowed to', async () => {
    const id = await make({ recipient: 'ana@example.com' }, 'jsonl');
    await write(id);
    const file = await findFile(ctx, by(chief, null), id);
    const { payload } = await verifyJws(await readManifest(ctx, file), 'segl-export+jws');
    const manifest = JSON.parse(Buffer.from(payload).toString()) as ExportManifest;
    const bytes = await read(id);
    assert.equal(manifest.file.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.deepEqual([manifest.file.bytes, manifest.file.format], [bytes.length, 'jsonl']);
    assert.equal(manifest.file.rows, bytes.toString().split('\n').length - 1);
    assert.deepEqual(manifest.terms, { recipient: 'ana@example.com' });
    assert.equal(manifest.units, null);
    assert.equal(manifest.log.size, file.size);
    assert.ok(manifest.log.checkpoint);
    assert.equal(
      manifest.parts.reduce((sum, part) => sum + part.bytes, 0),
      bytes.length,
    );
    const check = async (file: Buffer) => {
      const signed = await readManifest(ctx, await findFile(ctx, by(chief, null), id));
      return (await verifyExport(once(file), signed, noTrust)).verdict;
    };
    assert.equal(await check(bytes), 'consistent');
    const lines = bytes.toString().split('\n');
    for (const changed of [
      bytes.toString().replace('ana@', 'bna@'),
      lines.toSpliced(1, 1).join('\n'),
      lines.toSpliced(1, 0, lines[0]!).join('\n'),
      [lines[1], lines[0], ...lines.slice(2)].join('\n'),
      bytes.toString().slice(0, -1),
    ]) {
      assert.equal(await check(Buffer.from(changed)), 'failed');
    }
    const { rows } = await db.database.query<{ text: string }>(
      'select to_jsonb(x)::text as text from exports x',
    );
    assert.ok(
      rows.every(({ text }) => !text.includes('ana@example.com')),
      'no address stands in the table',
    );
  });

  test('holds the whole log, sealed, and can be had from any byte on', async () => {
    await fillLog(12_000);
    const id = await make();
    await portal.work();
    const { state, rows, bytes, size, sha256 } = await findExport(ctx.db, by(chief, null), id);
    assert.deepEqual([state, rows], ['done', size]);
    const whole = await read(id);
    assert.equal(whole.length, bytes);
    assert.equal(createHash('sha256').update(whole).digest('hex'), sha256);
    const records = readStrictCsv(whole.toString());
    assert.deepEqual(
      records.slice(1).map(([index]) => Number(index)),
      Array.from({ length: size }, (_, n) => n),
    );
    for (const [from, to] of [
      [0, 1],
      [1_000_000, 1_000_001],
      [5, bytes - 3],
      [bytes - 1, bytes],
      [3, 3],
    ] as const) {
      assert.deepEqual(await read(id, { from, to }), whole.subarray(from, to));
    }
    for (const name of blobs()) {
      const sealed = readFileSync(join(portal.data, 'blobs', name));
      assert.ok(!sealed.includes('policy.changed') && !sealed.includes('ana@example.com'), name);
    }
    assert.equal((await db.database.query('select from staged_blobs')).count, 0);
  });

  test('is gone on with where its process ended, whatever it was doing, and is the same file', async () => {
    const id = await make();
    await write(id);
    const whole = await read(id);
    for (let at = 1; at < 60; at += 1) {
      for (const isDone of [false, true]) {
        const again = await make();
        const failed = await write(again, breakingAt(ctx, at, isDone)).then(
          () => false,
          () => true,
        );
        await write(again);
        const { next, size, state } = await findExport(ctx.db, by(chief, null), again);
        assert.deepEqual([state, next], ['done', size]);
        const known = await db.database.query<{ size: number }>('select size from exports where id = $1', [
          id,
        ]);
        // Each asking is an event, yet nothing takes it up here: the tree is the same.
        assert.equal(size, known.rows[0]!.size);
        assert.ok((await read(again)).equals(whole), `broken at ${at}`);
        await deleteExport(ctx, by(chief, null), again);
        if (!failed) {
          assert.ok(at > 12, 'there was something to break');
          await db.database.query("update staged_blobs set staged_at = '-infinity'");
          await sweep(ctx)({ id: 1, kind: 'sweep', payload: {}, sealed: null, attempts: 1 }, ended);
          return;
        }
      }
    }
    assert.fail('it never went through');
  });

  test('is written once where two processes are at it', async () => {
    const id = await make();
    await Promise.all([write(id), write(id), write(id)]);
    await write(id);
    const { rows, size, state } = await findExport(ctx.db, by(chief, null), id);
    assert.deepEqual([state, rows], ['done', size]);
    const records = readStrictCsv((await read(id)).toString());
    assert.equal(records.length, size + 1);
    assert.equal((await db.database.query('select from staged_blobs')).count, 0, 'no blob is left over');
  });

  test('holds the messages of the units of who asks, and is seen by who may see them', async () => {
    const sender = portal.sender;
    const { rows: messages } = await db.database.query<{ id: string; unit: string }>(
      'select id, unit_id as unit from messages',
    );
    const theirs = messages[0]!.unit;
    assert.ok(messages.every((each) => each.unit === theirs && theirs !== unit && sender.unit === theirs));
    const mine = await make({}, 'csv', by(officer, [unit]));
    await write(mine);
    assert.equal((await findExport(ctx.db, by(officer, [unit]), mine)).rows, 0);
    const reaching = await make({}, 'csv', by(officer, [unit, theirs]));
    await write(reaching);
    const records = readStrictCsv((await read(reaching)).toString());
    assert.deepEqual(
      new Set(records.slice(1).map((record) => record[5])),
      new Set(messages.map(({ id }) => id)),
    );
    const seen = async (searcher: Searcher) => (await listExports(ctx.db, searcher)).map(({ id }) => id);
    assert.deepEqual(await seen(by(officer, [unit, theirs])), [reaching, mine]);
    assert.deepEqual(await seen(by(officer, [unit])), [mine], 'whoever lost a unit sees its file no more');
    assert.deepEqual(
      await seen(by(await addColleague(db, unit), [unit, theirs])),
      [],
      'nor does a colleague',
    );
    assert.ok((await seen(by(chief, null))).includes(reaching));
    await assert.rejects(deleteExport(ctx, by(officer, [unit]), reaching), { code: 'not_found' });
  });

  test('is evidence, when it is asked for and whenever it is handed out', async () => {
    const id = await make({ sender: 'lea*' });
    await write(id);
    await read(id);
    const { rows } = await db.database.query<{
      details: Record<string, unknown>;
      terms: unknown;
      actor_id: string;
    }>(
      `select e.details, f.fields -> 'terms' as terms, e.actor_id from events e left join event_fields f on f.event = e.id
        where e.type = 'export.made' and e.details ->> 'export' = $1 order by e.id`,
      [id],
    );
    assert.deepEqual(
      rows.map(({ details, terms }) => [details.via, terms]),
      [
        ['desk', { sender: 'lea*' }],
        ['download', null],
      ],
    );
    assert.ok(rows.every(({ actor_id }) => actor_id === chief.id));
  });

  test('is not made where too many are under way, and what it asks for was erased', async () => {
    const ids = [await make(), await make(), await make({ recipient: 'ana@example.com' })];
    await assert.rejects(make(), (error) => error instanceof Refusal && error.code === 'budget_spent');
    await db.database.query(
      `delete from event_fields where event = (select event from exports where id = $1)`,
      [ids[2]],
    );
    for (const id of ids) await write(id);
    const found = await findExport(ctx.db, by(chief, null), ids[2]!);
    assert.deepEqual([found.state, found.terms], ['ended', null]);
    await assert.rejects(findFile(ctx, by(chief, null), ids[2]!), { code: 'not_found' });
  });

  test('goes by hand, also while it is being made, and by itself after seven days, with all its bytes', async () => {
    const waiting = await make();
    await assert.rejects(findFile(ctx, by(chief, null), waiting), { code: 'not_logged_yet' });
    await deleteExport(ctx, by(chief, null), waiting);
    await write(waiting);
    await db.database.query("update exports set made_at = now() - interval '169 hours'");
    await sweepExports(ctx)({ id: 1, kind: 'sweep_exports', payload: {}, sealed: null, attempts: 1 }, ended);
    assert.equal((await db.database.query('select from exports')).count, 0);
    assert.deepEqual(blobs(), []);
    assert.equal((await db.database.query('select from staged_blobs')).count, 0);
  });
});

/** A context whose n-th write fails, before or after it was done, as that of a process that ends. */
function breakingAt(ctx: Context, at: number, isDone: boolean): Context {
  let asked = 0;
  let broken = false;
  const around = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (broken) throw new Error('this process has ended');
    asked += 1;
    if (asked !== at) return work();
    broken = true;
    if (isDone) await work();
    throw new Error('this process has ended');
  };
  return {
    ...ctx,
    db: {
      query: (text, values) => around(() => ctx.db.query(text, values)),
      transaction: (work) => around(() => ctx.db.transaction(work)),
      copyOut: (text, values, signal) => ctx.db.copyOut(text, values, signal),
    },
    blobs: {
      ...ctx.blobs,
      read: (key, from, to) => ctx.blobs.read(key, from, to),
      check: () => ctx.blobs.check(),
      put: (key, source) => around(() => ctx.blobs.put(key, source)),
      delete: (key) => around(() => ctx.blobs.delete(key)),
    },
  };
}
