import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { acceptMessage } from '../../src/delivery/accept-message.ts';
import { reserveKey } from '../../src/delivery/idempotency.ts';
import { Staging, safeFilename } from '../../src/delivery/stage-message.ts';
import { saveContacts } from '../../src/desk/contacts/save-contacts.ts';
import { sweep } from '../../src/delivery/sweep.ts';
import { Refusal, Unavailable } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { once, openPortal, type Portal, recipientDraft } from '../support/portal.ts';

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

withDatabases('Accepting a message', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const rows = async (table: string): Promise<number> =>
    (await db.database.query<{ count: number }>(`select count(*) as count from ${table}`)).rows[0]!.count;

  it('judges each recipient alone: one stands, one is held, two are refused', async () => {
    const { deliveries, warnings } = await portal.send({
      to: [
        recipientDraft,
        { email: 'no-phone@example.com' },
        { email: 'bad-phone@example.com', phone: '12' },
        { email: 'no address', phone: '+4520123456' },
      ],
    });
    assert.deepEqual(
      deliveries.map(({ status, reason }) => [status, reason]),
      [
        ['sent', undefined],
        ['held', 'no_phone'],
        ['refused', 'phone_invalid'],
        ['refused', 'email_invalid'],
      ],
    );
    assert.equal(warnings, undefined);
    const held = await portal.events(deliveries[1]!.id);
    assert.deepEqual(
      held.map((event) => event.type),
      ['delivery.available', 'delivery.held'],
    );
    const { rows: wraps } = await db.database.query<{ count: number }>(
      'select count(*) as count from wraps where delivery_id = any ($1)',
      [deliveries.map((d) => d.id)],
    );
    assert.equal(wraps[0]!.count, 2, 'no seal for the refused');
  });

  it('folds a recipient given twice, and refuses one given again with another number', async () => {
    const { deliveries, warnings } = await portal.send({
      to: [
        recipientDraft,
        { ...recipientDraft, email: 'ANA@example.com' },
        { ...recipientDraft, phone: '+4520000000' },
      ],
    });
    assert.deepEqual(
      deliveries.map(({ status, reason }) => [status, reason]),
      [
        ['sent', undefined],
        ['refused', 'duplicate_recipient'],
      ],
    );
    assert.deepEqual(warnings, [{ code: 'duplicate_recipient', email: 'ANA@example.com' }]);
  });

  it('lets a recipient stand whose first entry was refused', async () => {
    const { deliveries } = await portal.send({ to: [{ ...recipientDraft, phone: '12' }, recipientDraft] });
    assert.deepEqual(
      deliveries.map(({ status, reason }) => [status, reason]),
      [
        ['refused', 'phone_invalid'],
        ['sent', undefined],
      ],
    );
  });

  it('keeps nothing of a message whose blobs were swept while it was being sent', async () => {
    const before = [await rows('messages'), await rows('events')];
    const staging = new Staging(portal.ctx);
    await staging.addAttachment({ filename: 'a.bin', contentType: 'x/y' }, once(Buffer.alloc(200_000)));
    await db.database.query("update staged_blobs set staged_at = now() - interval '25 hours'");
    await sweep(portal.ctx)({} as never, async () => undefined);
    const draft = { from: 'a@example.dk', to: [recipientDraft], subject: '', text: 'x' };
    await assert.rejects(
      acceptMessage(portal.ctx, portal.sender, draft, staging),
      (error) => error instanceof Unavailable && error.part === 'blobs',
    );
    assert.deepEqual([await rows('messages'), await rows('events')], before);
  });

  it('takes number, name and language from the contacts where the sender left them out', async () => {
    await saveContacts(portal.ctx, { kind: 'system', id: portal.ctx.settings.installation }, [
      { email: 'Known@example.com', phone: '20304050', language: 'sv' },
    ]);
    const { deliveries } = await portal.send({ to: [{ email: 'known@example.com' }] });
    assert.equal(deliveries[0]!.status, 'sent');
    const { rows: found } = await db.database.query<{ phone: string; language: string }>(
      'select phone, language from deliveries where id = $1',
      [deliveries[0]!.id],
    );
    assert.deepEqual(found[0], { phone: '+4520304050', language: 'sv' });
  });

  for (const [what, draft, code] of [
    ['an empty message', { text: ' \n ' }, 'empty_message'],
    ['a phone that is none', { to: [{ email: 'a@example.com', phone: 'call me' }] }, 'phone_invalid'],
    [
      'nobody left for several reasons',
      {
        to: [
          { email: 'x', phone: '1' },
          { email: 'a@b.dk', phone: '1' },
        ],
      },
      'no_recipient_left',
    ],
    [
      '10,000 recipients',
      { to: Array.from({ length: 10_000 }, (_, n) => ({ ...recipientDraft, email: `r${n}@example.com` })) },
      'too_many_recipients',
    ],
    ['an expiry in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiry_invalid'],
    ['an expiry that is none', { expiresAt: 'soon' }, 'expiry_invalid'],
    ['a text too large', { text: 'x'.repeat(11 * 1024 * 1024) }, 'too_large'],
    ['a sender that is no address', { from: 'me' }, 'email_invalid'],
  ] as const) {
    it(`refuses ${what}, says so in the evidence, and keeps nothing else`, async () => {
      const before = [
        await rows('messages'),
        await rows('deliveries'),
        await rows('jobs'),
        await rows('parts'),
      ];
      const refusals = await rows("events where type = 'message.refused'");
      await assert.rejects(portal.send(draft), refused(code));
      assert.deepEqual(
        [await rows('messages'), await rows('deliveries'), await rows('jobs'), await rows('parts')],
        before,
      );
      assert.equal(await rows("events where type = 'message.refused'"), refusals + 1);
    });
  }

  it('refuses a sender that the system may not use', async () => {
    const staging = new Staging(portal.ctx);
    const sender = { ...portal.sender, senders: ['*@example.dk', 'one@example.se'] };
    const draft = { to: [recipientDraft], subject: '', text: 'x' };
    for (const from of ['a@other.dk', 'a@sub.example.dk', 'two@example.se', 'a@example.dk.evil.dk']) {
      await assert.rejects(
        acceptMessage(portal.ctx, sender, { ...draft, from }, staging),
        refused('sender_not_allowed'),
      );
    }
    await acceptMessage(portal.ctx, sender, { ...draft, from: 'A@Example.dk' }, new Staging(portal.ctx));
  });

  it('discards the blobs of a refused message', async () => {
    const file = { filename: 'a.bin', contentType: 'x/y', bytes: Buffer.alloc(200_000) };
    await assert.rejects(portal.send({ to: [] }, [file]), refused('no_recipient_left'));
    assert.equal(await rows('staged_blobs'), 0);
  });

  it('discards what had come of an upload that broke off', async () => {
    const staging = new Staging(portal.ctx);
    const broken = (async function* () {
      yield Buffer.alloc(2_000_000);
      throw new Error('cut');
    })();
    await assert.rejects(staging.addAttachment({ filename: 'a', contentType: 'a/b' }, broken), /cut/);
    assert.equal(await rows('staged_blobs'), 0);
  });

  it('gives the first answer again for the same key, and refuses the key for anything else', async () => {
    const draft = { from: 'a@example.dk', to: [recipientDraft], subject: 'S', text: 'T' };
    const attempt = async (text: string, file = 'x') => {
      const reservation = await reserveKey(portal.ctx, portal.sender.id, 'key-1');
      const staging = new Staging(portal.ctx);
      await staging.addAttachment({ filename: 'f', contentType: 'a/b' }, once(Buffer.from(file)));
      return acceptMessage(portal.ctx, portal.sender, { ...draft, text }, staging, { reservation });
    };
    const first = await attempt('T');
    const count = await rows('messages');
    assert.deepEqual(await attempt('T'), first);
    await assert.rejects(attempt('U'), refused('idempotency_mismatch'));
    await assert.rejects(attempt('T', 'y'), refused('idempotency_mismatch'));
    assert.equal(await rows('messages'), count);
  });

  it('refuses a key while its request is in flight, and gives it up after a minute without a sign of life', async () => {
    await reserveKey(portal.ctx, portal.sender.id, 'key-2');
    await assert.rejects(reserveKey(portal.ctx, portal.sender.id, 'key-2'), refused('request_in_flight'));
    await db.database.query(
      "update idempotency_keys set leased_until = now() - interval '1 second' where key = 'key-2'",
    );
    const reservation = await reserveKey(portal.ctx, portal.sender.id, 'key-2');
    assert.equal(reservation.answered, undefined);
  });

  it('takes 2,000 recipients', async () => {
    const to = Array.from({ length: 2000 }, (_, n) => ({ ...recipientDraft, email: `many${n}@example.com` }));
    const { deliveries } = await portal.send({ to });
    assert.equal(deliveries.length, 2000);
    assert.ok(deliveries.every((d) => d.status === 'sent'));
    await db.database.query("delete from jobs where kind = 'notice'");
  });
});

it('A file name names one file, whatever it was', () => {
  assert.equal(safeFilename('../../etc/passwd'), 'passwd');
  assert.equal(safeFilename('C:\\temp\\a.doc'), 'a.doc');
  assert.equal(safeFilename('a"b\r\nc.txt'), 'a_b__c.txt');
  assert.equal(safeFilename('..'), 'attachment');
  assert.equal(safeFilename('  '), 'attachment');
  assert.equal(safeFilename('evil\u202egpj.exe'), 'evil_gpj.exe');
  assert.equal([...safeFilename('æ'.repeat(400))].length, 255);
});
