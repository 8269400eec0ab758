import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { mailAndPhoneTexts } from '../../src/composition/texts.ts';
import { makeAccessCode } from '../../src/delivery/access-codes/make-access-code.ts';
import { correctPhone, type Verification } from '../../src/delivery/correct-phone.ts';
import { findDelivery } from '../../src/delivery/find-delivery.ts';
import type { Job } from '../../src/delivery/job-types.ts';
import { isPhoneTime, nextPhoneTime } from '../../src/delivery/ladder/phone-hours.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { tellOldPhone } from '../../src/delivery/phones/tell-old-phone.ts';
import type { PhoneOutcome } from '../../src/delivery/ports.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { languages } from '../../src/message/languages.ts';
import { Refusal, Unavailable } from '../../src/message/refusals.ts';
import { workCalendar } from '../../src/message/working-time.ts';
import { isGsmText } from '../../views/sms/gsm-text.ts';
import { phoneChangedSms } from '../../views/sms/phone-changed.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };
const noon = () => new Date('2026-11-23T11:00:00Z');
const night = () => new Date('2026-11-23T20:30:00Z');

it('The SMS to an old number is one SMS, without a code, a link or a number, whatever the name', () => {
  for (const language of languages) {
    for (const organisation of ['Fredericia Kommune', 'Ærø '.repeat(60), '’“”', '語']) {
      const text = phoneChangedSms(language, { organisation, reference: 'KTRWH-MXCPB' });
      assert.ok(text.length <= 160, text);
      assert.ok(isGsmText(text), text);
      assert.match(text, /KTRWH-MXCPB/);
      assert.doesNotMatch(text, /https?:|\d{4,}/);
    }
  }
});

it('A phone that may not ring now may ring at eight', () => {
  const calendar = workCalendar('DK', 'Europe/Copenhagen');
  assert.equal(nextPhoneTime(night(), calendar).toISOString(), '2026-11-24T07:00:00.000Z');
  assert.equal(nextPhoneTime(noon(), calendar).toISOString(), noon().toISOString());
  assert.equal(isPhoneTime(nextPhoneTime(new Date('2026-03-28T23:59:00Z'), calendar), calendar), true);
});

