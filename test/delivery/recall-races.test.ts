/** A recall in the very moment in which something else happens to the same delivery: there is one order, and the evidence has it. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Context } from '../../src/delivery/context.ts';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { eraseMessage } from '../../src/delivery/erase-message.ts';
import { expireDeliveries } from '../../src/delivery/expire-deliveries.ts';
import { extendDeliveries } from '../../src/delivery/extend-deliveries.ts';
import { followLink } from '../../src/delivery/follow-link.ts';
import { hashToken } from '../../src/delivery/link-token.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { findAttachment, readAttachment } from '../../src/delivery/read-attachment.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import type { Verdict } from '../../src/delivery/read-verdicts.ts';
import { recallMessage, type Recalled } from '../../src/delivery/recall-message.ts';
import { recordNoticeReport } from '../../src/delivery/record-notice-report.ts';
import { redirectDelivery } from '../../src/delivery/redirect-delivery.ts';
import { remindRecipients } from '../../src/delivery/remind-recipients.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { makeDatabase, type TestDatabase, withDatabases } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { client, codeFor, type Sent, sendNoticed, senderOf, sessionFor } from './recall-support.ts';
import { together } from './together.ts';

type OpenSent = Sent & { readonly session: string; readonly code: string };

withDatabases('Recalled at the same moment', (db) => {
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

  const recall =
    ({ message }: Sent) =>
    (ctx: Context) =>
      recallMessage(ctx, sender, { message, reason: 'wrong_recipient' });

  const expireNow = async (sent: Sent) => {
    await db.database.query(`update deliveries set expires_at = now() where id = $1`, [sent.delivery]);
  };
  const unused = async () => undefined as never;
  const expiring = { id: 0, kind: 'expire', payload: {}, sealed: null, attempts: 1 };
  const eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Olga', units: null } as const;

  const verbs: Readonly<
    Record<
      string,
      {
        first?: (sent: OpenSent) => Promise<void>;
        act: (sent: OpenSent) => (ctx: Context) => Promise<unknown>;
      }
    >
  > = {
    'opening with a code': {
      act: (sent) => (ctx) => openDelivery(ctx, sent.linked, sent.code, undefined, client),
    },
    'a wrong code': {
      act: (sent) => (ctx) =>
        openDelivery(ctx, sent.linked, sent.code === '000000' ? '000001' : '000000', undefined, client),
    },
    reading: { act: (sent) => (ctx) => readMessage(ctx, sent.token, sent.session, client) },
    'asking for a code': { act: (sent) => (ctx) => requestCode(ctx, sent.linked, 'sms', 'opening', client) },
    'following the link': { act: (sent) => (ctx) => followLink(ctx, sent.linked, client) },
    'correcting the number': {
      act: (sent) => (ctx) => correctPhone(ctx, sender, sent.delivery, '+4520139999'),
    },
    reminding: { act: (sent) => (ctx) => remindRecipients(ctx, sender, sent.message) },
    extending: {
      act: (sent) => (ctx) =>
        extendDeliveries(ctx, sender, sent.message, new Date(Date.now() + 200 * 86_400_000).toISOString()),
    },
    'a bounce': {
      act: (sent) => (ctx) =>
        recordNoticeReport(ctx, sent.delivery, { kind: 'failed', text: 'No such person' }, false),
    },
    'the expiry': { first: expireNow, act: () => (ctx) => expireDeliveries(ctx)(expiring, unused) },
    'another recall': { act: recall },
    'a redirect': {
      act: (sent) => (ctx) =>
        redirectDelivery(ctx, sender, {
          message: sent.message,
          delivery: sent.delivery,
          to: { email: `right.${sent.email}`, phone: '+4520138888' },
        }),
    },
    'an erasure': {
      act: (sent) => (ctx) => eraseMessage(ctx, eraser, { message: sent.message, reason: 'requested' }),
    },
  };

  async function prepare(what: string): Promise<OpenSent> {
    const sent = await sendNoticed(portal);
    const session = await sessionFor(portal, sent);
    const ready = { ...sent, session, code: await codeFor(portal, sent) };
    await verbs[what]!.first?.(ready);
    return ready;
  }

  /** Nobody was told of anything but a refusal, and the events count without a gap to one end, with no opening after it. */
  async function assertOneOrder(
    sent: Sent,
    done: readonly PromiseSettledResult<unknown>[],
  ): Promise<string[]> {
    for (const each of done) {
      if (each.status === 'rejected') assert.ok(each.reason instanceof Refusal, String(each.reason));
    }
    const events = await portal.events(sent.delivery);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
    const types = events.map(({ type }) => type);
    assert.ok(types.filter((type) => type === 'delivery.recalled').length <= 1, types.join());
    const end = types.findIndex((type) => /recalled|expired|erased/.test(type));
    assert.ok(end >= 0, types.join());
    assert.ok(
      !types.slice(end).some((type) => /opened|code_verified|extended|reminded/.test(type)),
      types.join(),
    );
    const { count } = await db.database.query('select from wraps where delivery_id = $1', [sent.delivery]);
    assert.equal(count, 0);
    return types;
  }

  for (const what of Object.keys(verbs)) {
    it(`by whoever is first, then ${what}`, async () => {
      const sent = await prepare(what);
      const done = await together(db, portal.ctx, recall(sent), verbs[what]!.act(sent));
      assert.equal(done[0]!.status, 'fulfilled');
      const [verdict] = (done[0] as PromiseFulfilledResult<Recalled>).value.deliveries;
      assert.equal(verdict!.verdict, 'never_opened');
      await assertOneOrder(sent, done);
      if (what === 'reading') assert.equal((done[1] as PromiseFulfilledResult<unknown>).value, undefined);
      if (what === 'another recall') {
        assert.deepEqual((done[1] as PromiseFulfilledResult<Recalled>).value.deliveries, [verdict]);
      }
    });

    it(`after ${what}, which was first`, async () => {
      const sent = await prepare(what);
      const done = await together(db, portal.ctx, verbs[what]!.act(sent), recall(sent));
      await assertOneOrder(sent, done);
      const [first, recalled] = done;
      if (what === 'reading') {
        assert.ok((first as PromiseFulfilledResult<unknown>).value);
        const [verdict] = (recalled as PromiseFulfilledResult<Recalled>).value.deliveries;
        assert.equal(verdict!.verdict, 'opened');
      }
      if (what === 'a redirect') {
        const { deliveries } = (recalled as PromiseFulfilledResult<Recalled>).value;
        assert.deepEqual(
          deliveries.map((each) => each.status),
          ['recalled', 'recalled'],
          'whoever recalls after a redirect recalls that one too',
        );
      }
    });
  }
});

