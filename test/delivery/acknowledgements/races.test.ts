/** Signing at the very moment at which something else happens to the same delivery: there is one order, and the evidence has it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { declineAcknowledgement } from '../../../src/delivery/acknowledgements/decline.ts';
import { signByCode } from '../../../src/delivery/acknowledgements/sign-by-code.ts';
import { watchDeadlines } from '../../../src/delivery/acknowledgements/watch-deadlines.ts';
import type { Context } from '../../../src/delivery/context.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import type { Viewer } from '../../../src/delivery/message-access.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { statusAfter, type ToldEvent } from '../../../src/evidence/verification/replay-status.ts';
import { Refusal } from '../../../src/message/refusals.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { senderOf } from '../recall-support.ts';
import { together } from '../together.ts';
import { type Asked, asked, client } from './support.ts';

withDatabases('Signed at the same moment', (db) => {
  let portal: Portal;
  let sender: Viewer;
  before(async () => {
    portal = await openPortal(db);
    sender = senderOf(portal);
  });
  afterEach(async () => {
    for (const table of ['jobs', 'outbox', 'failures', 'budgets'])
      await db.owner.query(`delete from ${table}`);
  });
  after(() => portal.close());

  type Act = (one: Asked) => Promise<(ctx: Context) => Promise<unknown>>;
  const once = { id: 0, kind: '', payload: {}, sealed: null, attempts: 1 };
  const sign: Act = async (one) => {
    const [code, signing, found] = [await one.code(), await one.signing(), await one.found()];
    return (ctx) => signByCode(ctx, signing, found, { code }, client);
  };
  const overdue = ({ message }: Asked) =>
    db.owner.query("update message_terms set due_at = now() - interval '1 second' where message_id = $1", [
      message,
    ]);

  /** What ends with it, and what may come of both. */
  const others: Readonly<Record<string, { act: Act; both: readonly string[] }>> = {
    'the same code again': { act: sign, both: [] },
    declining: {
      act: async (one) => {
        const signing = await one.signing();
        return (ctx) => declineAcknowledgement(ctx, signing, '', client);
      },
      both: [],
    },
    'a recall': {
      act:
        async ({ message }) =>
        (ctx) =>
          recallMessage(ctx, sender, { message, reason: 'wrong_recipient' }),
      both: ['recalled'],
    },
    'an erasure': {
      act: async ({ message }) => {
        const eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Olga', units: null } as const;
        return (ctx) => eraseMessage(ctx, eraser, { message, reason: 'requested' });
      },
      both: ['erased'],
    },
    'the deadline': {
      act: async (one) => {
        await overdue(one);
        return (ctx) => watchDeadlines(ctx)(once, async () => undefined) as Promise<void>;
      },
      both: ['acknowledged'],
    },
  };

  for (const [name, { act, both }] of Object.entries(others)) {
    for (const order of ['first', 'second'] as const) {
      it(`comes wholly ${order === 'first' ? 'before' : 'after'} ${name}, or the other way about`, async () => {
        for (let round = 0; round < 2; round += 1) {
          const one = await asked(db, portal);
          const signing = await sign(one);
          const other = await act(one);
          const [first, second] = order === 'first' ? [signing, other] : [other, signing];
          const results = await together(db, portal.ctx, first, second);
          for (const result of results) {
            if (result.status === 'rejected')
              assert.ok(result.reason instanceof Refusal, String(result.reason));
          }
          const done = results.filter(({ status }) => status === 'fulfilled').length;
          assert.ok(done === 1 || (done === 2 && both.length > 0), `${done} of both`);
          const events = await portal.events(one.id);
          const answers = events.filter(({ type }) => /acknowledged|declined/.test(type));
          assert.ok(answers.length <= 1);
          const status = await one.status();
          assert.equal(statusAfter(events as ToldEvent[]), status);
          if (done === 2) assert.ok(both.includes(status), status);
          assert.deepEqual(
            events.map(({ seq }) => seq),
            events.map((_, index) => index + 1),
          );
          const signed = answers.some(({ type }) => type === 'delivery.acknowledged');
          assert.equal((await one.acknowledgement()) !== undefined, signed && status !== 'erased');
        }
      });
    }
  }

  it('is signed once, however many browsers send the same code', async () => {
    for (let round = 0; round < 2; round += 1) {
      const one = await asked(db, portal);
      const act = await sign(one);
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => act(portal.ctx)));
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
      const { rows } = await db.owner.query(
        `select count(*)::int as count from events where delivery = $1 and type = 'delivery.acknowledged'`,
        [one.id],
      );
      assert.equal(rows[0]!.count, 1);
    }
  });
});
