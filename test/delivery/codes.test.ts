import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { codeState } from '../../src/delivery/code-state.ts';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { findDelivery, type LinkedDelivery } from '../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recordCodeOutcome } from '../../src/delivery/record-code-outcome.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { unlockDelivery } from '../../src/delivery/unlock-delivery.ts';
import { Refusal, Unavailable } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

withDatabases('Codes', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  after(() => portal.close());

  /** A delivery of its own, with its link and number, notified. */
  async function arrived(): Promise<{ token: string; phone: string; found: () => Promise<LinkedDelivery> }> {
    count += 1;
    const email = `r${count}@example.com`;
    const phone = `+4520${String(100_000 + count)}`;
    await portal.send({ to: [{ email, phone, language: 'en' }] });
    await portal.work();
    const token = await portal.tokenFor(email);
    return { token, phone, found: async () => (await findDelivery(portal.ctx.db, token))! };
  }

  async function code(delivery: LinkedDelivery, phone: string, via: 'sms' | 'call' = 'sms'): Promise<string> {
    await requestCode(portal.ctx, delivery, via, 'opening', client);
    await portal.work();
    return portal.codeFor(phone);
  }

  const wrongTries = async ({ id }: LinkedDelivery): Promise<number> =>
    (
      await portal.ctx.db.query<{ tries: number }>(
        'select wrong_tries as tries from deliveries where id = $1',
        [id],
      )
    ).rows[0]!.tries;

  const guess = async (delivery: LinkedDelivery, given: string) =>
    openDelivery(portal.ctx, delivery, given, undefined, client);

  it('count a wrong try and say how many are left', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    const right = await code(delivery, phone);
    await assert.rejects(guess(delivery, other(right)), (error: Refusal) => {
      assert.equal(error.code, 'wrong_code');
      assert.equal(error.facts.triesLeft, 14);
      return true;
    });
    await guess(delivery, right);
    assert.equal(await wrongTries(delivery), 1, 'a right code takes its try back, the wrong one stays');
  });

  it('take blanks in a typed code, and count nothing for what is no code', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    await assert.rejects(guess(delivery, '123456'), refused('no_live_code'));
    const right = await code(delivery, phone);
    for (const nonsense of ['', '12345', '1234567', 'abcdef', '１２３４５６']) {
      await assert.rejects(guess(delivery, nonsense), refused('invalid'));
    }
    assert.equal(await wrongTries(delivery), 0);
    await guess(delivery, ` ${right.slice(0, 3)} ${right.slice(3)} `);
  });

  it('serve once', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    const right = await code(delivery, phone);
    const sessions = await Promise.allSettled(Array.from({ length: 5 }, () => guess(delivery, right)));
    assert.equal(sessions.filter((each) => each.status === 'fulfilled').length, 1);
    await assert.rejects(guess(delivery, right), refused('no_live_code'));
  });

  it('are valid two at a time: the newest two, and not the one before', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    const first = await code(delivery, phone);
    const second = await code(delivery, phone);
    await code(delivery, phone, 'call');
    await assert.rejects(guess(delivery, first), refused('wrong_code'));
    await guess(delivery, second);
  });

  it('die after ten minutes', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    const right = await code(delivery, phone);
    await portal.ctx.db.query(
      "update codes set expires_at = now() - interval '1 second' where delivery_id = $1",
      [delivery.id],
    );
    await assert.rejects(guess(delivery, right), refused('no_live_code'));
  });

  it('lock the delivery after 15 of forty guesses at once, and count no more', async () => {
    const { token, phone, found } = await arrived();
    const delivery = await found();
    const right = await code(delivery, phone);
    const guesses = Array.from({ length: 40 }, () => guess(delivery, other(right)));
    const outcomes = (await Promise.allSettled(guesses)).map((each) =>
      each.status === 'rejected' ? (each.reason as Refusal).code : 'opened',
    );
    assert.equal(outcomes.filter((each) => each === 'opened').length, 0);
    assert.equal(outcomes.filter((each) => each === 'wrong_code').length, 14);
    assert.equal(outcomes.filter((each) => each === 'gone').length, 26);
    const locked = await found();
    assert.equal(locked.status, 'locked');
    assert.equal(await wrongTries(locked), 15);
    await assert.rejects(guess(locked, right), refused('gone'));
    await assert.rejects(requestCode(portal.ctx, locked, 'sms', 'opening', client), refused('gone'));
    await portal.work();
    const mails = (await portal.outbox()).filter(
      (each) => each.kind === 'mail' && each.to === 'dpo@fredericia.example',
    );
    assert.equal(mails.filter((each) => each.text.includes(`r${count}@example.com`)).length, 1);
    assert.equal(mails[0]!.text.includes('Afgørelse'), false);
    assert.equal(
      (await portal.events(delivery.id)).filter((each) => each.type === 'delivery.locked').length,
      1,
    );
    assert.equal(await readMessage(portal.ctx, token, 'no session', client), undefined);
  });

  it('allow two unlocks, 45 tries in all, and then no more', async () => {
    const { phone, found } = await arrived();
    for (let round = 0; round < 3; round += 1) {
      const delivery = await found();
      const right = await code(delivery, phone);
      await Promise.allSettled(Array.from({ length: 15 }, () => guess(delivery, other(right))));
      assert.equal((await found()).status, 'locked');
      if (round < 2) await unlockDelivery(portal.ctx, viewer, delivery.id);
    }
    const { id } = await found();
    await assert.rejects(unlockDelivery(portal.ctx, viewer, id), refused('unlocks_exhausted'));
    await assert.rejects(correctPhone(portal.ctx, viewer, id, '+4520999999'), refused('unlocks_exhausted'));
  });

  it('are sent at most five times an hour for a delivery, and never to the number of before a correction', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    const old = await code(delivery, phone);
    await correctPhone(portal.ctx, viewer, delivery.id, '20 99 88 77');
    const corrected = await found();
    assert.equal(corrected.phone, '+4520998877');
    await assert.rejects(guess(corrected, old), refused('no_live_code'));
    for (let sent = 1; sent < 5; sent += 1) await code(corrected, '+4520998877');
    await assert.rejects(requestCode(portal.ctx, corrected, 'sms', 'opening', client), (error: Refusal) => {
      assert.equal(error.code, 'budget_spent');
      assert.ok(Number(error.facts.minutes) >= 1);
      return true;
    });
  });

  it('are never sent twice when the outcome of the first attempt is unknown', async () => {
    const { found } = await arrived();
    const delivery = await found();
    const { phones } = portal.carriers;
    let calls = 0;
    portal.carriers.phones = {
      ...phones,
      sms: async () => {
        calls += 1;
        return { outcome: 'unknown', error: 'ECONNRESET' };
      },
    };
    await requestCode(portal.ctx, delivery, 'sms', 'opening', client);
    await portal.work();
    portal.carriers.phones = phones;
    assert.equal(calls, 1);
    assert.equal((await codeState(portal.ctx.db, delivery.id, 'opening'))?.state, 'failed');
    const failed = (await portal.events(delivery.id)).at(-1)!;
    assert.equal(failed.type, 'delivery.code_failed');
    assert.equal(failed.details.outcome, 'unknown');
  });

  it('are tried again where the provider could not be reached at all', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    const { phones } = portal.carriers;
    let calls = 0;
    portal.carriers.phones = {
      ...phones,
      sms: async (message) => {
        calls += 1;
        if (calls === 1) throw new Unavailable('sms');
        return phones.sms(message);
      },
    };
    await requestCode(portal.ctx, delivery, 'sms', 'opening', client);
    await portal.work();
    await db.database.query('update jobs set run_at = now()');
    await portal.work();
    const right = await portal.codeFor(phone);
    portal.carriers.phones = phones;
    assert.equal(calls, 2);
    await guess(delivery, right);
  });

  it('show what the provider reports, whatever the order', async () => {
    const { phone, found } = await arrived();
    const delivery = await found();
    await code(delivery, phone);
    const { rows } = await portal.ctx.db.query<{ id: string }>(
      'select id from codes where delivery_id = $1',
      [delivery.id],
    );
    const attempt = rows[0]!.id;
    await recordCodeOutcome(portal.ctx, attempt, 'delivered', undefined);
    await recordCodeOutcome(portal.ctx, attempt, 'failed', '30003');
    await recordCodeOutcome(portal.ctx, attempt, 'delivered', undefined);
    assert.equal((await codeState(portal.ctx.db, delivery.id, 'opening'))?.state, 'delivered');
    const reports = (await portal.events(delivery.id)).filter((each) =>
      /code_(delivered|failed)/.test(each.type),
    );
    assert.deepEqual(
      reports.map((each) => each.type),
      ['delivery.code_delivered'],
    );
  });
});
