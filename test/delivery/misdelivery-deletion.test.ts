/** Whoever opened a message that was then recalled is asked to delete it, and their word is evidence. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { codeState } from '../../src/delivery/code-state.ts';
import { confirmDeletion } from '../../src/delivery/confirm-deletion.ts';
import { deletionState } from '../../src/delivery/deletion-state.ts';
import { eraseMessage } from '../../src/delivery/erase-message.ts';
import { findDelivery, type LinkedDelivery } from '../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recordNoticeReport } from '../../src/delivery/record-notice-report.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { makeProof } from '../../src/desk/proofs/make-proof.ts';
import { verifyBundle } from '../../src/evidence/verification/verify-bundle.ts';
import { type PassedOn, passedOnAnswers } from '../../src/message/misdeliveries.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { noTrust } from '../../src/message/verification.ts';
import { type Bench, drain, makeBench } from '../evidence/sequencer/support.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../support/staff.ts';

const client = { ip: '203.0.113.7', userAgent: 'A stranger’s browser' };
const dpo = 'dpo@fredericia.example';
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

withDatabases('A recalled message that was opened', (db) => {
  let portal: Portal;
  let bench: Bench;
  let author: Colleague;
  let viewer: Viewer;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    bench = await makeBench(db);
    author = await addColleague(db, await addUnit(db));
    viewer = author.viewer;
    Object.assign(portal.sender, author.sender);
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'failures', 'budgets'])
      await db.owner.query(`delete from ${table}`);
  });
  after(async () => {
    await bench.remove();
    await portal.close();
  });

  interface Sent {
    readonly message: string;
    readonly id: string;
    readonly email: string;
    readonly phone: string;
    readonly token: string;
    found(): Promise<LinkedDelivery>;
    code(purpose?: 'opening' | 'deletion'): Promise<string>;
    answer(code: string, passedOn?: PassedOn): Promise<void>;
    recall(): Promise<void>;
  }

  async function sent(): Promise<Sent> {
    count += 1;
    const email = `wrong${count}@example.com`;
    const phone = `+4520${String(300_000 + count)}`;
    const { id: message, deliveries } = await portal.send({
      to: [{ email, phone, language: 'en' }],
      subject: 'Diagnosis of Ana',
    });
    await portal.work();
    const token = await portal.tokenFor(email);
    const found = async () => (await findDelivery(db.database, token))!;
    return {
      message,
      id: deliveries[0]!.id,
      email,
      phone,
      token,
      found,
      code: async (purpose = 'deletion') => {
        await requestCode(portal.ctx, await found(), 'sms', purpose, client);
        await portal.work();
        return portal.codeFor(phone);
      },
      answer: async (code, passedOn = 'no') =>
        confirmDeletion(portal.ctx, await found(), { code, passedOn }, client),
      recall: async () => {
        await recallMessage(portal.ctx, viewer, { message, reason: 'wrong_recipient' });
      },
    };
  }

  /** Opened, then recalled; nothing is mailed yet. */
  async function asked(): Promise<Sent> {
    const one = await sent();
    const session = await openDelivery(
      portal.ctx,
      await one.found(),
      await one.code('opening'),
      undefined,
      client,
    );
    assert.ok(await readMessage(portal.ctx, one.token, session, client));
    await one.recall();
    return one;
  }

  const eventsOf = async (id: string, type: string) =>
    (await portal.events(id)).filter((event) => event.type === `delivery.${type}`);
  const mailsTo = async (address: string) =>
    (await portal.outbox()).filter(({ kind, to }) => kind === 'mail' && to === address);
  const requestsTo = async (address: string) =>
    (await mailsTo(address)).filter(({ subject }) => subject?.includes('by mistake'));
  const stateOf = ({ id }: Sent) => deletionState(db.database, id);
  /** What is planned for later is worked off now, one step of it. */
  const later = async (): Promise<void> => {
    await db.owner.query("update jobs set run_at = now() where kind = 'deletion_request'");
    await portal.work();
  };

  async function confirm(message: string): Promise<void> {
    await drain(bench.writer());
    const { bytes } = await makeProof(portal.ctx, viewer, message, 'json');
    const report = await verifyBundle(new Uint8Array(Buffer.concat([...bytes])), noTrust);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
  }

  it('asks at once by mail, with a link of its own, and nothing of what it was about', async () => {
    const one = await asked();
    assert.deepEqual(
      (await eventsOf(one.id, 'deletion_asked')).map(({ details }) => details),
      [{}],
    );
    await portal.work();
    const [mail, ...more] = await requestsTo(one.email);
    assert.deepEqual(more, []);
    assert.doesNotMatch(mail!.text + mail!.raw + mail!.subject, /Diagnosis|Kære/);
    const token = mail!.text.match(/\/m\/([\w-]{43})/)![1]!;
    assert.notEqual(token, one.token);
    assert.equal((await findDelivery(db.database, token))!.id, one.id);
    await confirm(one.message);
  });

  it('asks nobody who never opened it, though a code was given', async () => {
    const one = await sent();
    await openDelivery(portal.ctx, await one.found(), await one.code('opening'), undefined, client);
    await one.recall();
    await portal.work();
    assert.deepEqual(await requestsTo(one.email), []);
    assert.equal(await stateOf(one), undefined);
    await assert.rejects(one.code(), refused('not_asked'));
    await assert.rejects(one.answer('123456'), refused('not_asked'));
  });

  it('takes the answer with a code, each answer alike, and alarms where it may have gone further', async () => {
    for (const passedOn of passedOnAnswers) {
      const one = await asked();
      await one.answer(await one.code(), passedOn);
      const [event, ...more] = await eventsOf(one.id, 'deletion_confirmed');
      assert.deepEqual(more, []);
      assert.equal(event!.details.passedOn, passedOn);
      assert.equal(await stateOf(one), 'confirmed');
      assert.equal((await one.found()).status, 'recalled');
      await portal.work();
      const alarms = (await mailsTo(dpo)).filter(({ text }) => text.includes(one.message));
      assert.equal(alarms.length, passedOn === 'no' ? 0 : 1);
      await confirm(one.message);
    }
  });

  it('takes an answer once: again, or twice at a time, it changes nothing', async () => {
    const one = await asked();
    const [first, second] = [await one.code(), await one.code()];
    const answers = await Promise.allSettled([one.answer(first, 'no'), one.answer(second, 'yes')]);
    assert.ok(answers.some(({ status }) => status === 'fulfilled'));
    await one.answer(second, 'yes');
    await one.answer('000000', 'yes');
    assert.equal((await eventsOf(one.id, 'deletion_confirmed')).length, 1);
    await assert.rejects(one.code(), refused('not_asked'));
  });

  it('keeps codes for opening and for deletion apart', async () => {
    const live = await sent();
    await assert.rejects(live.code(), refused('not_asked'), 'of a message that is there');
    const opening = await live.code('opening');
    await assert.rejects(live.answer(opening), refused('not_asked'));
    const session = await openDelivery(portal.ctx, await live.found(), opening, undefined, client);
    await readMessage(portal.ctx, live.token, session, client);
    const late = await live.code('opening');
    await live.recall();
    await assert.rejects(live.answer(late), refused('no_live_code'));
    await assert.rejects(live.code('opening'), refused('gone'));
    const right = await live.code();
    assert.equal(await codeState(db.database, live.id, 'opening'), undefined);
    await assert.rejects(
      openDelivery(portal.ctx, await live.found(), right, undefined, client),
      refused('gone'),
    );
    // As if somebody had put the status back.
    await assert.rejects(
      openDelivery(portal.ctx, { ...(await live.found()), status: 'opened' }, right, undefined, client),
      refused('no_live_code'),
    );
    await live.answer(right);
  });

  it('says in the SMS what the code is for', async () => {
    const one = await asked();
    await one.code();
    const sms = (await portal.outbox()).find(({ kind, to }) => kind === 'sms' && to === one.phone)!;
    assert.match(sms.text, /^\d{6} is your code to confirm to Fredericia Kommune that it is deleted\./);
    assert.doesNotMatch(sms.text, /open|message/);
  });

  it('counts wrong codes as for openings, together with them, and stays recalled when none are left', async () => {
    const one = await sent();
    const code = await one.code('opening');
    await assert.rejects(
      openDelivery(portal.ctx, await one.found(), other(code), undefined, client),
      refused('wrong_code'),
    );
    const session = await openDelivery(portal.ctx, await one.found(), code, undefined, client);
    await readMessage(portal.ctx, one.token, session, client);
    await one.recall();
    await assert.rejects(one.answer('12345'), refused('no_live_code'));
    const right = await one.code();
    await assert.rejects(one.answer('12345'), refused('invalid'));
    const guesses = await Promise.allSettled(Array.from({ length: 40 }, () => one.answer(other(right))));
    const codes = guesses.map((each) =>
      each.status === 'rejected' ? (each.reason as Refusal).code : 'taken',
    );
    assert.equal(codes.filter((each) => each === 'wrong_code').length, 13);
    assert.equal(codes.filter((each) => each === 'gone').length, 27);
    assert.equal(await stateOf(one), 'exhausted');
    await assert.rejects(one.answer(right), refused('gone'));
    assert.equal((await one.found()).status, 'recalled');
    const [locked, ...more] = await eventsOf(one.id, 'locked');
    assert.deepEqual([locked!.details, more], [{ reason: 'wrong_codes', for: 'deletion' }, []]);
    await confirm(one.message);
    await db.owner.query('delete from outbox');
    await later();
    assert.deepEqual(await requestsTo(one.email), [], 'nobody is reminded of what cannot be answered');
  });

  it('sends no code without end to whoever never answers: thirty of a delivery in thirty days', async () => {
    const one = await asked();
    const made = async () =>
      (await db.database.query("select from codes where delivery_id = $1 and purpose = 'deletion'", [one.id]))
        .count;
    const ask = async () => requestCode(portal.ctx, await one.found(), 'sms', 'deletion', client);
    for (let day = 1; day <= 4; day += 1) {
      await db.owner.query('delete from budgets');
      for (let each = 0; each < 2; each += 1) {
        await Promise.allSettled(Array.from({ length: 5 }, ask));
        await db.owner.query("delete from budgets where scope = 'code/delivery/hour'");
      }
      await db.owner.query("update codes set created_at = created_at - interval '1 day'");
    }
    assert.equal(await made(), 30);
    await assert.rejects(ask(), refused('budget_spent'));
    await db.owner.query("update codes set created_at = created_at - interval '27 days'");
    await ask();
    assert.equal(await made(), 31);
  });

  it('reminds after three and after ten days, twice, until there is an answer', async () => {
    const one = await asked();
    await portal.work();
    const planned = await db.owner.query<{ days: number; sealed: string | null; payload: object }>(
      `select round(extract(epoch from run_at - now()) / 86400)::int as days, sealed, payload
        from jobs where kind = 'deletion_request'`,
    );
    assert.deepEqual(planned.rows, [{ days: 3, sealed: null, payload: { delivery: one.id, reminder: 1 } }]);
    await later();
    await later();
    await later();
    const requests = await requestsTo(one.email);
    assert.equal(requests.length, 3);
    assert.equal(new Set(requests.map(({ text }) => text.match(/\/m\/([\w-]{43})/)![1])).size, 3);
    assert.equal(requests.filter(({ text }) => text.includes('not heard from you')).length, 2);
    assert.deepEqual(
      (await eventsOf(one.id, 'deletion_asked')).map(({ details }) => details),
      [{}, { reminder: 1 }, { reminder: 2 }],
    );
    const other = await asked();
    await other.answer(await other.code());
    await later();
    await later();
    assert.equal((await eventsOf(other.id, 'deletion_asked')).length, 1);
    assert.equal((await requestsTo(other.email)).length, 1);
    await confirm(one.message);
  });

  it('tells the sender when the request reaches nobody, and stays recalled', async () => {
    const one = await asked();
    const { mailer } = portal.carriers;
    portal.carriers.mailer = {
      ...mailer,
      send: async (mail) =>
        mail.to === one.email ? { outcome: 'refused', reply: '550 no such user' } : mailer.send(mail),
    };
    await portal.work();
    portal.carriers.mailer = mailer;
    await portal.work();
    const [failed] = await eventsOf(one.id, 'notice_failed');
    assert.deepEqual(failed!.details, { reason: 'refused', for: 'deletion' });
    assert.equal((await one.found()).status, 'recalled');
    assert.equal((await mailsTo(author.email)).length, 1);
    await confirm(one.message);
  });

  it('tells the sender too when the request comes back later, and not once it was answered', async () => {
    const [one, answered] = [await asked(), await asked()];
    await portal.work();
    await answered.answer(await answered.code());
    await db.owner.query('delete from outbox');
    for (const each of [one, answered]) {
      await recordNoticeReport(portal.ctx, each.id, { kind: 'failed', text: 'No such person here' }, true);
      assert.equal((await each.found()).status, 'recalled');
    }
    await portal.work();
    const told = await mailsTo(author.email);
    assert.equal(told.length, 1);
    assert.ok(told[0]!.text.includes(one.email));
    await confirm(one.message);
  });

  it('asks an erased recipient nothing any more', async () => {
    const one = await asked();
    await portal.work();
    const eraser = { actor: { kind: 'staff', id: author.id }, name: 'Olga', units: null } as const;
    await eraseMessage(portal.ctx, eraser, {
      message: one.message,
      deliveries: [one.id],
      reason: 'requested',
    });
    const { rows } = await db.owner.query(
      "select from jobs where kind in ('deletion_request', 'deletion_mail')",
    );
    assert.deepEqual(rows, []);
    assert.equal(await stateOf(one), undefined);
    await db.owner.query("insert into jobs (kind, payload) values ('deletion_request', $1)", [
      JSON.stringify({ delivery: one.id, reminder: 1 }),
    ]);
    await portal.work();
    assert.deepEqual(
      (await portal.outbox()).filter(({ kind }) => kind === 'mail'),
      [],
    );
  });
});
