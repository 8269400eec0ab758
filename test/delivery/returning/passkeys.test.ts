/** Passkeys of recipients: added after a code, in place of one from then on, and never of anybody else. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import { expireDeliveries } from '../../../src/delivery/expire-deliveries.ts';
import type { Viewer } from '../../../src/delivery/message-access.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { addPasskey } from '../../../src/delivery/returning/add-passkey.ts';
import { offerPasskey } from '../../../src/delivery/returning/offer-passkey.ts';
import { offerOpening, openByPasskey } from '../../../src/delivery/returning/open-by-passkey.ts';
import { listOwnPasskeys } from '../../../src/delivery/returning/own-passkeys.ts';
import { findOpenedHere } from '../../../src/delivery/returning/proven.ts';
import { removePasskey } from '../../../src/delivery/returning/remove-passkey.ts';
import { renamePasskey } from '../../../src/delivery/returning/rename-passkey.ts';
import { offerComing } from '../../../src/delivery/returning/sign-in-without-link.ts';
import { waysIn } from '../../../src/delivery/ways-in.ts';
import { type Lies, PasskeyDevice, present } from '../../desk/account/passkey-device.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { client, refused, returning, someone } from './support.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

withDatabases('Passkeys of recipients', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  after(() => portal.close());
  afterEach(() => db.database.query('delete from budgets'));

  const they = returning(() => portal);

  it('are added after a code, and open the next message without one', async () => {
    const { to, sent, device } = await they.withPasskey();
    const { type, details } = await they.lastEvent(sent);
    assert.equal(type, 'delivery.passkey_added');
    assert.equal(details.passkey, sha256(device.id));
    assert.match(String(details.key), /^[0-9a-f]{64}$/);
    const [{ name, createdAt }] = (await listOwnPasskeys(db.database, sent.id)) as [
      Awaited<ReturnType<typeof listOwnPasskeys>>[0],
    ];
    const added = (await portal.events(sent.id)).at(-1)!.at;
    assert.deepEqual([name, createdAt], ['My phone', added]);

    const next = await they.send({ ...to, email: to.email.toLowerCase() });
    assert.equal((await waysIn(db.database, next.id)).passkey, true);
    const session = await they.open(next, device);
    assert.equal((await readMessage(portal.ctx, next.token, session, client))?.content.subject, 'Afgørelse');
    const events = await portal.events(next.id);
    assert.deepEqual(
      events.map((event) => event.type),
      ['delivery.available', 'delivery.notified', 'delivery.identity_verified', 'delivery.opened'],
    );
    const verified = events[2]!.details;
    assert.deepEqual([verified.method, verified.passkey], ['passkey', sha256(device.id)]);
    assert.equal(verified.session, events[3]!.details.session);
    assert.ok((await listOwnPasskeys(db.database, next.id))[0]!.lastUsedAt);
  });

  it('are told of to the address, with nothing to press, and to nobody once it was erased', async () => {
    const { to } = await they.withPasskey();
    await portal.work();
    const told = async (email: string) =>
      (await portal.outbox()).filter(
        ({ kind, to, text }) => kind === 'mail' && to === email && text.includes('a passkey was added'),
      );
    const [mail, ...others] = await told(to.email);
    assert.equal(others.length, 0);
    assert.match(mail!.text, /Was it not you\?/);
    assert.doesNotMatch(mail!.text, /https?:/);

    const late = await they.withPasskey();
    await db.owner.query("update deliveries set status = 'erased' where id = $1", [late.sent.id]);
    await portal.work();
    assert.deepEqual(await told(late.to.email), []);
  });

  it('are asked for with what a device must do, and never twice of one device', async () => {
    const { sent, session, device } = await they.withPasskey();
    const offer = await offerPasskey(portal.ctx, sent.token, session, client);
    assert.deepEqual(
      [offer.rp.id, offer.attestation, offer.authenticatorSelection?.userVerification],
      ['localhost', 'none', 'required'],
    );
    assert.equal(offer.user.id, device.userHandle);
    assert.equal(offer.excludeCredentials?.[0]?.id, device.id.toString('base64url'));
    await assert.rejects(they.add(sent, session, device), refused('already_exists'));
    const other = await they.withPasskey();
    assert.notEqual(other.device.userHandle, device.userHandle);
    await assert.rejects(they.add(other.sent, other.session, device), refused('already_exists'));
  });

  it('are not added without the device having made sure of its owner, twice, or for another origin', async () => {
    const sent = await they.send(someone());
    const session = await they.byCode(sent);
    const lies: readonly Lies[] = [
      { flags: present },
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { crossOrigin: true },
      { type: 'webauthn.get' },
      { challenge: randomBytes(16).toString('base64url') },
    ];
    for (const lie of lies) {
      await assert.rejects(they.add(sent, session, new PasskeyDevice(), lie), refused('passkey_invalid'));
    }
    const device = new PasskeyDevice();
    const answer = device.create(await offerPasskey(portal.ctx, sent.token, session, client));
    const given = { answer, name: ' \n ' };
    await assert.rejects(addPasskey(portal.ctx, sent.token, session, given, client), refused('invalid'));
    await addPasskey(portal.ctx, sent.token, session, { answer, name: 'Phone' }, client);
    await assert.rejects(
      addPasskey(portal.ctx, sent.token, session, { answer, name: 'Phone' }, client),
      refused('changed_meanwhile'),
    );
    assert.equal((await listOwnPasskeys(db.database, sent.id)).length, 1);
  });

  it('are at most ten', async () => {
    const { sent, session } = await they.withPasskey();
    for (let count = 2; count <= 10; count += 1) await they.add(sent, session);
    await assert.rejects(they.add(sent, session), refused('not_permitted'));
  });

  it('are added by nobody who has not proved the number: without a session, by an access code, for another’s mailbox', async () => {
    const sent = await they.send(someone());
    const nobody = randomBytes(32).toString('base64url');
    await assert.rejects(offerPasskey(portal.ctx, sent.token, nobody, client), refused('unauthenticated'));
    const session = await they.byCode(sent);
    const elsewhere = await they.send(someone());
    await assert.rejects(
      offerPasskey(portal.ctx, elsewhere.token, session, client),
      refused('unauthenticated'),
    );
    const offer = await offerPasskey(portal.ctx, sent.token, session, client);
    const given = { answer: new PasskeyDevice().create(offer), name: 'Phone' };

    const hidden = async (change: string) => {
      await db.owner.query(change, [sent.id]);
      assert.equal((await findOpenedHere(db.database, sent.token, session))?.proven, false, change);
    };
    await hidden('update session_deliveries set member_id = gen_random_uuid() where delivery_id = $1');
    await assert.rejects(
      addPasskey(portal.ctx, sent.token, session, given, client),
      refused('not_permitted'),
    );
    await db.owner.query('update session_deliveries set member_id = null where delivery_id = $1', [sent.id]);
    await hidden("update deliveries set parted = 'passed' where id = $1");

    const to = { ...someone(), accessCode: true };
    const { deliveries } = await portal.send({ to: [to] });
    await portal.work();
    const token = await portal.tokenFor(to.email);
    const code = deliveries[0]!.accessCode!;
    const byAccessCode = await openDelivery(portal.ctx, await they.found(token), code, undefined, client);
    assert.ok(await readMessage(portal.ctx, token, byAccessCode, client));
    await assert.rejects(offerPasskey(portal.ctx, token, byAccessCode, client), refused('not_permitted'));
  });

  it('are not added to a number that was corrected after the code', async () => {
    const { phone } = someone();
    const sent = await they.send(someone());
    const session = await they.byCode(sent);
    const answer = new PasskeyDevice().create(await offerPasskey(portal.ctx, sent.token, session, client));
    await correctPhone(portal.ctx, viewer, sent.id, phone);
    await assert.rejects(addPasskey(portal.ctx, sent.token, session, { answer, name: 'Phone' }, client));
    assert.deepEqual(await listOwnPasskeys(db.database, sent.id), []);
    assert.notEqual((await findOpenedHere(db.database, sent.token, session))?.proven, true);
  });

  it('open nothing with an answer that is wrong, of another, or was given before', async () => {
    const { to, device } = await they.withPasskey();
    const sent = await they.send(to);
    const other = await they.withPasskey();
    const lies: readonly Lies[] = [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { crossOrigin: true },
      { type: 'webauthn.create' },
      { flags: present },
      { forged: true },
      { userHandle: randomBytes(32).toString('base64url') },
      { id: other.device.id },
      { challenge: randomBytes(16).toString('base64url') },
    ];
    for (const lie of lies) {
      await assert.rejects(they.open(sent, device, lie), refused('passkey_invalid'), JSON.stringify(lie));
    }
    await assert.rejects(they.open(sent, other.device), refused('passkey_invalid'));
    await assert.rejects(
      they.open(sent, device, { challenge: randomBytes(32).toString('base64url') }),
      refused('changed_meanwhile'),
    );
    const delivery = await they.found(sent.token);
    assert.equal(
      (await db.database.query('select from deliveries where id = $1 and wrong_tries = 0', [sent.id])).count,
      1,
    );

    const answer = device.use(await offerOpening(portal.ctx, delivery, client));
    await openByPasskey(portal.ctx, delivery, answer, undefined, client);
    await assert.rejects(
      openByPasskey(portal.ctx, delivery, answer, undefined, client),
      refused('changed_meanwhile'),
    );
  });

  it('answer a challenge only for what it was made', async () => {
    const { to, sent, session, device } = await they.withPasskey();
    const another = await they.send(to);
    const challenges = [
      await offerOpening(portal.ctx, await they.found(another.token), client),
      await offerPasskey(portal.ctx, sent.token, session, client),
      await offerComing(portal.ctx, client),
    ];
    for (const { challenge } of challenges) {
      await assert.rejects(they.open(sent, device, { challenge }), refused('passkey_invalid'));
    }
    const delivery = await they.found(sent.token);
    const late = device.use(await offerOpening(portal.ctx, delivery, client));
    await db.owner.query("update recipient_challenges set expires_at = now() - interval '1 second'");
    await assert.rejects(
      openByPasskey(portal.ctx, delivery, late, undefined, client),
      refused('changed_meanwhile'),
    );
  });

  it('open nothing for the same number at another address, nor for another number at the same address', async () => {
    const { to, device } = await they.withPasskey();
    for (const differing of [{ email: someone().email }, { phone: someone().phone }]) {
      const sent = await they.send({ ...to, ...differing });
      assert.equal((await waysIn(db.database, sent.id)).passkey, false);
      await assert.rejects(they.open(sent, device), refused('not_found'));
    }
  });

  it('open nothing after the number was corrected, or once they were removed, between asking and answering too', async () => {
    const { to, sent, session, device } = await they.withPasskey();
    const second = await they.send(to);
    const delivery = await they.found(second.token);
    const asked = device.use(await offerOpening(portal.ctx, delivery, client));
    await correctPhone(portal.ctx, viewer, second.id, someone().phone);
    await assert.rejects(
      openByPasskey(portal.ctx, delivery, asked, undefined, client),
      refused('passkey_invalid'),
    );

    const first = await they.found(sent.token);
    const answer = device.use(await offerOpening(portal.ctx, first, client));
    await removePasskey(portal.ctx, sent.token, session, device.id.toString('base64url'), client);
    const { type, details } = await they.lastEvent(sent);
    assert.deepEqual([type, details.passkey], ['delivery.passkey_removed', sha256(device.id)]);
    await assert.rejects(
      openByPasskey(portal.ctx, first, answer, undefined, client),
      refused('passkey_invalid'),
    );
    assert.equal((await waysIn(db.database, sent.id)).passkey, false);
  });

  it('open nothing that was recalled, is locked, or is over', async () => {
    const { to, device } = await they.withPasskey();
    const ends: readonly ((sent: { id: string; message: string }) => Promise<unknown>)[] = [
      ({ message }) => recallMessage(portal.ctx, viewer, { message, reason: 'wrong_recipient' }),
      ({ id }) => db.owner.query("update deliveries set status = 'locked' where id = $1", [id]),
      async ({ id }) => {
        await db.owner.query("update deliveries set expires_at = now() - interval '1 hour' where id = $1", [
          id,
        ]);
        await expireDeliveries(portal.ctx)({} as never, async () => undefined);
      },
    ];
    for (const end of ends) {
      const sent = await they.send(to);
      const delivery = await they.found(sent.token);
      const answer = device.use(await offerOpening(portal.ctx, delivery, client));
      await end(sent);
      await assert.rejects(openByPasskey(portal.ctx, delivery, answer, undefined, client), refused('gone'));
      await assert.rejects(they.open(sent, device), refused('gone'));
    }
  });

  it('that have a copy somewhere are refused', async () => {
    const { sent, device } = await they.withPasskey();
    device.counter = 7;
    await they.open(sent, device);
    await assert.rejects(they.open(sent, device), (error: Error) => error.name === 'CounterWentBack');
    device.counter = 8;
    await they.open(sent, device);
  });

  it('have a budget of challenges, which no code is spent on', async () => {
    const { sent, device } = await they.withPasskey();
    const delivery = await they.found(sent.token);
    await db.owner.query("update budgets set used = 60 where scope = 'passkey/delivery'");
    await assert.rejects(offerOpening(portal.ctx, delivery, client), refused('budget_spent'));
    await db.owner.query('delete from budgets');
    await they.open(sent, device);
  });

  it('are renamed and removed by their owner alone', async () => {
    const { sent, session, device } = await they.withPasskey();
    const id = device.id.toString('base64url');
    await renamePasskey(portal.ctx, sent.token, session, id, ' Old  phone ');
    assert.equal((await listOwnPasskeys(db.database, sent.id))[0]!.name, 'Old phone');
    await assert.rejects(
      renamePasskey(portal.ctx, sent.token, session, id, 'x'.repeat(61)),
      refused('invalid'),
    );
    const other = await they.withPasskey();
    const notTheirs = [
      () => renamePasskey(portal.ctx, other.sent.token, other.session, id, 'Mine'),
      () => removePasskey(portal.ctx, other.sent.token, other.session, id, client),
      () => removePasskey(portal.ctx, sent.token, session, 'AAAA', client),
    ];
    for (const change of notTheirs) await assert.rejects(change, refused('not_found'));
    await removePasskey(portal.ctx, sent.token, session, id, client);
    assert.deepEqual(await listOwnPasskeys(db.database, sent.id), []);
    await assert.rejects(removePasskey(portal.ctx, sent.token, session, id, client), refused('not_found'));
  });
});
