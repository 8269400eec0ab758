import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { unsafeCell } from '../../../src/desk/exports/safe-cell.ts';
import { changeIncident } from '../../../src/desk/incidents/change-incident.ts';
import { decideIncident } from '../../../src/desk/incidents/decide-incident.ts';
import { exportRegister, type RegisterWish } from '../../../src/desk/incidents/export-register.ts';
import { incidentCauses } from '../../../src/desk/incidents/incident-causes.ts';
import type { IncidentKeeper } from '../../../src/desk/incidents/keeper.ts';
import { registerColumns } from '../../../src/desk/incidents/register-rows.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit } from '../../support/staff.ts';
import { readStrictCsv } from '../exports/support.ts';
import { keeperOf, nobody, opened, refused } from './support.ts';

withDatabases('The register of incidents', (db) => {
  let portal: Portal;
  let ctx: Portal['ctx'];
  let other: string;
  const all = keeperOf(nobody);
  before(async () => {
    portal = await openPortal(db);
    ctx = portal.ctx;
    other = await addUnit(db);
  });
  after(() => portal.close());

  async function written(keeper: IncidentKeeper, wish: RegisterWish = {}): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await exportRegister(ctx, keeper, wish))()) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }
  const linesOf = async (keeper: IncidentKeeper, wish: RegisterWish = {}, delimiter = ',') => {
    const text = (await written(keeper, wish)).replace(/^\ufeff/, '');
    const [head, ...rows] = readStrictCsv(text, delimiter);
    return rows.map((row) => Object.fromEntries(row.map((cell, index) => [head![index]!, cell])));
  };

  it('holds everything that is known, a line for each, and nothing that a table would calculate', async () => {
    const anna = await addColleague(db, portal.sender.unit);
    const incident = await opened(ctx, all, {
      origin: 'report',
      title: '=HYPERLINK("http://x","y")',
      what: 'One; two, "three"\n-four\n@five',
      awareAt: '2026-01-15T09:30:00.5+01:00',
      dataKinds: ['health', 'identity_number'],
      persons: 2,
      responsible: anna.id,
      cause: 'wrong_address',
      followUpOn: '2026-12-01',
    });
    await decideIncident(ctx, all, incident.id, 1, { decision: 'no_report', why: '+1, really' });
    for (const [format, delimiter] of [
      ['csv', ','],
      ['excel', ';'],
    ] as const) {
      const [line] = await linesOf(all, { format }, delimiter);
      assert.deepEqual(Object.keys(line!), registerColumns);
      assert.equal(line!.number, incident.number);
      assert.equal(line!.aware_at, '2026-01-15T08:30:00Z');
      assert.equal(line!.due_at, '2026-01-18T08:30:00Z');
      assert.equal(line!.data_kinds, 'identity_number health');
      assert.equal(line!.follow_up_on, '2026-12-01');
      assert.deepEqual([line!.reported_at, line!.closed_at, line!.deputy], ['', '', '']);
      for (const name of ['title', 'what', 'decision_why'] as const) {
        assert.doesNotMatch(line![name]!, /(^|[,;|\t\r\n])["' ]*(?<!')[=+@-]/, name);
      }
      assert.equal(unsafeCell(line!.title!), incident.title);
      assert.equal(unsafeCell(line!.what!).replaceAll('\r\n', '\n'), incident.what);
    }
    assert.ok((await written(all, { format: 'excel' })).startsWith('\ufeff'));
    assert.ok(!(await written(all)).startsWith('\ufeff'));
  });

  it('has the columns that docs/incidents.md lists', () => {
    const docs = readFileSync(new URL('../../../docs/incidents.md', import.meta.url), 'utf8');
    const listed = [...docs.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(listed, registerColumns);
  });

  it('is narrowed to a year, and to the units of whoever asks; that it was handed out is evidence', async () => {
    await db.owner.query('truncate incidents cascade');
    const old = await opened(ctx, all, { unit: other });
    await db.owner.query('update incidents set year = 2025 where id = $1', [old.id]);
    const now = await opened(ctx, all, { unit: null });
    const ids = async (keeper: IncidentKeeper, wish?: RegisterWish) =>
      (await linesOf(keeper, wish)).map(({ id }) => id);
    assert.deepEqual(await ids(all), [old.id, now.id]);
    assert.deepEqual(await ids(all, { year: 2025 }), [old.id]);
    assert.deepEqual(await ids(all, { year: 1999 }), []);
    assert.deepEqual(await ids(keeperOf(nobody, [other])), [old.id]);
    assert.deepEqual(await ids(keeperOf(nobody, [])), []);
    const { rows } = await db.owner.query<{ details: object }>(
      `select details from events where type = 'export.made' order by id desc limit 1`,
    );
    assert.deepEqual(rows[0]!.details, { via: 'register', format: 'csv', year: null });
  });

  it('tells how often what went wrong, by the month in which somebody became aware on the clocks there', async () => {
    await db.owner.query('truncate incidents cascade');
    for (const [awareAt, cause, unit] of [
      ['2026-01-31T22:59:59Z', 'wrong_address', null],
      ['2026-01-31T23:00:00Z', 'wrong_address', other],
      ['2026-02-10T10:00:00Z', 'wrong_address', null],
      ['2026-02-11T10:00:00Z', null, null],
    ] as const) {
      await opened(ctx, all, { awareAt, cause, unit });
    }
    const moved = await opened(ctx, all, { awareAt: '2026-02-12T10:00:00Z', origin: 'failures' });
    await changeIncident(ctx, all, moved.id, 1, { cause: 'system_fault' });
    const counts = async (keeper: IncidentKeeper, period: { from?: string; to?: string }) =>
      (await incidentCauses(ctx, keeper, period)).map(
        ({ month, cause, origin, count }) => `${month} ${cause} ${origin} ${count}`,
      );
    assert.deepEqual(await counts(all, {}), [
      '2026-01 wrong_address by_hand 1',
      '2026-02 system_fault failures 1',
      '2026-02 wrong_address by_hand 2',
      '2026-02 null by_hand 1',
    ]);
    assert.deepEqual(await counts(all, { to: '2026-01-31' }), ['2026-01 wrong_address by_hand 1']);
    assert.deepEqual(await counts(all, { from: '2026-02-12', to: '2026-02-12' }), [
      '2026-02 system_fault failures 1',
    ]);
    assert.deepEqual(await counts(keeperOf(nobody, [other]), {}), ['2026-02 wrong_address by_hand 1']);
    await assert.rejects(counts(all, { from: '2026-02-30' }), refused('invalid'));
    await assert.rejects(counts(all, { from: '2026-02-02', to: '2026-02-01' }), refused('invalid'));
  });
});
