/**
 * The story of `@fred.dk`: a booking system mailed citizens' names to an abbreviated domain for two years, 14 mails among
 * 44,000, and nobody missed them. Here the two years pass day by day, each with the pass of its morning.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { watchSilence } from '../../../src/delivery/silence/watch-silence.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addOwnedSystem } from '../../support/staff.ts';
import { fredDays, type TrafficMail, trafficOf } from './traffic.ts';

const day = 24 * 60 * 60 * 1000;
const days = 730;
const begin = Date.parse('2024-01-01T06:00:00Z');
const at = (number: number): Date => new Date(begin + number * day);

describe('Two years of a system that writes to @fred.dk', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let portal: Portal;
  let system: string;
  let unit: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    portal = await openPortal(db);
    unit = portal.sender.unit;
    const owner = await addColleague(db, unit);
    ({ id: system } = await addOwnedSystem(db, unit, owner.id));
  });
  after(async () => {
    await portal.close();
    await drop();
  });

  async function sendAll(mails: readonly TrafficMail[], when: Date): Promise<void> {
    await db.owner.query(
      `with mail as (
          select * from unnest($1::uuid[], $2::uuid[], $3::text[]) as mail (message, delivery, email)
        ), message as (
          insert into messages (id, unit_id, system_id, sender_address, created_at)
            select message, $4, $5, 'booking@fredericia.example', $6::timestamptz from mail
        )
        insert into deliveries (id, message_id, position, email, language, reference, status, expires_at)
          select delivery, message, 1, email, 'da', delivery::text, 'notified', $6::timestamptz + interval '90 days' from mail`,
      [
        mails.map(() => randomUUID()),
        mails.map(({ id }) => id),
        mails.map(({ email }) => email),
        unit,
        system,
        when,
      ],
    );
  }

  const openAll = (ids: readonly string[]) =>
    db.owner.query(
      `update deliveries set status = 'opened', opened_seq = 3 where id = any ($1::uuid[]) and status = 'notified'`,
      [ids],
    );

  it('finds it at its first or second mail, with at most one false alarm a week', async () => {
    const mails = trafficOf(days);
    const sent = Map.groupBy(mails, (mail) => mail.day);
    const opened = Map.groupBy(
      mails.filter((mail) => mail.openedOn !== null),
      (mail) => mail.openedOn!,
    );
    const fred = new Set(mails.filter(({ email }) => email.endsWith('@fred.dk')).map(({ id }) => id));
    assert.equal(fred.size, 14);
    assert.ok(Math.abs(mails.length - 44_000) < 1_000, String(mails.length));

    let foundAfter: number | undefined;
    let toldAfter: number | undefined;
    let listings = 0;
    let falseAlarms = 0;
    const perWeek = new Map<number, number>();
    for (let number = 0; number < days; number += 1) {
      const today = sent.get(number) ?? [];
      if (today.length > 0) await sendAll(today, at(number));
      const reads = opened.get(number) ?? [];
      if (reads.length > 0) await openAll(reads.map(({ id }) => id));
      const { listed, told } = await watchSilence(portal.ctx, new Date(at(number).getTime() + day / 2));
      listings += listed;
      const isFred = async (what: string) => {
        const { rows } = await db.database.query(
          `select from silences s join deliveries d on d.id = s.deliveries[1]
            where d.email like '%@fred.dk' and s.resembles = 'fredericia.dk' and ${what} limit 1`,
        );
        return rows.length > 0;
      };
      const soFar = fredDays.filter((each) => each <= number).length;
      if (foundAfter === undefined && soFar > 0 && (await isFred('true'))) foundAfter = soFar;
      const rang = told.owners > 0;
      const rightly = rang && toldAfter === undefined && (await isFred('s.told_at is not null'));
      if (rightly) toldAfter = soFar;
      else if (rang) {
        falseAlarms += told.owners;
        const week = Math.floor(number / 7);
        perWeek.set(week, (perWeek.get(week) ?? 0) + told.owners);
      }
    }
    console.log(
      `# @fred.dk listed after mail ${foundAfter}, its owner told after mail ${toldAfter}; ` +
        `${falseAlarms} other alarms and ${listings - 1} other listings in ${Math.floor(days / 7)} weeks`,
    );
    assert.ok(foundAfter !== undefined && foundAfter <= 2, `found after ${foundAfter} mails`);
    assert.ok(toldAfter !== undefined && toldAfter <= 4, `told after ${toldAfter} mails`);
    const most = Math.max(0, ...perWeek.values());
    assert.ok(most <= 1, `${most} false alarms in one week`);
    assert.ok(falseAlarms <= days / 7, `${falseAlarms} false alarms in ${days} days`);
    // Whoever reads the digest gets a line or two a day, not a page.
    assert.ok(listings <= days * 2, `${listings} listings`);
  });
});
