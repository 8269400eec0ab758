import assert from 'node:assert/strict';
import { after as afterAll, before, beforeEach, it } from 'node:test';
import { climb } from '../../src/delivery/ladder/climb-ladder.ts';
import { isPhoneTime, nextOfficeTime } from '../../src/delivery/ladder/phone-hours.ts';
import { findRing, recordRingOutcome } from '../../src/delivery/ladder/record-ring.ts';
import { ringDied, ringRecipient } from '../../src/delivery/ladder/ring-recipient.ts';
import type { Job } from '../../src/delivery/job-types.ts';
import type { CodeMessage, PhoneOutcome } from '../../src/delivery/ports.ts';
import { mailAndPhoneTexts } from '../../src/composition/texts.ts';
import { Unavailable } from '../../src/message/refusals.ts';
import { languages } from '../../src/message/languages.ts';
import { isGsmText } from '../../views/sms/gsm-text.ts';
import { waitingSms } from '../../views/sms/waiting.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { after, calendar, decide, escalations, unread } from './ladder-support.ts';

it('An SMS that says that a message waits is one SMS, without a code or a link, whatever the name', () => {
  for (const language of languages) {
    for (const organisation of ['Fredericia Kommune', 'Ærø '.repeat(60), '’“”', '語']) {
      const text = waitingSms(language, { organisation, reference: 'KTRWH-MXCPB' });
      assert.ok(text.length <= 160, text);
      assert.ok(isGsmText(text), text);
      assert.match(text, /KTRWH-MXCPB/);
      assert.doesNotMatch(text, /https?:|\d{4,}/);
    }
  }
});

it('Phones ring from 8 to 20, on both sides of the changes of the clocks', () => {
  for (const [instant, rings] of [
    ['2026-03-28T06:59:59Z', false],
    ['2026-03-28T07:00:00Z', true],
    ['2026-03-29T05:59:59Z', false],
    ['2026-03-29T06:00:00Z', true],
    ['2026-03-29T17:59:59Z', true],
    ['2026-03-29T18:00:00Z', false],
    ['2026-10-25T06:59:59Z', false],
    ['2026-10-25T07:00:00Z', true],
    ['2026-10-25T18:59:59Z', true],
    ['2026-10-25T19:00:00Z', false],
    ['2026-12-31T23:30:00Z', false],
  ] as const) {
    assert.equal(isPhoneTime(new Date(instant), calendar), rings, instant);
  }
  // A Friday's night, then Easter.
  assert.equal(
    nextOfficeTime(new Date('2026-04-01T20:00:00Z'), calendar).toISOString(),
    '2026-04-07T06:00:00.000Z',
  );
});

