/** “My messages”: all of one address and number, for whoever has proved both, and nobody else's. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { admitRecipient, lockStanding } from '../../../src/delivery/admit-recipient.ts';
import { correctPhone } from '../../../src/delivery/correct-phone.ts';
import type { Queryable } from '../../../src/evidence/ports.ts';
import { forgetRecipients } from '../../../src/delivery/forget-recipients.ts';
import { eraseMessage } from '../../../src/delivery/erase-message.ts';
import type { Viewer } from '../../../src/delivery/message-access.ts';
import { openDelivery } from '../../../src/delivery/open-delivery.ts';
import { readMessage } from '../../../src/delivery/read-message.ts';
import { recallMessage } from '../../../src/delivery/recall-message.ts';
import { openOwnDelivery } from '../../../src/delivery/returning/open-own-delivery.ts';
import { ownDeliveries } from '../../../src/delivery/returning/own-deliveries.ts';
import { removePasskey } from '../../../src/delivery/returning/remove-passkey.ts';
import { offerComing, signInWithoutLink } from '../../../src/delivery/returning/sign-in-without-link.ts';
import { signOut } from '../../../src/delivery/sign-out.ts';
import { sweep } from '../../../src/delivery/sweep.ts';
import { type Lies, PasskeyDevice, present } from '../../desk/account/passkey-device.ts';
import { withDatabases } from '../../support/database.ts';
import { everythingKept } from '../../support/everything-kept.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { addColleague, addUnit } from '../../support/staff.ts';
import { until } from '../../support/process.ts';
import { find } from '../../system/search.ts';
import { client, refused, returning, someone } from './support.ts';

withDatabases('Own messages', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  after(() => portal.close());
  afterEach(() => db.database.query('delete from budgets'));

  const they = returning(() => portal);
  const list = (session: string) => ownDeliveries(db.database, session);
  const open = (id: string, session: string) => openOwnDelivery(portal.ctx, id, session, client);

  const come = async (device: PasskeyDevice, lies: Lies = {}, session?: string): Promise<string> =>
    signInWithoutLink(portal.ctx, device.use(await offerComing(portal.ctx, client), lies), session);

  it('are those of the address and number that a code proved, and open without another code', async () => {
    const to = someone();
    const first = await they.send(to);
    const second = await they.send({ ...to, email: to.email.toLowerCase() });
    await they.send({ ...to, email: someone().email });
    await they.send({ ...to, phone: someone().phone });
    const session = await they.byCode(first);
    const own = (await list(session))!;
    assert.deepEqual(
      own.map(({ id, ending, opened, unit }) => ({ id, ending, opened, unit })),
      [second, first].map(({ id }) => ({ id, ending: null, opened: false, unit: 'Borgerservice' })),
    );
    assert.doesNotMatch(JSON.stringify(own), /Afgørelse|example\.com/);

    const token = await open(second.id, session);
    assert.notEqual(token, second.token);
    assert.ok(await readMessage(portal.ctx, token, session, client));
    const [, , verified, opened] = await portal.events(second.id);
    assert.deepEqual([verified!.type, verified!.details.method], ['delivery.identity_verified', 'code']);
    assert.equal(verified!.details.session, opened!.details.session);
    assert.equal((await list(session))![0]!.opened, true);
    await signOut(portal.ctx, session);
    assert.equal(await list(session), undefined);
    await assert.rejects(open(second.id, session), refused('not_found'));
  });

  it('are found without a link by a passkey, which is what the evidence then says', async () => {
    const { to, device } = await they.withPasskey();
    const sent = await they.send(to);
    const session = await come(device);
    assert.equal((await list(session))!.length, 2);
    const token = await open(sent.id, session);
    assert.ok(await readMessage(portal.ctx, token, session, client));
    const { details } = (await portal.events(sent.id)).find(
      ({ type }) => type === 'delivery.identity_verified',
    )!;
    assert.equal(details.method, 'passkey');
    assert.match(String(details.passkey), /^[0-9a-f]{64}$/);
  });

  it('are those of whoever proved theirs last in a browser that several people use, and of nobody before', async () => {
    const first = await they.withPasskey();
    const second = await they.send(someone());
    assert.equal(await they.byCode(second, first.session), first.session);
    assert.deepEqual(
      (await list(first.session))!.map(({ id }) => id),
      [second.id],
    );
    await assert.rejects(open(first.sent.id, first.session), refused('not_found'));

    const came = await come(first.device, {}, first.session);
    assert.notEqual(came, first.session);
    assert.equal(await readMessage(portal.ctx, second.token, first.session, client), undefined);
    assert.deepEqual(
      (await list(came))!.map(({ id }) => id),
      [first.sent.id],
    );
    assert.equal(await they.byCode(second, came), came);
    assert.deepEqual(
      (await list(came))!.map(({ id }) => id),
      [second.id],
    );
  });

  it('are of nobody who has not proved them', async () => {
    const { sent, device } = await they.withPasskey();
    for (const lie of [
      { flags: present },
      { origin: 'https://evil.example' },
      { forged: true },
      { userHandle: null },
      { userHandle: randomBytes(32).toString('base64url') },
      { id: randomBytes(32) },
    ] satisfies readonly Lies[]) {
      await assert.rejects(come(device, lie), refused('passkey_invalid'), JSON.stringify(lie));
    }
    await assert.rejects(come(new PasskeyDevice()), refused('passkey_invalid'));
    const answer = device.use(await offerComing(portal.ctx, client));
    await signInWithoutLink(portal.ctx, answer, undefined);
    await assert.rejects(signInWithoutLink(portal.ctx, answer, undefined), refused('changed_meanwhile'));

    const stranger = await they.byCode(await they.send(someone()));
    for (const id of [sent.id, randomUUID(), 'nothing', '']) {
      await assert.rejects(open(id, stranger), refused('not_found'), id);
    }
    assert.equal(await list(randomBytes(32).toString('base64url')), undefined);
  });

  it('are not shown to a member of a mailbox, nor by an access code, nor after the number was corrected', async () => {
    const to = someone();
    const sent = await they.send(to);
    const session = await they.byCode(sent);
    await db.database.transaction(async (tx) => {
      const before = await lockStanding(tx, sent.id);
      const proven = { type: 'delivery.code_verified', details: {}, member: randomUUID() } as const;
      await admitRecipient(tx, sent.id, proven, before, session, client);
    });
    assert.equal(await list(session), undefined);

    const coded = { ...someone(), accessCode: true };
    const { deliveries } = await portal.send({ to: [coded] });
    await portal.work();
    const delivery = await they.found(await portal.tokenFor(coded.email));
    const code = deliveries[0]!.accessCode!;
    const another = await they.byCode(await they.send(someone()));
    assert.equal((await list(another))!.length, 1);
    await openDelivery(portal.ctx, delivery, code, another, client);
    assert.equal(await list(another), undefined);

    const corrected = await they.send(to);
    const other = await they.byCode(corrected);
    const { phone } = someone();
    const later = await they.send({ ...to, phone });
    await correctPhone(portal.ctx, viewer, corrected.id, phone);
    assert.equal(await list(other), undefined);
    await assert.rejects(open(later.id, other), refused('not_found'));
  });

  it('are not shown by an eID: it proves who somebody is, and two may have one address and one phone', async () => {
    const sent = await they.send(someone());
    const session = await db.database.transaction(async (tx) => {
      const before = await lockStanding(tx, sent.id);
      const proven = { type: 'delivery.identity_verified', details: { method: 'eid' } } as const;
      return admitRecipient(tx, sent.id, proven, before, undefined, client);
    });
    assert.ok(await readMessage(portal.ctx, sent.token, session, client));
    assert.equal(await list(session), undefined);
    await assert.rejects(open(sent.id, session), refused('not_found'));
    await assert.rejects(they.add(sent, session), refused('not_permitted'));
  });

  it('end with the passkey that showed them, and with the session', async () => {
    const { sent, session, device } = await they.withPasskey();
    const came = await come(device);
    assert.equal((await list(came))!.length, 1);
    await removePasskey(portal.ctx, sent.token, session, device.id.toString('base64url'), client);
    assert.equal(await list(came), undefined);
    await assert.rejects(open(sent.id, came), refused('not_found'));
    await assert.rejects(come(device), refused('passkey_invalid'));
    await db.owner.query("update recipient_sessions set last_seen_at = now() - interval '21 minutes'");
    assert.equal(await list(session), undefined);
  });

  it('that have ended say so, and those whose notice waits are not told of', async () => {
    const to = someone();
    const session = await they.byCode(await they.send(to));
    const recalled = await they.send(to);
    const locked = await they.send(to);
    const over = await they.send(to);
    const { deliveries } = await portal.send({ to: [to] });
    await recallMessage(portal.ctx, viewer, { message: recalled.message, reason: 'wrong_recipient' });
    await db.owner.query("update deliveries set status = 'locked' where id = $1", [locked.id]);
    await db.owner.query("update deliveries set expires_at = now() - interval '1 day' where id = $1", [
      over.id,
    ]);
    await db.owner.query(
      "update messages set notices_at = now() + interval '5 minutes' where id = (select message_id from deliveries where id = $1)",
      [deliveries[0]!.id],
    );
    assert.deepEqual(
      (await list(session))!.map(({ ending }) => ending),
      ['expired', 'locked', 'recalled', null],
    );
    for (const { id } of [recalled, locked, over]) {
      await assert.rejects(open(id, session), refused('gone'));
    }
    await assert.rejects(open(deliveries[0]!.id, session), refused('not_found'));
    await db.owner.query("update deliveries set expires_at = now() - interval '31 days' where id = $1", [
      over.id,
    ]);
    assert.equal((await list(session))!.length, 3);
  });

  it('once erased take the passkeys of their address along, and nothing of either is left', async () => {
    const { to, sent, device } = await they.withPasskey();
    const other = await they.send(to);
    const unit = await addUnit(db);
    const officer = await addColleague(db, unit, [{ role: 'compliance', unit }]);
    const erase = async (message: string) => {
      await db.owner.query('update messages set unit_id = $2 where id = $1', [message, unit]);
      await eraseMessage(
        portal.ctx,
        { actor: { kind: 'staff', id: officer.id }, name: 'Olga', units: [unit] },
        { message, reason: 'requested', words: 'Please' },
      );
    };
    const passkeys = async () =>
      (await db.database.query('select from recipient_passkeys where email = $1', [to.email.toLowerCase()]))
        .count;
    await erase(sent.message);
    assert.equal(await passkeys(), 1);
    await they.open(other, device);
    await erase(other.message);
    assert.equal(await passkeys(), 0);
    const kept = await everythingKept(db, portal.data);
    for (const secret of [to.email, to.phone]) assert.deepEqual(find(kept, secret), []);
    for (const [where, bytes] of kept) assert.equal(bytes.includes(device.id), false, where);
  });

  it('leave no passkey behind where the last two are erased at the same moment', async () => {
    const { to, sent } = await they.withPasskey();
    const other = await they.send(to);
    const forget = (tx: Queryable, { id, message }: typeof sent) => forgetRecipients(tx, message, [id]);
    const second = await db.database.transaction(async (tx) => {
      await forget(tx, sent);
      const waiting = db.database.transaction((another) => forget(another, other));
      await until('waiting', 20, async () => {
        const { rows } = await db.owner.query<{ waits: boolean }>(
          'select exists (select from pg_locks where not granted) as waits',
        );
        return rows[0]!.waits;
      });
      return { waiting };
    });
    await second.waiting;
    const { count } = await db.database.query('select from recipient_passkeys where email = $1', [
      to.email.toLowerCase(),
    ]);
    assert.equal(count, 0);
  });

  it('leave no passkey behind where no message to its number is left, nor what was removed or never answered', async () => {
    const { to, sent } = await they.withPasskey();
    const removed = await they.withPasskey();
    const stays = await they.withPasskey();
    await correctPhone(portal.ctx, viewer, sent.id, someone().phone);
    await offerComing(portal.ctx, client);
    await db.owner.query(
      "update recipient_passkeys set revoked_at = now() - interval '31 days' where email = $1",
      [removed.to.email.toLowerCase()],
    );
    await db.owner.query("update recipient_challenges set expires_at = now() - interval '1 minute'");
    await sweep(portal.ctx)({} as never, async () => undefined);
    const { rows } = await db.database.query<{ email: string }>(
      'select email from recipient_passkeys where email = any ($1)',
      [[to, removed.to, stays.to].map(({ email }) => email.toLowerCase())],
    );
    assert.deepEqual(rows, [{ email: stays.to.email.toLowerCase() }]);
    assert.equal((await db.database.query('select from recipient_challenges')).count, 0);
  });
});
