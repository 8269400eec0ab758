import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { newAccessCode, readAccessCode } from '../../src/delivery/access-codes/access-code.ts';
import { makeAccessCode } from '../../src/delivery/access-codes/make-access-code.ts';
import { eraseMessage } from '../../src/delivery/erase-message.ts';
import { correctPhone } from '../../src/delivery/correct-phone.ts';
import { findDelivery, type LinkedDelivery } from '../../src/delivery/find-delivery.ts';
import type { Viewer } from '../../src/delivery/message-access.ts';
import { openDelivery } from '../../src/delivery/open-delivery.ts';
import { readMessage } from '../../src/delivery/read-message.ts';
import { recallMessage } from '../../src/delivery/recall-message.ts';
import { requestCode } from '../../src/delivery/request-code.ts';
import { unlockDelivery } from '../../src/delivery/unlock-delivery.ts';
import { Refusal } from '../../src/message/refusals.ts';
import { withDatabases } from '../support/database.ts';
import { everythingKept } from '../support/everything-kept.ts';
import { openPortal, type Portal } from '../support/portal.ts';

const client = { ip: '192.0.2.7', userAgent: 'test' };
const refused =
  (code: string, facts: object = {}) =>
  (error: unknown) =>
    error instanceof Refusal &&
    error.code === code &&
    Object.entries(facts).every(([name, value]) => error.facts[name] === value);

it('An access code is read however it is typed, and nothing else is taken for one', () => {
  const code = newAccessCode();
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  assert.notEqual(newAccessCode(), code);
  assert.equal(readAccessCode(code), code);
  assert.equal(readAccessCode(code.toLowerCase().replaceAll('-', '')), code);
  assert.equal(readAccessCode(` ${code.replaceAll('-', ' – ')} `), code);
  assert.equal(readAccessCode('oO0i-Il1L-ABCD'), '0001-1111-ABCD');
  for (const none of [
    '',
    '123456',
    '123 456',
    'ABCD-EFGH-JKM',
    'ABCD-EFGH-JKMNP',
    'ABCD-EFGH-JKMU',
    'ÅBCD-EFGH-JKMN',
  ]) {
    assert.equal(readAccessCode(none), undefined, none);
  }
});

