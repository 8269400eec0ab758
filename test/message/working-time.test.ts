import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import Holidays from 'date-holidays';
import { addWorkingHours, workCalendar, workingDaysBefore } from '../../src/message/working-time.ts';

const danish = workCalendar('DK', 'Europe/Copenhagen');
const swedish = workCalendar('SE', 'Europe/Stockholm');
const after = (from: string, hours: number, calendar = danish) =>
  addWorkingHours(new Date(from), hours, calendar).toISOString();
const before = (now: string, days: number, calendar = danish) =>
  workingDaysBefore(new Date(now), days, calendar).toISOString();

suite('working time', () => {
  for (const [country, calendar, offices] of [
    ['DK', danish, ['06-05', '12-24', '12-31']],
    ['SE', swedish, ['12-24', '12-31']],
  ] as const) {
    test(`in ${country} is free on every public holiday that another library knows, and on no other weekday`, () => {
      const other = new Holidays(country);
      for (let year = 2020; year <= 2060; year += 1) {
        const free = new Set(
          other
            .getHolidays(year)
            .filter(({ type, name }) => type === 'public' || /midsommarafton/i.test(name))
            .map(({ date }) => date.slice(0, 10)),
        );
        for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
          const day = new Date(at);
          const text = day.toISOString().slice(0, 10);
          const isFree =
            [0, 6].includes(day.getUTCDay()) ||
            free.has(text) ||
            (offices as readonly string[]).includes(text.slice(5));
          const [, month, date] = text.split('-').map(Number);
          assert.equal(
            calendar.isWorkday({ year, month: month!, day: date! }),
            !isFree,
            `${country} ${text}`,
          );
        }
      }
    });
  }

  test('passes in office hours alone', () => {
    assert.equal(after('2026-11-23T09:00:00Z', 2), '2026-11-23T11:00:00.000Z');
    assert.equal(after('2026-11-23T14:30:00Z', 1), '2026-11-24T07:30:00.000Z');
    assert.equal(after('2026-11-23T04:00:00Z', 1), '2026-11-23T08:00:00.000Z');
    assert.equal(after('2026-11-20T15:00:00Z', 1), '2026-11-23T08:00:00.000Z');
    assert.equal(after('2026-11-21T12:00:00Z', 8), '2026-11-23T15:00:00.000Z');
    assert.equal(after('2026-11-23T09:00:00Z', 40), '2026-11-30T09:00:00.000Z');
  });

  test('jumps over Christmas and Easter', () => {
    assert.equal(after('2026-12-23T14:00:00Z', 2), '2026-12-28T08:00:00.000Z');
    assert.equal(after('2026-04-01T13:00:00Z', 2), '2026-04-07T07:00:00.000Z');
  });

  test('keeps to the clock on the wall when clocks are changed', () => {
    // 25 October 2026 and 29 March 2026.
    assert.equal(after('2026-10-23T13:30:00Z', 1), '2026-10-26T07:30:00.000Z');
    assert.equal(after('2026-03-27T14:30:00Z', 1), '2026-03-30T06:30:00.000Z');
    assert.equal(before('2026-10-26T09:00:00Z', 1), '2026-10-23T08:00:00.000Z');
  });

  test('counts days back to the same time of day', () => {
    assert.equal(before('2026-11-25T09:00:00Z', 10), '2026-11-11T09:00:00.000Z');
    assert.equal(before('2026-11-22T09:00:00Z', 1), '2026-11-19T15:00:00.000Z');
    assert.equal(before('2026-01-07T09:00:00Z', 3, swedish), '2025-12-30T09:00:00.000Z');
  });

  test('knows only weekends elsewhere, in that zone’s hours', () => {
    const tokyo = workCalendar('JP', 'Asia/Tokyo');
    assert.equal(after('2026-11-22T22:00:00Z', 2, tokyo), '2026-11-23T01:00:00.000Z');
  });
});