/** Deliveries of each message, and messages of each way. */
const [each, messages] = [50, 20];

describe('A recall and two thousand openings at the same moment', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let portal: Portal;
  let sender: Viewer;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    portal = await openPortal(db);
    sender = senderOf(portal);
  });
  after(async () => {
    await portal.close();
    await drop();
  });

  interface Reader {
    readonly delivery: string;
    readonly token: string;
    readonly session: string;
  }

  /** A message to many, each with an open session. */
  async function sendToMany(): Promise<{ message: string; file: string; readers: Reader[] }> {
    const to = Array.from({ length: each }, (_, n) => ({
      email: `r${n}@many.example`,
      phone: `+45201${String(10_000 + n)}`,
      language: 'en' as const,
    }));
    const file = { filename: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.alloc(100, 'a') };
    const { id, deliveries } = await portal.send({ to }, [file]);
    const readers = deliveries.map((delivery) => ({
      delivery: delivery.id,
      token: randomBytes(32).toString('base64url'),
      session: randomBytes(32).toString('base64url'),
    }));
    await db.database.query(
      `with token as (
          insert into link_tokens (hash, delivery_id) select * from unnest($1::bytea[], $2::uuid[])
        ), session as (
          insert into recipient_sessions (id_hash, public_id) select hash, gen_random_uuid() from unnest($3::bytea[]) hash
          returning id_hash
        ) insert into session_deliveries (session_hash, delivery_id)
          select hash, delivery from unnest($3::bytea[], $2::uuid[]) as s (hash, delivery)
            where exists (select from session)`,
      [
        readers.map(({ token }) => hashToken(token)),
        readers.map(({ delivery }) => delivery),
        readers.map(({ session }) => hashToken(session)),
      ],
    );
    const content = await openSentCopy(portal.ctx, sender, id);
    return { message: id, file: content!.attachments[0]!.id, readers };
  }

  /** Every fifth takes the file without looking at the page. */
  async function read({ token, session }: Reader, n: number, file: string): Promise<boolean> {
    const { ctx } = portal;
    if (n % 5 > 0) return (await readMessage(ctx, token, session, client)) !== undefined;
    const found = await findAttachment(ctx, token, session, file);
    if (!found) return false;
    return (await readAttachment(ctx, token, session, found, { from: 0, to: 10 }, client)) !== undefined;
  }

  async function assertAgrees(released: ReadonlyMap<string, boolean>, verdicts: readonly Verdict[]) {
    for (const { id, verdict, seq, openedAt, recalledAt } of verdicts) {
      const events = await portal.events(id);
      const opening = /^delivery\.(opened|reopened|attachment_opened)$/;
      const opened = events.filter(({ type }) => opening.test(type));
      const recall = events.filter(({ type }) => type === 'delivery.recalled');
      assert.deepEqual([recall.length, recall[0]!.seq, recall[0]!.at], [1, seq, recalledAt]);
      assert.ok(
        opened.every((event) => event.seq < seq && event.at < recalledAt!),
        'nothing is opened after the recall',
      );
      assert.equal(verdict, opened.length > 0 ? 'opened' : 'never_opened');
      assert.equal(openedAt, opened[0]?.at ?? null);
      assert.equal(
        released.get(id),
        opened.length > 0,
        'content left exactly where the evidence has an opening',
      );
    }
  }

  for (const way of ['one by one', 'all of a message in one recall']) {
    it(`never disagree: recalled ${way}`, async () => {
      const seen = { opened: 0, never_opened: 0 };
      for (let round = 0; round < messages; round += 1) {
        const { message, file, readers } = await sendToMany();
        const recall = (deliveries?: string[]) =>
          recallMessage(portal.ctx, sender, { message, deliveries, reason: 'wrong_recipient' });
        const released = new Map<string, boolean>();
        const reading = readers.map(async (reader, n) => {
          // Spread over the time that the recalls take, so that some are before and some after.
          await new Promise((resolve) => setTimeout(resolve, (n * (round + 1)) % 40));
          released.set(reader.delivery, await read(reader, n, file));
        });
        const recalling =
          way === 'one by one'
            ? readers.map(async ({ delivery }, n) => {
                await new Promise((resolve) => setTimeout(resolve, (n * 7) % 40));
                return (await recall([delivery])).deliveries;
              })
            : [
                new Promise((resolve) => setTimeout(resolve, round)).then(
                  async () => (await recall()).deliveries,
                ),
              ];
        const [verdicts] = await Promise.all([Promise.all(recalling), Promise.all(reading)]);
        await assertAgrees(released, verdicts.flat());
        for (const { verdict } of verdicts.flat()) seen[verdict] += 1;
        await db.owner.query('delete from jobs');
      }
      assert.equal(seen.opened + seen.never_opened, each * messages);
      assert.ok(seen.opened > 0 && seen.never_opened > 0, `${JSON.stringify(seen)}: no race`);
    });
  }
});
