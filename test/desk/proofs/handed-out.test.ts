/** What proves a message, as it is handed out: whole, verifiable, and no more than concerns whoever gets it. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Bundle, Opening } from '../../../src/evidence/bundle/format.ts';
import { verifyJws } from '../../../src/evidence/bundle/verify-jws.ts';
import type { LogWriter } from '../../../src/evidence/sequencer/log-writer.ts';
import { obtainTimestamp } from '../../../src/evidence/timestamps/obtain-timestamp.ts';
import { readCurrentLog } from '../../../src/evidence/sequencer/read-log.ts';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import { findDelivery } from '../../../src/delivery/find-delivery.ts';
import { followLink } from '../../../src/delivery/follow-link.ts';
import { lookAtMessage } from '../../../src/delivery/look-at-message.ts';
import { findReceipt, makeReceipt } from '../../../src/delivery/make-receipt.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../../src/delivery/read-attachment.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { requestCode } from '../../../src/delivery/request-code.ts';
import { showMessage } from '../../../src/delivery/show-message.ts';
import { makeProof } from '../../../src/desk/proofs/make-proof.ts';
import { Fatal, Refusal } from '../../../src/message/refusals.ts';
import { noTrust } from '../../../src/message/verification.ts';
import { type Bench, drain, makeBench } from '../../evidence/sequencer/support.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit, type Colleague } from '../../support/staff.ts';
import { startTimestampAuthority } from '../../support/timestamp-authority.ts';

const phone = '+4520123456';
const bo = { email: 'bo@example.com', name: 'Bo Bech', phone: '+4520654321', language: 'da' } as const;
const client = { ip: '203.0.113.7', userAgent: 'A browser of Ana' };
const scanner = { ip: '198.51.100.9', userAgent: 'A scanner' };
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

withDatabases('What proves a message', (db) => {
  let portal: Portal;
  let bench: Bench;
  let writer: LogWriter;
  let author: Colleague;
  let officer: Colleague;
  let unit: string;
  before(async () => {
    portal = await openPortal(db);
    bench = await makeBench(db);
    writer = bench.writer();
    unit = await addUnit(db);
    author = await addColleague(db, unit);
    officer = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    await drain(writer);
  });
  after(async () => {
    await bench.remove();
    await portal.close();
  });

  let count = 0;
  interface Sent {
    readonly id: string;
    readonly ana: string;
    readonly bo: string;
    readonly email: string;
    readonly token: string;
  }

  /** To Ana, who has a number of her own each time, and to Bo; notified, and all of it in the log. */
  async function send(): Promise<Sent> {
    count += 1;
    const email = `ana${count}@example.com`;
    Object.assign(portal.sender, author.sender);
    const { id, deliveries } = await portal.send(
      { to: [{ email, phone, name: 'Ana Åberg', language: 'en' }, bo] },
      [{ filename: 'plan.pdf', contentType: 'application/pdf', bytes: Buffer.from('plan') }],
    );
    await portal.work();
    await drain(writer);
    return { id, ana: deliveries[0]!.id, bo: deliveries[1]!.id, email, token: await portal.tokenFor(email) };
  }

  /** From the link to an open session. */
  async function open(token: string, number = phone): Promise<string> {
    const linked = (await findDelivery(db.database, token))!;
    await db.database.query('delete from budgets');
    await requestCode(portal.ctx, linked, 'sms', 'opening', client);
    await portal.work();
    return openDelivery(portal.ctx, linked, await portal.codeFor(number), undefined, client);
  }

  const bytesOf = ({ bytes }: { bytes: readonly Uint8Array[] }) => new Uint8Array(Buffer.concat(bytes));
  async function bundleOf(file: { bytes: readonly Uint8Array[] }): Promise<Bundle> {
    const { payload, signatureHolds } = await verifyJws(bytesOf(file));
    assert.ok(signatureHolds);
    return JSON.parse(Buffer.from(payload).toString()) as Bundle;
  }
  const proofOf = async (message: string, { viewer } = author) => {
    await drain(writer);
    return makeProof(portal.ctx, viewer, message, 'json');
  };
  async function receiptOf(token: string, session: string) {
    await drain(writer);
    const owner = await findReceipt(portal.ctx, token, session);
    return makeReceipt(portal.ctx, owner!, 'json');
  }
  const openingsOf = ({ evidence }: Bundle) =>
    Object.fromEntries(
      evidence.map(({ segl }) => [`${segl.type} ${JSON.parse(segl.entry).seq ?? ''}`, segl.opening]),
    );
  const exportsOf = async (message: string) =>
    (
      await db.database.query<{ actor: string; id: string; kind: string }>(
        `select actor, actor_id as id, details ->> 'kind' as kind from events
          where message = $1 and type = 'export.made' order by at`,
        [message],
      )
    ).rows;

  it('verifies, for every delivery, in the ETSI shape, with what was committed', async () => {
    const { id, ana, bo: other, token, email } = await send();
    await followLink(portal.ctx, (await findDelivery(db.database, token))!, scanner);
    const session = await open(token);
    const { content } = (await readMessage(portal.ctx, token, session, client))!;
    const found = (await findAttachment(portal.ctx, token, session, content.attachments[0]!.id))!;
    const opened = await readAttachment(portal.ctx, token, session, found, { from: 0, to: 4 }, client);
    await opened!.ended(4, true);

    const file = await proofOf(id);
    const report = await verifyBundle(bytesOf(file), noTrust);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
    assert.deepEqual(report.about, { message: id, delivery: null, made: report.about.made });

    const bundle = await bundleOf(file);
    const types = bundle.evidence
      .filter(({ segl }) => JSON.parse(segl.entry).delivery === ana)
      .map(({ segl }) => segl.type);
    assert.deepEqual(types, [
      'delivery.available',
      'delivery.notified',
      'delivery.link_followed',
      'delivery.code_sent',
      'delivery.code_verified',
      'delivery.opened',
      'delivery.attachment_opened',
      'delivery.content_sent',
    ]);
    assert.deepEqual(bundle.deliveries, [
      { id: ana, events: 8, status: 'opened' },
      { id: other, events: 2, status: 'notified' },
    ]);
    const [accepted] = bundle.evidence;
    assert.equal(accepted!.ERDSEventId, 'http://uri.etsi.org/19522/Event/SubmissionAcceptance');
    assert.equal(accepted!.UserContentInfo?.ComposingParts, 2);
    assert.equal(accepted!.SenderDetails!.ElectronicAddress, 'sagsbehandler@fredericia.example');
    assert.deepEqual(accepted!.RecipientDetails, [
      { Identifier: `urn:uuid:${ana}`, Name: 'Ana Åberg', ElectronicAddress: email },
      { Identifier: `urn:uuid:${other}`, Name: bo.name, ElectronicAddress: bo.email },
    ]);
    const handover = bundle.evidence.find(({ segl }) => segl.type === 'delivery.opened')!;
    assert.equal(handover.ERDSEventId, 'http://uri.etsi.org/19522/Event/ContentHandover');
    const verified = bundle.evidence.find(({ segl }) => segl.type === 'delivery.code_verified')!;
    assert.deepEqual(handover.AuthenticationDetails, {
      Method: 'urn:segl:authentication:code:sms',
      Time: verified.EventTime,
    });
    const part = bundle.evidence.find(({ segl }) => segl.type === 'delivery.attachment_opened')!;
    assert.deepEqual(
      part.UserContentInfo!.PartsInfo[0]!.DigestValue,
      accepted!.UserContentInfo!.PartsInfo.find((each) => each.Identifier === 'part-1')!.DigestValue,
    );
    assert.doesNotMatch(JSON.stringify(bundle), /qualified/i);
  });

  it('is recorded as handed out before it leaves, and stands in no timeline', async () => {
    const { id } = await send();
    await proofOf(id);
    await drain(writer);
    await makeProof(portal.ctx, author.viewer, id, 'pdf');
    assert.deepEqual(await exportsOf(id), [
      { actor: 'sender', id: author.id, kind: 'bundle' },
      { actor: 'sender', id: author.id, kind: 'pdf' },
    ]);
    const { deliveries } = await showMessage(portal.ctx, author.viewer, id);
    assert.ok(deliveries.every(({ timeline }) => timeline.every(({ type }) => type !== 'export.made')));
    const bundle = await bundleOf(await proofOf(id));
    assert.equal(bundle.evidence.filter(({ segl }) => segl.type === 'export.made').length, 2);
  });

  it('goes to a colleague with the duty after a reason, and does not say who looked', async () => {
    const { id } = await send();
    await assert.rejects(proofOf(id, officer), refused('reason_needed'));
    await lookAtMessage(portal.ctx, officer.viewer, id, {
      kind: 'inspection',
      reason: 'Stikprøve nr. 4 i marts',
    });
    const bundle = await bundleOf(await proofOf(id, officer));
    const look = bundle.evidence.find(({ segl }) => segl.type === 'message.looked_at')!;
    assert.equal(look.segl.opening, 'withheld');
    assert.deepEqual((await exportsOf(id)).at(-1), { actor: 'staff', id: officer.id, kind: 'bundle' });
    assert.equal((await verifyBundle(bytesOf(await proofOf(id, officer)), noTrust)).verdict, 'consistent');
  });

  it('goes to nobody else, and says no more of what there is not', async () => {
    const { id } = await send();
    const stranger = await addColleague(db, await addUnit(db));
    await assert.rejects(proofOf(id, stranger), refused('not_found'));
    await assert.rejects(proofOf('0197a3c2-7b1e-7c3a-9f00-000000000001'), refused('not_found'));
    await assert.rejects(proofOf("'; drop table events"), refused('not_found'));
    assert.deepEqual(await exportsOf(id), []);
  });

  it('waits for the log, and refuses in the end; a closed log is named', async () => {
    const { id } = await send();
    const { deliveries } = await showMessage(portal.ctx, author.viewer, id);
    await followLink(
      portal.ctx,
      (await findDelivery(db.database, await portal.tokenFor(deliveries[0]!.email!)))!,
      scanner,
    );
    await assert.rejects(makeProof(portal.ctx, author.viewer, id, 'json'), refused('not_logged_yet'));
    assert.deepEqual(await exportsOf(id), []);
    const waiting = makeProof(portal.ctx, author.viewer, id, 'json');
    await drain(writer);
    assert.equal((await bundleOf(await waiting)).deliveries[0]!.events, 3);
    await db.owner.query("update logs set closed = 'A test'");
    try {
      await assert.rejects(makeProof(portal.ctx, author.viewer, id, 'json'), (error: unknown) => {
        assert.ok(refused('not_logged_yet')(error));
        assert.match((error as Error).message, /log is closed/);
        return true;
      });
    } finally {
      await db.owner.query('update logs set closed = null');
    }
  });

  it('is as of the checkpoint, where more is recorded while it is made', async () => {
    const { id, ana, token } = await send();
    const session = await open(token);
    await drain(writer);
    // Recorded after what is waited for: the log has the beginning of the delivery.
    const late = {
      ...portal.ctx,
      db: Object.assign(Object.create(db.database), {
        transaction: async (work: never) => {
          late.db.transaction = db.database.transaction;
          await readMessage(portal.ctx, token, session, client);
          return db.database.transaction(work);
        },
      }) as typeof db.database,
    };
    const file = await makeProof(late, author.viewer, id, 'json');
    assert.equal((await verifyBundle(bytesOf(file), noTrust)).verdict, 'consistent');
    const bundle = await bundleOf(file);
    assert.deepEqual(bundle.deliveries[0], { id: ana, events: 4, status: 'notified' });
  });

  it('of a message with nobody but refused and held recipients is the proof of that', async () => {
    Object.assign(portal.sender, author.sender);
    const { id, deliveries } = await portal.send({
      to: [
        { email: 'held@example.com', language: 'en' },
        { ...bo, phone: 'none' },
      ],
    });
    assert.ok(deliveries.every(({ status }) => status === 'held' || status === 'refused'));
    const file = await proofOf(id);
    assert.deepEqual((await verifyBundle(bytesOf(file), noTrust)).findings, []);
    const { evidence } = await bundleOf(file);
    for (const { segl, EventReasons } of evidence) {
      if (/refused|held/.test(segl.type)) assert.match(EventReasons[0]!.Code, /^urn:segl:reason:\w+$/);
    }
  });

  it('still verifies when a recipient was erased, and when all was', async () => {
    const { id, bo: other, email } = await send();
    const eraser = { actor: { kind: 'staff', id: officer.id }, name: 'Colleague', units: null } as const;
    await eraseMessage(portal.ctx, eraser, { message: id, deliveries: [other], reason: 'requested' });
    let file = await proofOf(id);
    assert.deepEqual((await verifyBundle(bytesOf(file), noTrust)).findings, []);
    let bundle = await bundleOf(file);
    assert.equal(bundle.deliveries[1]!.status, 'erased');
    assert.ok(!JSON.stringify(bundle).includes(bo.email));
    assert.ok(JSON.stringify(bundle).includes(email));

    await eraseMessage(portal.ctx, eraser, { message: id, reason: 'requested' });
    file = await proofOf(id);
    assert.deepEqual((await verifyBundle(bytesOf(file), noTrust)).findings, []);
    bundle = await bundleOf(file);
    assert.ok(!JSON.stringify(bundle).includes(email));
    assert.equal(bundle.evidence[0]!.segl.opening, 'erased');
    assert.equal(bundle.evidence[0]!.SenderDetails!.ElectronicAddress, undefined);
    const summary = await makeProof(portal.ctx, author.viewer, id, 'pdf').catch(async (error) => {
      assert.ok(refused('not_logged_yet')(error));
      await drain(writer);
      return makeProof(portal.ctx, author.viewer, id, 'pdf');
    });
    assert.ok(summary.recipients.every(({ isErased, email }) => isErased && email === null));
  });

  it('discloses nothing of whoever is erased while it is made, whole or for one recipient', async () => {
    for (const format of ['bundle', 'receipt', 'pdf'] as const) {
      const { id, ana, email, token } = await send();
      const session = await open(token);
      await drain(writer);
      const eraser = { actor: { kind: 'staff', id: officer.id }, name: 'Olga', units: null } as const;
      let erased = false;
      const ctx = {
        ...portal.ctx,
        signer: async () => {
          if (!erased) {
            erased = true;
            await eraseMessage(ctx, eraser, { message: id, deliveries: [ana], reason: 'requested' });
            await drain(writer);
          }
          return portal.ctx.signer();
        },
      };
      const made =
        format === 'receipt'
          ? makeReceipt(ctx, (await findReceipt(ctx, token, session))!, 'json')
          : makeProof(ctx, author.viewer, id, format === 'pdf' ? 'pdf' : 'json');
      const proof = await made;
      const said = 'bytes' in proof ? JSON.stringify(await bundleOf(proof)) : JSON.stringify(proof);
      assert.ok(said.includes('delivery.erased'));
      assert.ok(!said.includes(email), format);
      const { rows } = await db.database.query<{ type: string }>(
        `select type from events where message = $1 and type in ('export.made', 'delivery.erased') order by at`,
        [id],
      );
      assert.deepEqual(
        rows.map(({ type }) => type),
        ['delivery.erased', 'export.made'],
      );
    }
  });

  it('is refused where an event of a delivery is gone', async () => {
    const { id, bo: other } = await send();
    await db.owner.query('alter table events disable trigger all');
    const kept = await db.owner.query('delete from events where delivery = $1 and seq = 2 returning id', [
      other,
    ]);
    await db.owner.query('alter table events enable always trigger stamp');
    await db.owner.query('alter table events enable always trigger no_change');
    await db.owner.query('alter table events enable always trigger no_truncate');
    assert.equal(kept.rows.length, 1);
    await assert.rejects(proofOf(id), Fatal);
    assert.deepEqual(await exportsOf(id), []);
  });

  it('holds the stamps around each event, which put it between two times', async () => {
    const authority = await startTimestampAuthority();
    try {
      const ask = async () => {
        const { log, size, checkpoint } = (await readCurrentLog(db.database))!;
        const bytes = new TextEncoder().encode(checkpoint);
        const { token, timestamp } = await obtainTimestamp(
          { ask: async (query: Uint8Array) => new Uint8Array(await authority.reply(query)) } as never,
          bytes,
        );
        await db.database.query(
          `insert into log_timestamps (log, size, checkpoint, token, stamped_at, accuracy, asked_at)
            values ($1, $2, $3, $4, $5, $6, now())`,
          [log, size, checkpoint, token, timestamp.genTime, timestamp.accuracy],
        );
        return size;
      };
      const sizes = [await ask()];
      const { id } = await send();
      sizes.push(await ask());
      await send();
      await ask();
      const file = await proofOf(id);
      const bundle = await bundleOf(file);
      assert.deepEqual(
        bundle.timestamps.map(({ size }) => size),
        sizes,
      );
      const report = await verifyBundle(bytesOf(file), { ...noTrust, tsaRoots: [authority.rootDer] });
      assert.deepEqual([report.findings, report.stamps.standing], [[], 'confirmed']);
    } finally {
      await authority.close();
    }
  });

  it('for a recipient holds their own delivery, verifies, and hides what concerns others', async () => {
    const { id, ana, token, email } = await send();
    await followLink(portal.ctx, (await findDelivery(db.database, token))!, scanner);
    const stranger = '+4520999999';
    await correctPhone(portal.ctx, author.viewer, ana, stranger);
    await open(token, stranger);
    await correctPhone(portal.ctx, author.viewer, ana, phone);
    const session = await open(token);
    await readMessage(portal.ctx, token, session, client);

    const file = await receiptOf(token, session);
    const report = await verifyBundle(bytesOf(file), noTrust);
    assert.deepEqual([report.verdict, report.findings], ['consistent', []]);
    const bundle = await bundleOf(file);
    assert.deepEqual(bundle.about, { message: id, delivery: ana });
    assert.deepEqual(
      bundle.deliveries.map((each) => each.id),
      [ana],
    );
    const whole = JSON.stringify(bundle);
    for (const foreign of [bo.email, bo.name, bo.phone, stranger, scanner.ip]) {
      assert.ok(!whole.includes(foreign), foreign);
    }
    assert.ok(whole.includes(email));
    const openings = openingsOf(bundle);
    const hidden = Object.entries(openings).filter(([, opening]) => opening === 'withheld');
    assert.deepEqual(
      hidden.map(([name]) => name.replace(/ \d+$/, '')),
      [
        'delivery.link_followed',
        'delivery.corrected',
        'delivery.code_sent',
        'delivery.code_verified',
        'delivery.corrected',
      ],
    );
    const { phone: number } = (openings['delivery.available 1'] as Opening).fields;
    assert.equal(number, phone);
    assert.deepEqual(await exportsOf(id), [{ actor: 'recipient', id: ana, kind: 'receipt' }]);
  });

  it('is no receipt without a session, for another’s delivery, or after the end', async () => {
    const { token, ana } = await send();
    const other = await send();
    const session = await open(token);
    assert.equal(await findReceipt(portal.ctx, token, 'x'.repeat(43)), undefined);
    assert.equal(await findReceipt(portal.ctx, other.token, session), undefined);
    assert.equal(await findReceipt(portal.ctx, "' or true --", session), undefined);
    assert.ok(await findReceipt(portal.ctx, token, session));
    await db.database.query("update deliveries set expires_at = now() - interval '1 second' where id = $1", [
      ana,
    ]);
    assert.equal(await findReceipt(portal.ctx, token, session), undefined);
  });

  it('is given to a recipient so often in an hour, and no more', async () => {
    const { token, id } = await send();
    const session = await open(token);
    await drain(writer);
    const owner = (await findReceipt(portal.ctx, token, session))!;
    for (let n = 0; n < 20; n += 1) {
      await makeReceipt(portal.ctx, owner, 'pdf');
      await drain(writer);
    }
    await assert.rejects(makeReceipt(portal.ctx, owner, 'pdf'), refused('budget_spent'));
    assert.equal((await exportsOf(id)).length, 20);
  });
});
