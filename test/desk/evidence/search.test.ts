import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readChart } from '../../../src/desk/evidence/chart.ts';
import { findDeliveries, type FoundDelivery } from '../../../src/desk/evidence/find-deliveries.ts';
import { beginSearch, type Searcher, termsOfSearch } from '../../../src/desk/evidence/search.ts';
import { readTerms, type Terms } from '../../../src/desk/evidence/terms.ts';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit } from '../../support/staff.ts';

withDatabases('A search of the evidence', (db) => {
  let portal: Portal;
  let all: readonly FoundDelivery[];
  let unit: string;
  let other: string;
  let searcher: Searcher;
  before(async () => {
    portal = await openPortal(db);
    unit = portal.sender.unit;
    other = await addUnit(db);
    const officer = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    searcher = { actor: { kind: 'staff', id: officer.id }, units: [unit] };
    const phone = '+4520123456';
    for (let n = 0; n < 12; n += 1) {
      await portal.send({
        from: n % 3 === 0 ? 'Lea@fredericia.example' : `case_${n}%@fredericia.example`,
        to: Array.from({ length: (n % 4) + 1 }, (_, at) => ({
          email: `Ana_${at}.${n % 5}@example.com`,
          phone,
        })),
      });
    }
    const { rows } = await db.database.query<{ id: string }>('select id from deliveries order by id');
    await recordEvent(db.database, rows[3]!.id, {
      type: 'delivery.recalled',
      actor: { kind: 'staff', id: officer.id },
    });
    await recordEvent(db.database, rows[5]!.id, {
      type: 'delivery.notice_confirmed',
      actor: { kind: 'system', id: officer.id },
    });
    for (const at of [5, 7]) {
      await recordEvent(db.database, rows[at]!.id, {
        type: 'delivery.opened',
        actor: { kind: 'recipient', id: rows[at]!.id },
      });
    }
    await db.database.query(
      `update messages set unit_id = $1 where id in (select id from messages order by id limit 4)`,
      [other],
    );
    all = await pages({});
  });
  after(() => portal.close());

  /** All pages of a search, some rows each. */
  async function pages(
    terms: Terms,
    units: readonly string[] | null = null,
    limit = 3,
  ): Promise<FoundDelivery[]> {
    const found: FoundDelivery[] = [];
    for (let after: string | undefined; ;) {
      const { rows, next } = await findDeliveries(portal.ctx, units, terms, { after, limit });
      found.push(...rows);
      if (!next) return found;
      assert.equal(rows.length, limit);
      after = next;
    }
  }

  test('finds every delivery once, page by page, newest message first, with the stamps of its events', async () => {
    const { rows } = await db.database.query<{ id: string }>(
      'select id from deliveries order by message_id desc, position desc',
    );
    assert.deepEqual(
      all.map(({ delivery }) => delivery),
      rows.map(({ id }) => id),
    );
    const { rows: events } = await db.database.query<{
      delivery: string | null;
      message: string;
      type: string;
      at: string;
    }>('select delivery, message, type, at from events');
    const stampOf = (type: string, of: (event: { delivery: string | null; message: string }) => boolean) =>
      events.find((event) => event.type === type && of(event))?.at ?? null;
    for (const row of all) {
      assert.equal(
        row.sentAt,
        stampOf('message.accepted', ({ message }) => message === row.message),
      );
      assert.equal(
        row.receivedAt,
        stampOf('delivery.notice_confirmed', ({ delivery }) => delivery === row.delivery),
      );
      assert.equal(
        row.openedAt,
        stampOf('delivery.opened', ({ delivery }) => delivery === row.delivery),
      );
    }
    assert.equal(all.filter(({ openedAt }) => openedAt !== null).length, 2);
  });

  test('is narrowed by each term, and by several, in all units and in some', async () => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(new Date());
    const { rows } = await db.database.query<{ unit: string; id: string }>(
      'select id, unit_id as unit from messages',
    );
    const unitOf = new Map(rows.map(({ id, unit }) => [id, unit]));
    const cases: [typed: Record<string, string>, fits: (row: FoundDelivery) => boolean][] = [
      [{ from: today, to: today }, () => true],
      [{ to: '2020-01-01' }, () => false],
      [{ from: '9999-12-31' }, () => false],
      [{ from: all[4]!.sentAt! }, ({ message }) => message >= all[4]!.message],
      [{ recipient: 'ANA_0.1@example.com' }, ({ recipient }) => recipient === 'Ana_0.1@example.com'],
      [{ recipient: 'ana_0*' }, ({ recipient }) => recipient.startsWith('Ana_0')],
      [{ recipient: 'ana%' }, () => false],
      [{ recipient: 'anaX0*' }, () => false],
      [{ sender: 'lea@fredericia.example' }, ({ sender }) => sender === 'Lea@fredericia.example'],
      [{ sender: 'case_1%@*' }, ({ sender }) => sender === 'case_1%@fredericia.example'],
      [{ status: 'recalled' }, ({ status }) => status === 'recalled'],
      [{ status: 'opened' }, ({ status }) => status === 'opened'],
      [{ status: 'erased' }, () => false],
      [{ type: 'delivery.recalled' }, ({ status }) => status === 'recalled'],
      [{ type: 'delivery.opened' }, ({ openedAt }) => openedAt !== null],
      [{ type: 'message.accepted' }, () => true],
      [{ type: 'policy.changed' }, () => false],
      [{ message: all[5]!.message.toUpperCase() }, ({ message }) => message === all[5]!.message],
      [
        { sender: 'lea*', recipient: 'ana_0*', from: today },
        ({ sender, recipient }) => sender.startsWith('Lea') && recipient.startsWith('Ana_0'),
      ],
    ];
    for (const [typed, fits] of cases) {
      const terms = readTerms(typed);
      const label = JSON.stringify(typed);
      assert.deepEqual(await pages(terms), all.filter(fits), label);
      for (const units of [[unit], [other], [unit, other], []]) {
        const mine = all.filter((row) => fits(row) && units.includes(unitOf.get(row.message)!));
        assert.deepEqual(await pages(terms, units), mine, `${label} in ${units}`);
      }
    }
  });

  test('is recorded once, read again under its event by whoever made it, and by nobody else or later', async () => {
    const had = (await db.database.query("select from events where type = 'evidence.searched'")).count;
    const id = await beginSearch(portal.ctx, searcher, readTerms({ recipient: 'Ana*', status: 'opened' }));
    for (let turn = 0; turn < 3; turn += 1) {
      assert.deepEqual(await termsOfSearch(portal.ctx, searcher, id), {
        recipient: 'ana*',
        status: 'opened',
      });
    }
    const { rows } = await db.database.query<{ details: unknown; fields: unknown }>(
      `select e.details, f.fields from events e join event_fields f on f.event = e.id where e.type = 'evidence.searched'`,
    );
    assert.equal(rows.length, had + 1);
    assert.deepEqual(rows.at(-1), {
      details: {},
      fields: { terms: { recipient: 'ana*', status: 'opened' }, units: [unit] },
    });
    const somebody: Searcher = { ...searcher, actor: { kind: 'staff', id: other } };
    const missing = (error: unknown) => error instanceof Refusal && error.code === 'not_found';
    await assert.rejects(termsOfSearch(portal.ctx, somebody, id), missing);
    await assert.rejects(termsOfSearch(portal.ctx, searcher, 'x'), missing);
    await db.owner.query('alter table events disable trigger no_change');
    await db.owner.query("update events set at = at - interval '61 minutes' where id = $1", [id]);
    await db.owner.query('alter table events enable always trigger no_change');
    await assert.rejects(termsOfSearch(portal.ctx, searcher, id), missing);
  });

  test('cannot be led astray by a cursor', async () => {
    for (const after of [
      '',
      'x',
      `${all[0]!.message}`,
      `${all[0]!.message}.x`,
      "'; drop table events; --",
      `${all[0]!.message}.99999999999`,
    ]) {
      const { rows } = await findDeliveries(portal.ctx, [other], {}, { after, limit: 50 });
      assert.ok(
        rows.every(({ unit }) => unit.startsWith('Unit ')),
        after,
      );
    }
  });

  test('has a chart that counts what there is, by the day on which it happened', async () => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(new Date());
    const chart = await readChart(portal.ctx, null, { from: today, to: today });
    assert.deepEqual(chart.buckets, [{ from: today, sent: all.length, received: 1, opened: 2 }]);
    assert.deepEqual([chart.spans.hour, chart.spans.not_yet], [2, all.length - 2]);
    const [ours, theirs] = [
      await readChart(portal.ctx, [unit], { from: today, to: today }),
      await readChart(portal.ctx, [other], { from: today, to: today }),
    ];
    assert.equal(ours.buckets[0]!.sent + theirs.buckets[0]!.sent, all.length);
    const steps = async (from: string, to: string) => {
      const { step, buckets } = await readChart(portal.ctx, null, { from, to });
      return [step, buckets.length, buckets[0]!.from];
    };
    assert.deepEqual(await steps('2026-01-01', '2026-01-31'), ['day', 31, '2026-01-01']);
    assert.deepEqual(await steps('2026-01-01', '2026-03-01'), ['week', 9, '2025-12-29']);
    assert.deepEqual(await steps('2024-02-29', '2026-01-01'), ['month', 24, '2024-02-01']);
    for (const [from, to] of [
      ['2026-02-30', '2026-03-01'],
      ['2026-03-02', '2026-03-01'],
      ['1900-01-01', '2026-01-01'],
      ['', ''],
    ] as const) {
      await assert.rejects(
        readChart(portal.ctx, null, { from, to }),
        (error) => error instanceof Refusal && error.code === 'invalid',
      );
    }
  });
});
