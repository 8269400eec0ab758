/** What follows by itself where somebody was asked to sign: the deadline, the authority's stamp, erasure. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { httpAuthority } from '../../../src/backends/tsa/http-authority.ts';
import { stampAcknowledgement } from '../../../src/delivery/acknowledgements/stamp-acknowledgement.ts';
import { watchDeadlines } from '../../../src/delivery/acknowledgements/watch-deadlines.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import type { Job } from '../../../src/delivery/job-types.ts';
import { moveSeals } from '../../../src/delivery/move-seals.ts';
import { redirectDelivery } from '../../../src/delivery/redirect-delivery.ts';
import { withDatabases } from '../../support/database.ts';
import { everythingKept } from '../../support/everything-kept.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { startTimestampAuthority } from '../../support/timestamp-authority.ts';
import { senderOf } from '../recall-support.ts';
import { asked } from './support.ts';

withDatabases('After somebody was asked to sign', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'failures', 'budgets'])
      await db.owner.query(`delete from ${table}`);
  });
  after(() => portal.close());

  const job = (payload: Job['payload'] = {}): Job => ({
    id: 0,
    kind: '',
    payload,
    sealed: null,
    attempts: 1,
  });
  const finish = async () => undefined;
  const watch = () => watchDeadlines(portal.ctx)(job(), finish);
  const due = (message: string) =>
    db.owner.query("update message_terms set due_at = now() - interval '1 second' where message_id = $1", [
      message,
    ]);
  const failures = async (message: string) => {
    const { rows } = await db.owner.query<{ about: string }>(
      'select about from failures where message_id = $1 order by at',
      [message],
    );
    return rows.map(({ about }) => about);
  };
  const dueAt = new Date(Date.now() + 86_400_000).toISOString();

  it('the sender is told once who has not signed by the deadline, and it can be signed still', async () => {
    const one = await asked(db, portal, { dueAt });
    await watch();
    assert.equal((await one.events()).includes('signature_missed'), false, 'before its time');
    await due(one.message);
    await watch();
    await watch();
    assert.equal((await one.events()).filter((type) => type === 'signature_missed').length, 1);
    assert.deepEqual(await failures(one.message), ['signature_missed']);
    assert.equal(await one.status(), 'opened');
    await one.sign(await one.code());
    assert.equal(await one.status(), 'acknowledged');
  });

  it('nobody is told of those who have answered', async () => {
    const [signed, declined] = [await asked(db, portal, { dueAt }), await asked(db, portal, { dueAt })];
    await signed.sign(await signed.code());
    await declined.decline();
    await due(signed.message);
    await due(declined.message);
    await watch();
    assert.deepEqual(await failures(signed.message), []);
    assert.deepEqual(await failures(declined.message), ['declined']);
  });

  it('it is recalled by Segl itself where the sender asked for that', async () => {
    const one = await asked(db, portal, { dueAt, ifMissed: 'recall' });
    await due(one.message);
    await watch();
    assert.equal(await one.status(), 'recalled');
    const events = await portal.events(one.id);
    const recalled = events.find(({ type }) => type === 'delivery.recalled')!;
    assert.equal(recalled.details.reason, 'not_signed');
    const { rows } = await db.owner.query('select actor from events where delivery = $1 and seq = $2', [
      one.id,
      recalled.seq,
    ]);
    assert.equal(rows[0]!.actor, 'system');
    assert.deepEqual(await failures(one.message), ['signature_missed']);
  });

  it('whoever is added later is to sign first as well', async () => {
    const one = await asked(db, portal, { moment: 'before' });
    const { delivery } = await redirectDelivery(portal.ctx, senderOf(portal), {
      message: one.message,
      delivery: one.id,
      to: { email: 'right@example.com', phone: '+4520199999', language: 'en' },
    });
    const { rows } = await db.owner.query('select awaits_signature from deliveries where id = $1', [
      delivery.id,
    ]);
    assert.equal(rows[0]!.awaits_signature, true);
  });

  it('an authority stamps the signature, and nothing waits for it', async () => {
    const authority = await startTimestampAuthority();
    const { ctx } = portal;
    try {
      Object.assign(ctx.settings, { isAnchored: true });
      const one = await asked(db, portal);
      await one.sign(await one.code());
      assert.equal((await one.acknowledgement())!.token, null);
      const { rows } = await db.owner.query<{ payload: Job['payload'] }>(
        "select payload from jobs where kind = 'timestamp_acknowledgement'",
      );
      const stamp = stampAcknowledgement(ctx, httpAuthority(new URL(authority.url)));
      const { behave } = authority;
      authority.behave = (_query, _request, response) => void response.writeHead(500).end();
      assert.match((await stamp(job(rows[0]!.payload), finish))!.because, /^no timestamp/);
      authority.behave = behave;
      await stamp(job(rows[0]!.payload), finish);
      const { jws, token } = (await one.acknowledgement())!;
      const { signature } = JSON.parse(jws) as { signature: string };
      await authority.verify(token!, Buffer.from(signature));
      await assert.rejects(authority.verify(token!, Buffer.from(`${signature}A`)));
    } finally {
      Object.assign(ctx.settings, { isAnchored: false });
      await authority.close();
    }
  });

  it('what was signed moves from key to key', async () => {
    const one = await asked(db, portal);
    await one.sign(await one.code());
    const { rows } = await db.owner.query('select kid, jwe from acknowledgements where delivery_id = $1', [
      one.id,
    ]);
    const { kid } = rows[0]! as { kid: string };
    const { keys } = portal.ctx;
    const later = kid.replace(/\d{4}/, (year) => String(Number(year) + 1));
    const tomorrow = {
      current: async () => ({ ...(await keys.current()), kid: later }),
      list: async () => [later],
      find: (each: string) => keys.find(each),
    };
    const ctx = { ...portal.ctx, keys: tomorrow } as unknown as typeof portal.ctx;
    await moveSeals(ctx)(job(), finish);
    const { rows: moved } = await db.owner.query('select kid from acknowledgements where delivery_id = $1', [
      one.id,
    ]);
    assert.equal(moved[0]!.kid, later);
    await db.owner.query('update acknowledgements set kid = $2, jwe = $3 where delivery_id = $1', [
      one.id,
      kid,
      rows[0]!.jwe,
    ]);
  });

  it('nothing of it is left where the recipient is erased', async () => {
    const [secret, why] = ['I agree to be treated for gout', 'My knee is not in it'];
    const statements = { en: secret };
    const signed = await asked(db, portal, { statements });
    await signed.sign(await signed.code());
    const waiting = await asked(db, portal, { statements });
    await waiting.code();
    const declined = await asked(db, portal, { statements });
    await declined.decline(why);
    const eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Olga', units: null } as const;
    for (const { message, id } of [signed, waiting, declined]) {
      await eraseMessage(portal.ctx, eraser, {
        message,
        reason: 'requested',
        ...(message === signed.message ? { deliveries: [id] } : {}),
      });
    }
    for (const table of ['acknowledgements', 'acknowledgement_drafts', 'answered_expiries']) {
      for (const { id } of [signed, waiting, declined]) {
        const { rows } = await db.owner.query(`select from ${table} where delivery_id = $1`, [id]);
        assert.equal(rows.length, 0, table);
      }
    }
    const kept = await everythingKept(db, portal.data);
    for (const needle of [secret, why]) {
      const lies = [...kept].filter(([, bytes]) => bytes.includes(needle)).map(([where]) => where);
      assert.deepEqual(lies, [], needle);
    }
  });
});