withDatabases('Access codes', (db) => {
  let portal: Portal;
  let viewer: Viewer;
  let count = 0;
  before(async () => {
    portal = await openPortal(db);
    viewer = { kind: 'system', id: portal.sender.id, grants: [] };
  });
  after(() => portal.close());

  async function arrived({ phone = undefined as string | undefined, accessCode = true } = {}) {
    count += 1;
    const email = `a${count}@example.com`;
    const { id: message, deliveries } = await portal.send({
      to: [{ email, phone, language: 'en', accessCode }],
    });
    await portal.work();
    const token = await portal.tokenFor(email);
    const found = async (): Promise<LinkedDelivery> => (await findDelivery(db.database, token))!;
    return { message, id: deliveries[0]!.id, code: deliveries[0]!.accessCode ?? '', token, found };
  }

  const open = (delivery: LinkedDelivery, given: string, session?: string) =>
    openDelivery(portal.ctx, delivery, given, session, client);

  const typesOf = async (id: string) => (await portal.events(id)).map(({ type }) => type);

  it('open the message of somebody without a phone, again and again, and say by what', async () => {
    const { id, code, token, found } = await arrived();
    for (const typed of [code, code.toLowerCase().replaceAll('-', '')]) {
      const session = await open(await found(), typed);
      assert.equal((await readMessage(portal.ctx, token, session, client))?.content.text, 'Kære Ana');
    }
    const proofs = (await portal.events(id)).filter(({ type }) => type === 'delivery.identity_verified');
    assert.deepEqual(
      proofs.map(({ details }) => details.method),
      ['access_code', 'access_code'],
    );
    assert.match(String(proofs[0]!.details.session), /^[0-9a-f-]{36}$/);
  });

  it('share the tries of the delivery, lock it at the fifteenth wrong one, and open it again once unlocked', async () => {
    const { id, code, found } = await arrived();
    const wrong = newAccessCode();
    for (let left = 14; left > 0; left -= 1) {
      await assert.rejects(
        open(await found(), wrong),
        refused('wrong_code', { triesLeft: left, field: 'accessCode' }),
      );
    }
    await assert.rejects(open(await found(), wrong), refused('gone'));
    await assert.rejects(
      open(await found(), code),
      refused('gone'),
      'the right one opens no locked delivery',
    );
    assert.equal((await typesOf(id)).includes('delivery.locked'), true);
    await unlockDelivery(portal.ctx, viewer, id);
    await open(await found(), code);
  });

  it('count each of ten guesses at once, and take the try of a right one back', async () => {
    const { id, code, found } = await arrived();
    const delivery = await found();
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => open(delivery, newAccessCode())));
    assert.equal(tries.filter(({ status }) => status === 'rejected').length, 10);
    await open(delivery, code);
    const { rows } = await db.database.query<{ tries: number }>(
      'select wrong_tries as tries from deliveries where id = $1',
      [id],
    );
    assert.equal(rows[0]!.tries, 10);
  });

  it('count nothing where there is none, or where what was typed cannot be one', async () => {
    const phone = '+4520777001';
    const without = await arrived({ phone, accessCode: false });
    await assert.rejects(open(await without.found(), newAccessCode()), refused('invalid', { field: 'code' }));
    const { id, found } = await arrived({ phone: '+4520777002' });
    await assert.rejects(open(await found(), '7K3M-Q9TX-4BW'), refused('invalid', { field: 'accessCode' }));
    await assert.rejects(open(await found(), '123456'), refused('no_live_code'));
    const { rows } = await db.database.query<{ tries: number }>(
      'select sum(wrong_tries)::int as tries from deliveries where id = any ($1)',
      [[id, without.id]],
    );
    assert.equal(rows[0]!.tries, 0);
  });

  it('stand beside codes to a phone, of which neither is taken for the other', async () => {
    const phone = '+4520777003';
    const { code, found } = await arrived({ phone });
    await requestCode(portal.ctx, await found(), 'sms', 'opening', client);
    await portal.work();
    await open(await found(), code);
    await open(await found(), await portal.codeFor(phone));
  });

  it('are replaced by the next one, which ends what was opened with the one before', async () => {
    const { id, code, token, found } = await arrived();
    const session = await open(await found(), code);
    const next = await makeAccessCode(portal.ctx, viewer, id);
    assert.notEqual(next, code);
    assert.equal(await readMessage(portal.ctx, token, session, client), undefined);
    await assert.rejects(open(await found(), code), refused('wrong_code'));
    const again = await open(await found(), next);
    assert.notEqual(await readMessage(portal.ctx, token, again, client), undefined);
    assert.equal((await typesOf(id)).filter((type) => type === 'delivery.access_code_made').length, 2);
  });

  it('let a delivery go that waited for a phone number', async () => {
    const { deliveries } = await portal.send({ to: [{ email: 'held@example.com', language: 'en' }] });
    const { id, status } = deliveries[0]!;
    assert.equal(status, 'held');
    const code = await makeAccessCode(portal.ctx, viewer, id);
    await portal.work();
    const token = await portal.tokenFor('held@example.com');
    await open((await findDelivery(db.database, token))!, code);
    assert.equal((await typesOf(id)).includes('delivery.released'), true);
  });

  it('are made by nobody who may not act on the message, and for no delivery that has ended', async () => {
    const { message, id, code, found } = await arrived();
    const stranger: Viewer = { kind: 'person', id: randomUUID(), grants: [] };
    await assert.rejects(makeAccessCode(portal.ctx, stranger, id), refused('not_found'));
    await assert.rejects(makeAccessCode(portal.ctx, viewer, 'none'), refused('not_found'));
    await recallMessage(portal.ctx, viewer, { message, reason: 'wrong_recipient' });
    await assert.rejects(makeAccessCode(portal.ctx, viewer, id), refused('delivery_final'));
    await assert.rejects(open(await found(), code), refused('gone'));
  });

  it('are gone with everything about an erased recipient, and their old number too', async () => {
    const { message, id } = await arrived({ phone: '+4520777990' });
    const words = 'Her neighbour rang';
    await correctPhone(portal.ctx, viewer, id, '+4520777991', { how: 'other', words });
    const eraser = { actor: { kind: 'staff', id: randomUUID() }, name: 'Eva', units: null } as const;
    await eraseMessage(portal.ctx, eraser, { message, deliveries: [id], reason: 'requested' });
    const { rows } = await db.database.query('select from access_codes where delivery_id = $1', [id]);
    assert.equal(rows.length, 0);
    for (const [place, bytes] of await everythingKept(db, portal.data)) {
      for (const secret of ['4520777990', '4520777991', words]) {
        assert.equal(bytes.includes(secret), false, `${secret} in ${place}`);
      }
    }
    const waiting = await db.database.query(
      `select from jobs where kind = 'phone_changed' and payload ->> 'delivery' = $1`,
      [id],
    );
    assert.equal(waiting.rows.length, 0);
  });
});