withDatabases('Word by phone', (db) => {
  let portal: Portal;
  let asked: (CodeMessage & { kind: 'sms' | 'call' })[];
  let answer: (message: CodeMessage) => Promise<PhoneOutcome>;
  before(async () => {
    portal = await openPortal(db);
    await decide(portal, [{ afterHours: 1, do: 'sms' }]);
  });
  beforeEach(() => {
    asked = [];
    answer = async () => ({ outcome: 'handed_over', providerId: 'SM1' });
  });
  afterAll(() => portal.close());

  const noon = () => new Date('2026-11-23T11:00:00Z');
  const handler = (now = noon) =>
    ringRecipient(
      portal.ctx,
      {
        sms: (message) => (asked.push({ ...message, kind: 'sms' }), answer(message)),
        call: (message) => (asked.push({ ...message, kind: 'call' }), answer(message)),
        check: async () => undefined,
      },
      mailAndPhoneTexts(portal.ctx.settings),
      now,
    );

  /** An attempt that waits for its provider, taken from the worker. */
  async function waiting(phone?: string) {
    const found = await unread(portal, phone);
    await climb(portal.ctx, after(found.startedAt, 1, 1000));
    const { rows } = await db.database.query<Job>(
      `delete from jobs where kind = 'ladder_phone' and payload ->> 'delivery' = $1
        returning id, kind, payload, sealed, attempts`,
      [found.id],
    );
    const job = rows[0]!;
    return { ...found, job, attempt: job.payload.attempt as string };
  }
  const ended = async () => undefined;
  const failures = async (delivery: string) =>
    (
      await db.database.query<{ about: string }>('select about from failures where delivery_id = $1', [
        delivery,
      ])
    ).rows.length;

  it('names sender and reference, and leaves what became of it as evidence', async () => {
    const { job, id, phone, attempt } = await waiting();
    await handler()(job, ended);
    assert.deepEqual(
      asked.map(({ kind, phone: to, attempt: of }) => [kind, to, of]),
      [['sms', phone, attempt]],
    );
    assert.match(asked[0]!.text, /^You have a secure message from Fredericia Kommune, reference [A-Z]{5}-/);
    assert.ok(asked[0]!.validSeconds! > 600);
    assert.deepEqual((await escalations(portal, id)).at(-1), {
      step: 'sms',
      via: 'sms',
      outcome: 'handed_over',
    });
    await recordRingOutcome(portal.ctx, attempt, 'handed_over', undefined);
    await recordRingOutcome(portal.ctx, attempt, 'delivered', undefined);
    await recordRingOutcome(portal.ctx, attempt, 'failed', '30003');
    assert.equal(
      (await escalations(portal, id)).at(-1)!.outcome,
      'delivered',
      'the first final report counts',
    );
    assert.equal((await escalations(portal, id)).length, 3);
    assert.equal(await failures(id), 0);
  });

  it('tells the sender where the number is to blame', async () => {
    const { job, id, attempt } = await waiting();
    answer = async () => ({ outcome: 'failed', providerCode: '21211' });
    await handler()(job, ended);
    assert.equal((await escalations(portal, id)).at(-1)!.outcome, 'failed');
    assert.equal(await failures(id), 1);
    await recordRingOutcome(portal.ctx, attempt, 'failed', '21211');
    assert.equal(await failures(id), 1, 'a report of the same is no second one');
  });

  it('is never said again where nobody knows whether it arrived', async () => {
    const { job, id } = await waiting();
    answer = async () => ({ outcome: 'unknown', error: 'ECONNRESET' });
    await handler()(job, ended);
    await handler()(job, ended);
    assert.equal(asked.length, 1);
    assert.equal((await escalations(portal, id)).at(-1)!.outcome, 'unknown');
  });

  it('is not said again after a worker that died in the middle', async () => {
    const { job, id } = await waiting();
    const lost = () => Promise.reject(new Error('the process ended here'));
    await assert.rejects(handler()(job, lost));
    await handler()(job, ended);
    assert.equal(asked.length, 1);
    assert.equal((await escalations(portal, id)).at(-1)!.outcome, 'unknown');
  });

  it('is tried again where the provider could not be reached, and given up at last', async () => {
    const { job, id } = await waiting();
    answer = () => Promise.reject(new Unavailable('sms'));
    await assert.rejects(handler()(job, ended), Unavailable);
    answer = async () => ({ outcome: 'handed_over', providerId: 'SM1' });
    await handler()(job, ended);
    assert.equal(asked.length, 2);
    const other = await waiting();
    await portal.ctx.db.transaction((tx) => ringDied(portal.ctx)(other.job, tx));
    assert.equal((await escalations(portal, other.id)).at(-1)!.outcome, 'failed');
    assert.equal((await escalations(portal, id)).at(-1)!.outcome, 'handed_over');
  });

  it('leaves in peace whoever is not to read it any more', async () => {
    const { job, id } = await waiting();
    await db.database.query("update deliveries set status = 'recalled' where id = $1", [id]);
    const before = (await escalations(portal, id)).length;
    await handler()(job, ended);
    assert.equal(asked.length, 0);
    assert.equal((await escalations(portal, id)).length, before);
  });

  it('waits for the morning', async () => {
    const { job } = await waiting();
    const later = await handler(() => new Date('2026-11-23T20:00:00Z'))(job, ended);
    assert.equal(asked.length, 0);
    assert.equal(later && later.retryInSeconds, 11 * 3600);
  });

  it('is a call to a landline, whose reference is read out while the message waits', async () => {
    const { job, id, attempt } = await waiting('+46812345678');
    await handler()(job, ended);
    assert.equal(asked[0]!.kind, 'call');
    const { reference } = (await findRing(portal.ctx, attempt))!;
    assert.match(reference!, /^[A-Z]{5}-[A-Z]{5}$/);
    assert.ok(asked[0]!.text.includes([...reference!.replace('-', '')].join(', ')));
    await db.database.query("update deliveries set status = 'opened' where id = $1", [id]);
    assert.equal((await findRing(portal.ctx, attempt))!.reference, undefined);
  });
});
