import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, it } from 'node:test';
import { commit, commitmentOf } from '../../src/evidence/commitment.ts';
import { recordEvent } from '../../src/evidence/record-event.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';

withDatabases('Events', (db) => {
  let portal: Portal;
  let delivery: string;
  before(async () => {
    portal = await openPortal(db);
    delivery = (await portal.send()).deliveries[0]!.id;
  });
  after(() => portal.close());

  const attempts = [
    "update events set type = 'delivery.opened'",
    'update events set at = now()',
    'delete from events',
    'truncate events',
  ];
  for (const attempt of attempts) {
    it(`refuse "${attempt}" to the server's role for want of rights, and to the owner by trigger`, async () => {
      const before = await portal.events(delivery);
      await assert.rejects(db.database.query(attempt), /permission denied/);
      await assert.rejects(db.owner.query(attempt), /append-only/);
      assert.deepEqual(await portal.events(delivery), before);
    });
  }

  it('are refused changes also where a session calls itself a replica', async () => {
    await assert.rejects(
      db.owner.transaction(async (tx) => {
        await tx.query("set local session_replication_role = 'replica'");
        await tx.query('delete from events');
      }),
      /append-only|permission denied/,
    );
  });

  it('take their time from the database, whatever a statement says', async () => {
    const { rows } = await db.database.query<{ at: string; now: string }>(
      `with e as (insert into events (id, v, type, message, actor, actor_id, details, at)
        values (gen_random_uuid(), 1, 'message.refused', gen_random_uuid(), 'system', gen_random_uuid(), '{}', '2001-01-01')
        returning at)
       select at, clock_timestamp() as now from e`,
    );
    assert.ok(rows[0]!.at.slice(0, 10) === rows[0]!.now.slice(0, 10));
  });

  it('are refused where they are none: another actor, a delivery without its number, a commitment of another length', async () => {
    const insert = (actor: string, delivery: string | null, seq: number | null, commitment: Buffer | null) =>
      db.database.query(
        `insert into events (id, v, type, message, delivery, seq, actor, actor_id, details, commitment)
          values (gen_random_uuid(), 1, 'delivery.opened', gen_random_uuid(), $2, $3, $1, gen_random_uuid(), '{}', $4)`,
        [actor, delivery, seq, commitment],
      );
    await assert.rejects(insert('nobody', delivery, 1000, null), /no event/);
    await assert.rejects(insert('system', delivery, null, null), /no event/);
    await assert.rejects(insert('system', null, 1, null), /no event/);
    await assert.rejects(insert('system', delivery, 0, null), /no event/);
    await assert.rejects(insert('system', delivery, 1000, Buffer.alloc(31)), /no event/);
  });

  it('of one delivery are numbered without gaps, and stamped in the order of their numbers, however many write at once', async () => {
    const { deliveries } = await portal.send();
    const { id } = deliveries[0]!;
    const write = () =>
      db.database.transaction((tx) =>
        recordEvent(tx, id, {
          type: 'delivery.reopened',
          actor: { kind: 'recipient', id },
          personal: { ip: '192.0.2.1' },
        }),
      );
    await Promise.all(Array.from({ length: 60 }, write));
    const events = await portal.events(id);
    assert.deepEqual(
      events.map((event) => event.seq),
      Array.from({ length: 61 }, (_, index) => index + 1),
    );
    const times = events.map((event) => event.at);
    assert.deepEqual(times, [...times].sort());
  });

  it('leave nothing, not even a number, when their transaction fails', async () => {
    const before = (await portal.events(delivery)).length;
    await assert.rejects(
      db.database.transaction(async (tx) => {
        await recordEvent(tx, delivery, {
          type: 'delivery.reopened',
          actor: { kind: 'recipient', id: delivery },
        });
        throw new Error('after the event');
      }),
      /after the event/,
    );
    const again = await db.database.transaction((tx) =>
      recordEvent(tx, delivery, { type: 'delivery.reopened', actor: { kind: 'recipient', id: delivery } }),
    );
    assert.equal(again?.seq, before + 1);
  });

  it('lead a delivery only from the statuses that their table names', async () => {
    const { deliveries } = await portal.send();
    const { id } = deliveries[0]!;
    const record = (type: 'delivery.opened' | 'delivery.notified' | 'delivery.notice_failed') =>
      db.database.transaction((tx) => recordEvent(tx, id, { type, actor: { kind: 'system', id } }));
    assert.equal((await record('delivery.opened'))?.status, 'opened');
    assert.equal(
      (await record('delivery.notified'))?.status,
      'opened',
      'a late notice does not unread a message',
    );
    assert.equal(
      (await record('delivery.notice_failed'))?.status,
      'opened',
      'nor does a reminder that bounces',
    );
  });

  it('hold no personal field: those are committed to, and open to the committed bytes with a foreign tool', async () => {
    const { rows } = await db.database.query<{
      event: string;
      k: Buffer;
      fields: Record<string, unknown>;
      commitment: Buffer;
    }>(
      `select row_to_json(e)::text as event, f.k, f.fields, e.commitment from events e join event_fields f on f.event = e.id
        where e.delivery = $1`,
      [delivery],
    );
    const { event, k, fields, commitment } = rows[0]!;
    assert.equal(event.includes('ana@example.com'), false);
    assert.equal(event.includes('20123456'), false);
    const canonical = `{"email":"ana@example.com","name":null,"phone":"+4520123456"}`;
    assert.equal((fields as { email: string }).email, 'ana@example.com');
    const digest = execFileSync(
      'openssl',
      ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${k.toString('hex')}`, '-binary'],
      {
        input: canonical,
      },
    );
    assert.deepEqual(digest, commitment);
  });
});

it('A commitment takes a key of exactly 32 bytes, and a fresh one each time', () => {
  assert.throws(() => commitmentOf(Buffer.alloc(31), {}), RangeError);
  assert.throws(() => commitmentOf(Buffer.alloc(33), {}), RangeError);
  const [one, two] = [commit({ ip: '192.0.2.1' }), commit({ ip: '192.0.2.1' })];
  assert.notDeepEqual(one.commitment, two.commitment);
  assert.deepEqual(commitmentOf(one.k, { ip: '192.0.2.1' }), one.commitment);
});