withDatabases('A new phone number', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  after(() => portal.close());

  const phoneOf = (index: number): string => `+45207${String(10_000 + index)}`;

  async function opened(phone = phoneOf((count += 1))) {
    const email = `p${(count += 1)}@example.com`;
    const { id: message, deliveries } = await portal.send({ to: [{ email, phone, language: 'en' }] });
    await portal.work();
    const token = await portal.tokenFor(email);
    const found = async () => (await findDelivery(db.database, token))!;
    return { message, id: deliveries[0]!.id, phone, token, found };
  }

  async function sessionOf({ phone, found }: Awaited<ReturnType<typeof opened>>): Promise<string> {
    await requestCode(portal.ctx, await found(), 'sms', 'opening', client);
    await portal.work();
    return openDelivery(portal.ctx, await found(), await portal.codeFor(phone), undefined, client);
  }

  const correct = (id: string, phone: string, verification?: Verification) =>
    correctPhone(portal.ctx, viewer, id, phone, verification);

  /** What waits to be told, taken from the worker. */
  const planned = async (delivery: string): Promise<Job[]> =>
    (
      await db.database.query<Job>(
        `delete from jobs where kind = 'phone_changed' and payload ->> 'delivery' = $1
          returning id, kind, payload, sealed, attempts`,
        [delivery],
      )
    ).rows;

  const told: { phone: string; text: string }[] = [];
  const handler = (answer: () => Promise<PhoneOutcome>, now = noon) =>
    tellOldPhone(
      portal.ctx,
      {
        sms: ({ phone, text }) => (told.push({ phone, text }), answer()),
        call: () => Promise.reject(new Error('nobody is called')),
        check: async () => undefined,
      },
      mailAndPhoneTexts(portal.ctx.settings),
      now,
    );
  const handedOver = async (): Promise<PhoneOutcome> => ({ outcome: 'handed_over', providerId: 'SM1' });
  const ended = async () => undefined;

  const corrected = async (id: string) => {
    const { rows } = await db.database.query<{ details: object; fields: Record<string, string> }>(
      `select e.details, f.fields from events e left join event_fields f on f.event = e.id
        where e.delivery = $1 and e.type = 'delivery.corrected' order by e.seq desc limit 1`,
      [id],
    );
    return rows[0]!;
  };

  it('is told to the old one, once, at the hours of phones, and neither stands in clear anywhere', async () => {
    const delivery = await opened();
    await correct(delivery.id, phoneOf(80_001), { how: 'called' });
    const [job, ...others] = await planned(delivery.id);
    assert.equal(others.length, 0);
    assert.equal(JSON.stringify(job).includes(delivery.phone), false);
    const later = await handler(handedOver, night)(job!, ended);
    assert.equal(later?.retryInSeconds, 10.5 * 60 * 60);
    assert.equal(told.length, 0);
    await handler(handedOver)(job!, ended);
    assert.deepEqual(
      told.map(({ phone }) => phone),
      [delivery.phone],
    );
    assert.match(told[0]!.text, /^Fredericia Kommune has changed the phone number/);
    assert.deepEqual((await planned(delivery.id)).length, 0);
    assert.deepEqual((await corrected(delivery.id)).details, { verified: 'called', told: true });
  });

  it('goes on its way by the worker, into the outbox', async () => {
    if (!isPhoneTime(new Date(), workCalendar('DK', portal.ctx.settings.timeZone))) return;
    const delivery = await opened();
    await correct(delivery.id, phoneOf(80_002));
    await portal.work();
    const sent = (await portal.outbox()).filter(({ to }) => to === delivery.phone);
    assert.equal(sent.length, 1);
  });

  it('ends what was opened with the old one, and not what was opened with an access code', async () => {
    const delivery = await opened();
    const byPhone = await sessionOf(delivery);
    const code = await makeAccessCode(portal.ctx, viewer, delivery.id);
    const byCode = await openDelivery(portal.ctx, await delivery.found(), code, undefined, client);
    await correct(delivery.id, phoneOf(80_003));
    assert.equal(await readMessage(portal.ctx, delivery.token, byPhone, client), undefined);
    assert.notEqual(await readMessage(portal.ctx, delivery.token, byCode, client), undefined);
  });

  it('tells nobody and ends nothing where it is the number that was there', async () => {
    const delivery = await opened();
    const session = await sessionOf(delivery);
    await correct(delivery.id, delivery.phone, { how: 'directory' });
    assert.notEqual(await readMessage(portal.ctx, delivery.token, session, client), undefined);
    assert.deepEqual(await planned(delivery.id), []);
    assert.deepEqual((await corrected(delivery.id)).details, { verified: 'directory', told: false });
  });

  it('is not told to a landline, which takes no SMS', async () => {
    const { deliveries } = await portal.send({ to: [{ email: 'land@example.com', phone: '+4686931000' }] });
    await correct(deliveries[0]!.id, phoneOf(80_004));
    assert.deepEqual(await planned(deliveries[0]!.id), []);
  });

  it('says how it was made sure, in words where it was another way', async () => {
    const delivery = await opened();
    const invalid = (error: unknown) => error instanceof Refusal && error.code === 'invalid';
    await assert.rejects(correct(delivery.id, phoneOf(80_005), { how: 'other', words: '  ' }), invalid);
    await assert.rejects(
      correct(delivery.id, phoneOf(80_005), { how: 'called', words: 'x'.repeat(501) }),
      invalid,
    );
    await correct(delivery.id, phoneOf(80_005), { how: 'other', words: ' Her daughter called ' });
    const { details, fields } = await corrected(delivery.id);
    assert.deepEqual(details, { verified: 'other', told: true });
    assert.equal(fields.words, 'Her daughter called');
    await correct(delivery.id, phoneOf(80_006));
    assert.deepEqual((await corrected(delivery.id)).details, { verified: 'unknown', told: true });
  });

  it('is told again where the SMS certainly did not leave, and not where it may have', async () => {
    const delivery = await opened();
    await correct(delivery.id, phoneOf(80_007));
    const [job] = await planned(delivery.id);
    await handler(() => Promise.reject(new Unavailable('sms')))(job!, ended);
    const [again] = await planned(delivery.id);
    assert.equal(again!.payload.tries, 2);
    await handler(async () => ({ outcome: 'unknown', error: 'ECONNRESET' }))(again!, ended);
    assert.deepEqual(await planned(delivery.id), []);
  });

  it('is told no more than five times a day to one number, and not of a message that was recalled meanwhile', async () => {
    const shared = phoneOf(50_000);
    const plans: number[] = [];
    for (let index = 0; index < 6; index += 1) {
      const delivery = await opened(shared);
      await correct(delivery.id, phoneOf(50_001));
      plans.push((await planned(delivery.id)).length);
    }
    assert.deepEqual(plans, [1, 1, 1, 1, 1, 0]);
    const delivery = await opened();
    await correct(delivery.id, phoneOf(80_008));
    const [job] = await planned(delivery.id);
    await recallMessage(portal.ctx, viewer, { message: delivery.message, reason: 'too_early' });
    const before = told.length;
    await handler(handedOver)(job!, ended);
    assert.equal(told.length, before);
  });
});
