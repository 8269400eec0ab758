/** Nothing is left of whom a message was about, and the events still stand. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { acceptMessage } from '../../src/delivery/accept-message.ts';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { digestOf } from '../../src/delivery/digest.ts';
import { type Eraser, eraseMessage } from '../../src/delivery/erase-message.ts';
import { findDelivery } from '../../src/delivery/find-delivery.ts';
import { followLink } from '../../src/delivery/follow-link.ts';
import { reserveKey } from '../../src/delivery/idempotency.ts';
import { hashToken } from '../../src/delivery/link-token.ts';
import { lookAtMessage } from '../../src/delivery/look-at-message.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../src/delivery/read-attachment.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import { recordNoticeReport } from '../../src/delivery/record-notice-report.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { showMessage } from '../../src/delivery/show-message.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import { recordPlainEvent } from '../../src/evidence/record-plain-event.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { once, openPortal, type Portal } from '../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../support/staff.ts';
import { find, formsOf } from '../system/search.ts';

const client = { ip: '198.51.100.201', userAgent: 'Kvæsthusbrøndvogn/9' };
const words = 'Anmodning efter artikel 17';

/** What stands in a message to two people: each word stands nowhere else. */
const ana = { email: 'ana.sofie@recipient-one.example', name: 'Ána Sofie Kjærgård', phone: '+4520123401' };
const bo = { email: 'bo.henrik@recipient-two.example', name: 'Bo Henrik Østergård', phone: '+4520123402' };
const corrected = '+4520123409';
const subject = 'Afgørelse-om-Kirsebærhaven';
const text = 'Teksten-om-Kirsebærhaven';
const filename = 'kirsebærhaven-opmåling.pdf';
const mailId = 'kirsebaer-0001@outlook.example';
const from = 'sagsbehandler.birgitte@fredericia.example';

const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code && (field === undefined || error.facts.field === field);

