import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import {
  acceptMessage,
  type AcknowledgementDraft,
  type MessageDraft,
} from '../../src/delivery/accept-message.ts';
import { identityOf, isIdentity, sealIdentity } from '../../src/delivery/eid/identities.ts';
import { releaseKey, reserveKey } from '../../src/delivery/idempotency.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import { termsOf, usualTerms } from '../../src/delivery/terms.ts';
import { setPolicy } from '../../src/desk/policy.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { openPortal, type Portal, recipientDraft } from '../support/portal.ts';

const statements = { en: 'I have received the decision.' };
const day = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

const field = (name: string) => (error: unknown) =>
  error instanceof Refusal && error.code === 'invalid' && error.facts.field === name;

withDatabases('What a sender asks', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const count = async (table: string): Promise<number> =>
    (await db.database.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]!.n;

  const waiting = async (message: string): Promise<boolean[]> =>
    (
      await db.database.query<{ waits: boolean }>(
        'select awaits_signature as waits from deliveries where message_id = $1 order by position',
        [message],
      )
    ).rows.map(({ waits }) => waits);

  const repeated = async (key: string, draft: MessageDraft) => {
    const reservation = await reserveKey(portal.ctx, portal.sender.id, key);
    return acceptMessage(portal.ctx, portal.sender, draft, new Staging(portal.ctx), { reservation }).catch(
      async (error: unknown) => {
        await releaseKey(portal.ctx, reservation);
        throw error;
      },
    );
  };

  it('is nothing where a message says nothing: no row, no word in the evidence', async () => {
    const before = await count('message_terms');
    const { id, deliveries } = await portal.send({ options: { replies: true } });
    assert.equal(await count('message_terms'), before);
    assert.deepEqual(await termsOf(db.database, id), usualTerms);
    assert.deepEqual(await waiting(id), [false]);
    const { rows } = await db.database.query<{ details: object }>(
      `select details from events where message = $1 and type = 'message.accepted'`,
      [id],
    );
    assert.deepEqual(rows[0]!.details, { recipients: 1, attachments: 0 });
    assert.equal('accessCode' in deliveries[0]!, false);
  });

  it('is a signature, after reading and with a code, where only the words are given', async () => {
    const { id } = await portal.send({ acknowledgement: { statements } });
    assert.deepEqual(await termsOf(db.database, id), { ...usualTerms, moment: 'after' });
    assert.deepEqual(await waiting(id), [false]);
    const { rows } = await db.database.query<{ details: object }>(
      `select details from events where message = $1 and type = 'message.accepted'`,
      [id],
    );
    assert.deepEqual(rows[0]!.details, { recipients: 1, attachments: 0, moment: 'after', atLeast: 'code' });
  });

  it('holds the content back where it is to be signed before, and keeps every choice', async () => {
    const dueAt = inDays(10);
    const { id } = await portal.send({
      to: [recipientDraft, { email: 'nobody@example.com', phone: 'no number' }],
      acknowledgement: { statements, moment: 'before', atLeast: 'passkey', dueAt, ifMissed: 'recall' },
      options: { readers: true, passing: false, showsRecipients: true, replies: false },
    });
    const { dueAt: kept, ...terms } = await termsOf(db.database, id);
    assert.deepEqual(terms, {
      moment: 'before',
      atLeast: 'passkey',
      ifMissed: 'recall',
      readers: true,
      passing: false,
      showsRecipients: true,
      replies: false,
    });
    assert.equal(Date.parse(kept!), Date.parse(dueAt));
    assert.deepEqual(await waiting(id), [true, false], 'whoever was refused has nothing to sign');
  });

  it('is as strong as the organisation asks, also where the sender asks for less', async () => {
    const actor = { kind: 'staff', id: randomUUID() } as const;
    await setPolicy(portal.ctx, actor, {
      gateway: { secure: 'all' },
      acknowledgement: { atLeast: 'passkey' },
    });
    const weaker = await portal.send({ acknowledgement: { statements, atLeast: 'code' } });
    await setPolicy(portal.ctx, actor, { gateway: { secure: 'all' } });
    const after = await portal.send({ acknowledgement: { statements, atLeast: 'code' } });
    assert.equal((await termsOf(db.database, weaker.id)).atLeast, 'passkey');
    assert.equal((await termsOf(db.database, after.id)).atLeast, 'code');
  });

  const bad: readonly [string, AcknowledgementDraft, string][] = [
    ['no words', { statements: {} }, 'statement'],
    ['words that are blank', { statements: { und: ' \n\u0007' } }, 'statement'],
    ['2,001 characters', { statements: { und: '𝛼'.repeat(2001) } }, 'statement'],
    ['a day that is over', { statements, dueAt: inDays(-1) }, 'dueAt'],
    ['a day that is none', { statements, dueAt: 'soon' }, 'dueAt'],
    ['a day after the expiry', { statements, dueAt: inDays(91) }, 'dueAt'],
    ['a recall without a day', { statements, ifMissed: 'recall' }, 'dueAt'],
  ];
  for (const [name, acknowledgement, wrong] of bad) {
    it(`is refused with ${name}, and nothing of the message is kept`, async () => {
      const before = await count('messages');
      await assert.rejects(portal.send({ acknowledgement }), field(`acknowledgement.${wrong}`));
      assert.equal(await count('messages'), before);
    });
  }

  it('takes 2,000 characters, whatever plane they are of', async () => {
    await portal.send({ acknowledgement: { statements: { und: '𝛼'.repeat(2000) } } });
  });

  it('is part of what an Idempotency-Key names', async () => {
    const draft: MessageDraft = {
      from: 'sagsbehandler@fredericia.example',
      to: [recipientDraft],
      subject: 'Afgørelse',
      text: 'Kære Ana',
      acknowledgement: { statements },
    };
    const key = randomUUID();
    const first = await repeated(key, draft);
    assert.equal((await repeated(key, draft)).id, first.id);
    const changes: Partial<MessageDraft>[] = [
      { acknowledgement: { statements: { en: 'I have received the decisions.' } } },
      { acknowledgement: { statements, moment: 'before' } },
      { acknowledgement: undefined },
      { options: { readers: true } },
      { to: [{ ...recipientDraft, accessCode: true }] },
    ];
    for (const change of changes) {
      await assert.rejects(
        repeated(key, { ...draft, ...change }),
        (error) => error instanceof Refusal && error.code === 'idempotency_mismatch',
      );
    }
  });

  it('answers with access codes once, and keeps none of them', async () => {
    const draft: MessageDraft = {
      from: 'sagsbehandler@fredericia.example',
      to: [{ email: 'without@example.com', language: 'en', accessCode: true }, recipientDraft],
      subject: 'Afgørelse',
      text: 'Kære Ana',
    };
    const key = randomUUID();
    const { id, deliveries } = await repeated(key, draft);
    const [without, withPhone] = deliveries;
    assert.equal(without!.status, 'sent', 'nobody waits for a phone number');
    assert.match(without!.accessCode!, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    assert.equal('accessCode' in withPhone!, false);
    assert.deepEqual(
      (await portal.events(without!.id)).map(({ type }) => type),
      ['delivery.available', 'delivery.access_code_made'],
    );
    const again = await repeated(key, draft);
    assert.equal(again.id, id);
    assert.equal('accessCode' in again.deliveries[0]!, false);
    for (const table of [
      'idempotency_keys',
      'access_codes',
      'events',
      'event_fields',
      'jobs',
      'deliveries',
    ]) {
      const { rows } = await db.database.query<{ all: string }>(
        `select coalesce(string_agg(t::text, ' '), '') as all from ${table} t`,
      );
      assert.equal(rows[0]!.all.includes(without!.accessCode!), false, table);
    }
  });

  it('refuses more access codes than a computer makes while somebody waits', async () => {
    const to = Array.from({ length: 101 }, (_, at) => ({ email: `r${at}@example.com`, accessCode: true }));
    await assert.rejects(portal.send({ to }), field('to'));
  });

  it('refuses one address twice where only one of the two has an access code', async () => {
    const email = 'twice@example.com';
    const { deliveries } = await portal.send({
      to: [
        { email, phone: '+4520123456' },
        { email, phone: '+4520123456', accessCode: true },
      ],
    });
    assert.deepEqual(
      deliveries.map(({ status, reason }) => [status, reason]),
      [
        ['sent', undefined],
        ['refused', 'duplicate_recipient'],
      ],
    );
  });

  const withEid = (draft: Partial<MessageDraft>) => {
    const ctx = { ...portal.ctx, settings: { ...portal.ctx.settings, eid: 'MitID' } };
    const whole = { from: 'a@example.dk', to: [recipientDraft], subject: '', text: 'Kære Ana', ...draft };
    return acceptMessage(ctx, portal.sender, whole, new Staging(ctx));
  };

  it('asks for no eID where there is none, nor keeps a number that nothing could be matched with', async () => {
    const before = await count('messages');
    await assert.rejects(
      portal.send({ acknowledgement: { statements, atLeast: 'eid' } }),
      field('acknowledgement.atLeast'),
    );
    await assert.rejects(
      portal.send({ to: [{ ...recipientDraft, identity: '0101011234' }] }),
      field('identity'),
    );
    const policy = { gateway: { secure: 'all' }, acknowledgement: { atLeast: 'eid' } } as const;
    await assert.rejects(
      setPolicy(portal.ctx, { kind: 'staff', id: randomUUID() }, policy),
      field('acknowledgement.atLeast'),
    );
    assert.equal(await count('messages'), before);
  });

  it('asks nobody to sign who has no way to: no phone of their own, and no number for an eID', async () => {
    const before = await count('messages');
    const noPhone = { email: 'gerda@example.com', accessCode: true };
    for (const moment of ['before', 'after'] as const) {
      await assert.rejects(
        portal.send({ to: [recipientDraft, noPhone], acknowledgement: { statements, moment } }),
        field('acknowledgement.to'),
      );
    }
    assert.equal(await count('messages'), before);
    const withPhone = { ...noPhone, phone: '+4520123458' };
    const sent = await portal.send({ to: [withPhone], acknowledgement: { statements } });
    assert.equal(sent.deliveries[0]!.status, 'sent');
  });

  it('asks for an eID only where everybody can be matched with theirs', async () => {
    const acknowledgement = { statements, atLeast: 'eid' } as const;
    const ana = { ...recipientDraft, identity: '010101-1234' };
    const bo = { email: 'bo@example.com', phone: '+4520123457' };
    await assert.rejects(withEid({ to: [ana, bo], acknowledgement }), field('acknowledgement.atLeast'));
    await assert.rejects(withEid({ to: [{ ...ana, identity: '99' }], acknowledgement }), field('identity'));
    const { deliveries } = await withEid({ to: [ana], acknowledgement });
    const kept = await identityOf(portal.ctx, deliveries[0]!.id);
    assert.equal(isIdentity(kept!, '0101011234'), true);
    const { rows } = await db.database.query<{ all: string }>(
      `select string_agg(t::text, ' ') as all from (
        select d::text from deliveries d union all select i::text from delivery_identities i
        union all select e::text from events e union all select f::text from event_fields f) t`,
    );
    assert.equal(/010101-?1234/.test(rows[0]!.all), false);
  });

  it('takes the number that the contacts have, which then opens without a phone', async () => {
    const contact = randomUUID();
    await db.database.query('insert into contacts (id, email) values ($1, $2)', [contact, 'Eva@example.com']);
    const { kid, sealed } = await sealIdentity(portal.ctx, contact, 'DK0202021234');
    await db.database.query('insert into contact_identities (contact_id, kid, sealed) values ($1, $2, $3)', [
      contact,
      kid,
      sealed,
    ]);
    const to = [{ email: 'eva@example.com', language: 'da' as const }];
    assert.equal((await portal.send({ to })).deliveries[0]!.status, 'held', 'without an eID it is not asked');
    const { deliveries } = await withEid({ to });
    assert.equal(deliveries[0]!.status, 'sent');
    assert.equal(await identityOf(portal.ctx, deliveries[0]!.id), 'DK0202021234');
  });

  it('answers no reply that nobody gave this sender', async () => {
    const before = await count('messages');
    for (const answers of [randomUUID(), 'none']) {
      await assert.rejects(portal.send({ answers }), field('answers'));
    }
    assert.equal(await count('messages'), before);
  });

  it('answers a reply to a message of the same sender', async () => {
    const asked = await portal.send();
    const [reply, draft] = [randomUUID(), randomUUID()];
    await db.database.query(
      `insert into replies (id, message_id, delivery_id, sent_at, kid, jwe)
        values ($1, $3, $4, now(), 'k', 'j'), ($2, $3, $4, null, 'k', 'j')`,
      [reply, draft, asked.id, asked.deliveries[0]!.id],
    );
    const { id } = await portal.send({ answers: reply });
    const { rows } = await db.database.query<{ answers: string }>(
      'select answers from messages where id = $1',
      [id],
    );
    assert.equal(rows[0]!.answers, reply);
    await assert.rejects(portal.send({ answers: draft }), field('answers'), 'a draft is no answer yet');
    const stranger = randomUUID();
    await db.database.query(
      `insert into systems (id, unit_id, name, senders) values ($1::uuid, $2, 'other ' || $1::text, '{*}')`,
      [stranger, portal.sender.unit],
    );
    const draftOfStranger = {
      from: 'a@example.dk',
      to: [recipientDraft],
      subject: '',
      text: 'x',
      answers: reply,
    };
    await assert.rejects(
      acceptMessage(portal.ctx, { ...portal.sender, id: stranger }, draftOfStranger, new Staging(portal.ctx)),
      field('answers'),
    );
  });
});
