import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { localInstant, localTime } from '../../../src/desk/incidents/local-instant.ts';
import { refused } from './support.ts';

const zone = 'Europe/Copenhagen';
const hours72 = 72 * 3_600_000;

describe('A time as the clock on the wall shows it', () => {
  it('is an instant, in summer and in winter, and reads back', () => {
    for (const [text, instant] of [
      ['2026-01-15T09:30', '2026-01-15T08:30:00.000Z'],
      ['2026-07-15T09:30', '2026-07-15T07:30:00.000Z'],
      ['2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
      ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
      ['2026-10-25T01:59', '2026-10-24T23:59:00.000Z'],
      ['2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
    ] as const) {
      assert.equal(localInstant(text, zone), instant, text);
      assert.equal(localTime(instant, zone), text);
    }
    for (const [timeZone, instant] of [
      ['Pacific/Kiritimati', '2026-06-30T18:00:00.000Z'],
      ['Etc/GMT+12', '2026-07-01T20:00:00.000Z'],
      ['Asia/Kathmandu', '2026-07-01T02:15:00.000Z'],
      ['UTC', '2026-07-01T08:00:00.000Z'],
    ] as const) {
      assert.equal(localInstant('2026-07-01T08:00', timeZone), instant, timeZone);
    }
  });

  it('of the hour that comes twice is the first, so that no deadline lies too late', () => {
    for (const minute of ['00', '30', '59']) {
      assert.equal(localInstant(`2026-10-25T02:${minute}`, zone), `2026-10-25T00:${minute}:00.000Z`);
    }
  });

  it('stays the instant that it was where nobody changed it, also in the second of those hours', () => {
    const stands = '2026-10-25T01:30:12.345678Z';
    assert.equal(localTime(stands, zone), '2026-10-25T02:30');
    assert.equal(localInstant('2026-10-25T02:30', zone, { stands }), stands);
    assert.equal(localInstant('2026-10-25T02:31', zone, { stands }), '2026-10-25T00:31:00.000Z');
  });

  it('of an hour that the clocks skip is refused', () => {
    for (const minute of ['00', '30', '59']) {
      assert.throws(
        () => localInstant(`2026-03-29T02:${minute}`, zone, { field: 'reportedAt' }),
        refused('invalid', 'reportedAt/skipped_hour'),
      );
    }
  });

  it('is none where it is none', () => {
    const none = ['', 'now', '2026-02-30T10:00', '2026-01-15', '2026-01-15T24:00', '2026-01-15T09:30Z'];
    for (const text of [...none, '2026-01-15T09:30:00', '0000-01-01T00:00', '2026-01-15T09:30\n']) {
      assert.throws(() => localInstant(text, zone), refused('invalid', 'awareAt/no_time'), text);
    }
  });

  it('is 72 hours before the deadline, on whichever side of a change of the clocks', () => {
    for (const [aware, due] of [
      ['2026-03-27T12:00', '2026-03-30T13:00'],
      ['2026-10-23T12:00', '2026-10-26T11:00'],
    ] as const) {
      const dueAt = new Date(Date.parse(localInstant(aware, zone)) + hours72).toISOString();
      assert.equal(localTime(dueAt, zone), due);
    }
  });
});