withDatabases('Erasing', (db) => {
  let portal: Portal;
  let unit: string;
  let author: Colleague;
  let officer: Colleague;
  let eraser: Eraser;
  before(async () => {
    portal = await openPortal(db);
    Object.assign(portal.ctx.settings, { bounces: 'bounces.fredericia.example' });
    unit = await addUnit(db);
    author = await addColleague(db, unit);
    officer = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    eraser = { actor: { kind: 'staff', id: officer.id }, name: 'Olga Compliance', units: [unit] };
  });
  afterEach(async () => {
    for (const table of ['outbox', 'jobs', 'failures', 'budgets', 'idempotency_keys']) {
      await db.owner.query(`delete from ${table}`);
    }
    // Other messages to the same people would be kept for a reason of their own.
    await db.owner.query("update deliveries set email = 'x' || id, name = null, phone = null");
    await db.owner.query('delete from event_fields');
    await db.owner.query('delete from messages');
    await db.owner.query('delete from staged_blobs');
  });
  after(() => portal.close());

  const kept = () => everythingKept(db, portal.data);
  const lies = (all: ReadonlyMap<string, Buffer>, needles: readonly string[]) =>
    needles.flatMap((needle) => find(all, needle).map((where) => `${needle} in ${where}`));

  /** A mail to both, with a file in a blob, under a key that answers the same again. */
  async function send() {
    const sender = { ...portal.sender, unit, author: author.id };
    const staging = new Staging(portal.ctx);
    await staging.addAttachment(
      { filename, contentType: 'application/pdf' },
      once(Buffer.alloc(200_000, text)),
    );
    const draft = {
      from,
      to: [ana, bo].map((each) => ({ ...each, language: 'da' as const })),
      subject,
      text,
    };
    const reservation = await reserveKey(portal.ctx, sender.id, randomUUID());
    const mail = { id: mailId, passOn: [] };
    const { id, deliveries } = await acceptMessage(portal.ctx, sender, draft, staging, { reservation, mail });
    await portal.work();
    return { id, ids: deliveries.map((each) => each.id), key: reservation.key, sender, draft };
  }

  /** Everything that can happen to a delivery, and the secrets that it leaves with the recipient. */
  async function walk(message: string, delivery: string, { email, phone }: typeof ana) {
    const token = await portal.tokenFor(email);
    const linked = (await findDelivery(portal.ctx.db, token))!;
    await followLink(portal.ctx, linked, client);
    await requestCode(portal.ctx, linked, 'sms', 'opening', client);
    await portal.work();
    const code = await portal.codeFor(phone);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    await assert.rejects(openDelivery(portal.ctx, linked, wrong, undefined, client), refused('wrong_code'));
    const session = await openDelivery(portal.ctx, linked, code, undefined, client);
    const shown = (await readMessage(portal.ctx, token, session, client))!;
    const found = (await findAttachment(portal.ctx, token, session, shown.content.attachments[0]!.id))!;
    const range = { from: 0, to: 10 };
    await (await readAttachment(portal.ctx, token, session, found, range, client))!.ended(10, false);
    await correctPhone(portal.ctx, author.viewer, delivery, corrected);
    await requestCode(portal.ctx, { ...linked, phone: corrected }, 'call', 'opening', client);
    const bounced = { kind: 'failed', text: `550 No ${email} here`, recipient: email } as const;
    await recordNoticeReport(portal.ctx, delivery, bounced, true);
    await db.database.query('update deliveries set opened_seq = null where id = $1', [delivery]);
    await recordNoticeReport(portal.ctx, delivery, { ...bounced, kind: 'delayed' }, true);
    await recordNoticeReport(portal.ctx, delivery, bounced, false);
    await portal.work();
    await lookAtMessage(portal.ctx, officer.viewer, message, {
      kind: 'question',
      reason: `${email} har spurgt, hvad der skete`,
    });
    await recordPlainEvent(db.database, {
      type: 'evidence.searched',
      actor: eraser.actor,
      personal: { recipient: email.toUpperCase(), period: '2026' },
    });
    return { token, session, sha256: digestOf(Buffer.from(shown.content.text!)) };
  }

  it('a whole message leaves nothing of it in any column, blob or file, and every event', async () => {
    const { id, ids } = await send();
    const { token, session } = await walk(id, ids[0]!, ana);
    await remindRecipients(portal.ctx, author.viewer, id, [ids[1]!]);
    const secrets = [
      ...Object.values(ana),
      ...Object.values(bo),
      ...[corrected, filename, mailId, from, client.ip, client.userAgent, subject, text],
      ...[token, session, ana.email.toUpperCase()],
    ];
    const earlier = await kept();
    for (const needle of [...Object.values(ana), corrected, mailId, from, client.ip, client.userAgent]) {
      assert.ok(find(earlier, needle).length > 0, `${needle} was there, or this test proves nothing`);
    }
    const hash = hashToken(token);
    assert.ok(earlier.get('link_tokens.hash')!.includes(hash));
    const events = await db.owner.query('select * from events order by id');
    const blobs = [...earlier.keys()].filter((name) => /^blobs\/[0-9a-f]{2}\/(?!tombstones_)/.test(name));
    assert.equal(blobs.length, 1);

    const erased = await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested', words });
    assert.match(erased.erasedAt!, /^\d{4}-/);
    assert.deepEqual(
      erased.deliveries.map(({ id, status, erasedAt }) => [id, status, typeof erasedAt]),
      ids.map((each) => [each, 'erased', 'string']),
    );
    await portal.work();
    const now = await kept();
    assert.deepEqual(lies(now, secrets), []);
    assert.ok(![...now.values()].some((each) => each.includes(hash)));
    assert.deepEqual(
      [...now.keys()].filter((name) => /^blobs\/[0-9a-f]{2}\/(?!tombstones_)/.test(name)),
      [],
      'the blob is gone',
    );
    for (const table of [
      'parts',
      'wraps',
      'link_tokens',
      'codes',
      'session_deliveries',
      'failures',
      'outbox',
    ]) {
      assert.equal((await db.owner.query(`select from ${table}`)).count, 0, table);
    }
    assert.equal((await db.owner.query('select from staged_blobs')).count, 0);
    assert.equal((await db.owner.query("select from jobs where kind not in ('gather_failures')")).count, 0);
    const after = await db.owner.query('select * from events order by id');
    assert.deepEqual(after.rows.slice(0, events.count), events.rows, 'no event is changed or missing');
    assert.deepEqual(
      after.rows.slice(events.count).map(({ type }) => type),
      ['delivery.erased', 'delivery.erased', 'message.erased'],
    );
    const pending = await db.owner.query(
      'select from events e left join pending_events p on p.event = e.id where p.event is null and not exists (select from log_entries l where l.event = e.id)',
    );
    assert.equal(pending.count, 0, 'each waits for the log');
  });

  it('one recipient leaves nothing of them, and the other reads on', async () => {
    const { id, ids } = await send();
    const theirs = await portal.tokenFor(bo.email);
    const { token, session } = await walk(id, ids[0]!, ana);
    const draft = { message: id, deliveries: [ids[0]!], reason: 'misdirected' };
    const erased = await eraseMessage(portal.ctx, eraser, draft);
    assert.equal(erased.erasedAt, null);
    assert.deepEqual(
      erased.deliveries.map(({ id, status }) => [id, status]),
      [[ids[0], 'erased']],
    );
    await portal.work();
    const now = await kept();
    assert.deepEqual(
      lies(now, [...Object.values(ana), corrected, client.ip, client.userAgent, token, session]),
      [],
    );
    assert.equal(await findDelivery(portal.ctx.db, token), undefined);
    assert.equal(await readMessage(portal.ctx, token, session, client), undefined);

    for (const needle of Object.values(bo)) assert.ok(find(now, needle).length > 0, needle);
    const linked = (await findDelivery(portal.ctx.db, theirs))!;
    await requestCode(portal.ctx, linked, 'sms', 'opening', client);
    await portal.work();
    const opened = await openDelivery(portal.ctx, linked, await portal.codeFor(bo.phone), undefined, client);
    assert.equal((await readMessage(portal.ctx, theirs, opened, client))!.content.subject, subject);
    assert.equal((await openSentCopy(portal.ctx, author.viewer, id))!.subject, subject);

    const whole = await eraseMessage(portal.ctx, eraser, { message: id, reason: 'time_over' });
    assert.equal(whole.deliveries[0]!.erasedAt, erased.deliveries[0]!.erasedAt, 'the first stamp stands');
    await portal.work();
    assert.deepEqual(lies(await kept(), [...Object.values(bo), subject, text, filename, mailId, from]), []);
  });

  it('is seen by whoever sees the message: what, when, by whom', async () => {
    const { id, ids } = await send();
    await eraseMessage(portal.ctx, eraser, { message: id, deliveries: [ids[0]!], reason: 'other', words });
    const [first, second] = (await showMessage(portal.ctx, author.viewer, id)).deliveries;
    assert.deepEqual([first!.email, first!.name, first!.phone, first!.reference], ['', null, null, '']);
    assert.equal(first!.erased?.by, 'Olga Compliance');
    assert.equal(first!.timeline.at(-1)!.type, 'delivery.erased');
    assert.equal(first!.erased?.at, first!.timeline.at(-1)!.at);
    assert.equal(second!.erased, null);
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested' });
    const shown = await showMessage(portal.ctx, author.viewer, id);
    assert.equal(shown.erased?.by, 'Olga Compliance');
    assert.deepEqual(
      shown.deliveries[1]!.timeline.slice(-2).map(({ type }) => type),
      ['delivery.erased', 'message.erased'],
    );
    const { rows } = await db.database.query<{ fields: unknown }>(
      `select f.fields from event_fields f join events e on e.id = f.event where e.message = $1 order by e.id`,
      [id],
    );
    assert.deepEqual(
      rows.map(({ fields }) => fields),
      [{ name: 'Olga Compliance', words }, { name: 'Olga Compliance' }, { name: 'Olga Compliance' }],
      'why, and nothing else',
    );
  });

  it('twice is once', async () => {
    const { id, ids } = await send();
    const one = { message: id, deliveries: [ids[1]!], reason: 'requested' };
    const first = await eraseMessage(portal.ctx, eraser, one);
    assert.deepEqual(await eraseMessage(portal.ctx, eraser, { ...one, reason: 'incident' }), first);
    const whole = { message: id, reason: 'requested' };
    const all = await eraseMessage(portal.ctx, eraser, whole);
    assert.deepEqual(await eraseMessage(portal.ctx, eraser, whole), all);
    assert.deepEqual(await eraseMessage(portal.ctx, eraser, { ...whole, deliveries: ids }), all);
    const { count } = await db.database.query(
      `select from events where message = $1 and type in ('delivery.erased', 'message.erased')`,
      [id],
    );
    assert.equal(count, 3);
  });

  it('lets the same request neither be sent again nor be told apart by what was in it', async () => {
    const { id, key, sender, draft } = await send();
    const again = async () => {
      const staging = new Staging(portal.ctx);
      await staging.addAttachment(
        { filename, contentType: 'application/pdf' },
        once(Buffer.alloc(200_000, text)),
      );
      const reservation = await reserveKey(portal.ctx, sender.id, key);
      return acceptMessage(portal.ctx, sender, draft, staging, { reservation });
    };
    assert.equal((await again()).id, id);
    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested' });
    await assert.rejects(again(), refused('gone'));
    assert.equal((await db.database.query('select from messages')).count, 1);
    await portal.work();
    assert.deepEqual(lies(await kept(), [ana.email, bo.email]), []);
  });

  it('keeps who searched for somebody, while another message to them stands', async () => {
    const one = await send();
    const two = await send();
    const search = { type: 'evidence.searched', actor: eraser.actor } as const;
    const both = await recordPlainEvent(db.database, { ...search, personal: { recipient: ana.email } });
    const beginning = await recordPlainEvent(db.database, {
      ...search,
      personal: { terms: { recipient: 'ana.so*' } },
    });
    const other = await recordPlainEvent(db.database, {
      ...search,
      personal: { recipient: 'anasofie@x.example' },
    });
    const opened = async (event: string) =>
      (await db.database.query('select from event_fields where event = $1', [event])).count === 1;
    await eraseMessage(portal.ctx, eraser, { message: one.id, reason: 'requested' });
    assert.deepEqual([await opened(both), await opened(beginning)], [true, true]);
    await eraseMessage(portal.ctx, eraser, { message: two.id, reason: 'requested' });
    assert.deepEqual(
      [await opened(both), await opened(beginning), await opened(other)],
      [false, false, true],
    );
  });

  it('asks for a reason, in words where it is another, and that they name nobody', async () => {
    const { id, ids } = await send();
    const attempt = (given: { reason: string; words?: string; deliveries?: string[] }) =>
      eraseMessage(portal.ctx, eraser, { message: id, ...given });
    await assert.rejects(attempt({ reason: '' }), refused('invalid', 'reason'));
    await assert.rejects(attempt({ reason: 'constructor' }), refused('invalid', 'reason'));
    await assert.rejects(attempt({ reason: 'other', words: ' \u200b\n ' }), refused('invalid', 'words'));
    await assert.rejects(
      attempt({ reason: 'requested', words: 'x'.repeat(501) }),
      refused('invalid', 'words'),
    );
    for (const naming of [
      `Bad om det: <${ana.email.toUpperCase()}>.`,
      'Ringet op af 20 12 34 01 i dag',
      'ána  sofie KJÆRGÅRD bad om det',
    ]) {
      await assert.rejects(
        attempt({ reason: 'requested', words: naming }),
        refused('invalid', 'words'),
        naming,
      );
    }
    for (const strange of [[randomUUID()], [ids[0]!, randomUUID()], ['x']]) {
      await assert.rejects(attempt({ reason: 'requested', deliveries: strange }), refused('not_found'));
    }
    const { count } = await db.database.query("select from deliveries where status = 'erased'");
    assert.equal(count, 0);
  });

  it('is for whoever may erase in the message’s unit', async () => {
    const { id } = await send();
    for (const units of [[], [randomUUID()], [portal.sender.unit]]) {
      await assert.rejects(
        eraseMessage(portal.ctx, { ...eraser, units }, { message: id, reason: 'requested' }),
        refused('not_found'),
      );
    }
    for (const message of [randomUUID(), 'x', '']) {
      await assert.rejects(
        eraseMessage(portal.ctx, eraser, { message, reason: 'requested' }),
        refused('not_found'),
      );
    }
    await eraseMessage(portal.ctx, { ...eraser, units: null }, { message: id, reason: 'requested' });
  });

  it('searches as this test does find a needle in every form', () => {
    for (const [form, bytes] of formsOf(ana.name)) {
      assert.ok(find(new Map([['x', bytes]]), ana.name).length > 0, form);
    }
  });
});
