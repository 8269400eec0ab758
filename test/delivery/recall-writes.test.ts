/** A recall and a redirect are done wholly or not at all, whichever of their statements breaks. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import type { Context } from '../../src/delivery/context.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { redirectDelivery } from '../../src/delivery/redirect-delivery.ts';
import { Unavailable } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import {
  breakingAt,
  client,
  codeFor,
  type Sent,
  sendNoticed,
  senderOf,
  sessionFor,
} from './recall-support.ts';

withDatabases('Whichever write breaks,', (db) => {
  let portal: Portal;
  let sender: Viewer;
  before(async () => {
    portal = await openPortal(db);
    sender = senderOf(portal);
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'budgets']) await db.owner.query(`delete from ${table}`);
  });
  after(() => portal.close());

  const recall = (ctx: Context, { message }: Sent) =>
    recallMessage(ctx, sender, { message, reason: 'wrong_recipient' });
  const redirect = (ctx: Context, { message, delivery, email }: Sent) =>
    redirectDelivery(ctx, sender, {
      message,
      delivery,
      to: { email: `right.${email}`, phone: '+4520138888' },
    });

  /** Whether the delivery is as it was, or recalled with all that belongs to it; anything between fails. */
  async function isRecalled({ delivery }: Sent): Promise<boolean> {
    const { rows } = await db.owner.query<Record<string, number | string>>(
      `select d.status, d.seq,
          (select count(*)::int from events where delivery = d.id) as events,
          (select count(*)::int from events where delivery = d.id and type = 'delivery.recalled') as recalls,
          (select count(*)::int from wraps where delivery_id = d.id) as wraps,
          (select count(*)::int from tombstones where delivery = d.id) as tombstones,
          (select count(*)::int from session_deliveries where delivery_id = d.id) as sessions,
          (select count(*)::int from codes where delivery_id = d.id and used_at is null) as codes,
          (select count(*)::int from events where delivery = d.id and type = 'delivery.deletion_asked') as asked,
          (select count(*)::int from jobs where kind = 'deletion_request' and payload ->> 'delivery' = d.id::text) as jobs
        from deliveries d where d.id = $1`,
      [delivery],
    );
    const { status, seq, events, ...rest } = rows[0]!;
    assert.equal(seq, events);
    if (status === 'recalled') {
      const whole = { recalls: 1, wraps: 0, tombstones: 1, sessions: 0, codes: 0, asked: 1, jobs: 1 };
      assert.deepEqual(rest, whole);
      return true;
    }
    const before = { recalls: 0, wraps: 1, tombstones: 0, sessions: 1, codes: 1, asked: 0, jobs: 0 };
    assert.deepEqual([status, rest], ['opened', before]);
    return false;
  }

  /** The recipients that were added: each with all that makes it a delivery. */
  async function added({ message }: Sent): Promise<number> {
    const { rows } = await db.owner.query<Record<string, number | string>>(
      `select d.status, d.seq,
          (select count(*)::int from wraps where delivery_id = d.id) as wraps,
          (select count(*)::int from link_tokens where delivery_id = d.id) as links,
          (select count(*)::int from jobs where kind = 'notice' and payload ->> 'delivery' = d.id::text) as jobs,
          (select count(*)::int from events where delivery = d.id and type = 'delivery.available') as events
        from deliveries d where d.message_id = $1 and d.position > 1`,
      [message],
    );
    for (const row of rows) {
      assert.deepEqual(row, { status: 'sent', seq: 1, wraps: 1, links: 1, jobs: 1, events: 1 });
    }
    return rows.length;
  }

  async function prepare(): Promise<Sent> {
    const sent = await sendNoticed(portal);
    const session = await sessionFor(portal, sent);
    await readMessage(portal.ctx, sent.token, session, client);
    await codeFor(portal, sent);
    await db.owner.query('delete from jobs');
    return sent;
  }

  for (const isDone of [false, true]) {
    for (const [what, act, expected] of [
      ['a recall', recall, 0],
      ['a redirect', redirect, 1],
    ] as const) {
      it(`${what} is there wholly or not at all: ${isDone ? 'after' : 'before'} it was done`, async () => {
        let sent = await prepare();
        for (let at = 1; ; at += 1) {
          const ctx = breakingAt(portal, at, isDone);
          const failure = await act(ctx, sent).then(
            () => undefined,
            (error: unknown) => error,
          );
          const recalled = await isRecalled(sent);
          assert.equal(await added(sent), recalled ? expected : 0);
          if (!failure) {
            assert.ok(recalled);
            assert.ok(at > 8, 'several statements were broken');
            break;
          }
          assert.ok(failure instanceof Unavailable, String(failure));
          // What was kept although its answer was lost is told when it is asked for again.
          if (recalled) {
            const again = (await recall(portal.ctx, sent)).deliveries[0]!;
            assert.deepEqual([again.recalled, again.verdict], [true, 'opened']);
            sent = await prepare();
          }
        }
      });
    }
  }
});
