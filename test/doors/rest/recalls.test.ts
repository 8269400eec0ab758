import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { overview } from '../../../src/doors/rest/schemas-messages.ts';
import * as schemas from '../../../src/doors/rest/schemas-recalls.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

const unknown = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';
const right = { email: 'right@example.com', phone: '+4520123458' };

withDatabases('Recalling by REST', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  afterEach(() => db.owner.query('delete from jobs'));
  after(() => rest.close());

  const send = async (more: object = {}) => {
    const to = [...draft.to, { email: 'bo@example.com', phone: '+4520123457', name: 'Bo' }];
    const { status, body } = await rest.call('POST', '/messages', { body: { ...draft, to, ...more } });
    assert.equal(status, 201, JSON.stringify(body));
    return { id: body.id as string, ids: body.deliveries.map(({ id }: { id: string }) => id) as string[] };
  };
  const recall = (id: string, body: unknown, token = rest.token) =>
    rest.call('POST', `/messages/${id}/recalls`, { body, token });
  const redirect = (id: string, body: unknown) => rest.call('POST', `/messages/${id}/redirects`, { body });
  const codeOf = ({ status, body }: { status: number; body: { code: string } }) => `${status} ${body.code}`;
  const wordsOf = async (delivery: string) => {
    const { rows } = await db.database.query<{ reason: string; words: string | null }>(
      `select e.details ->> 'reason' as reason, f.fields ->> 'words' as words from events e
        join event_fields f on f.event = e.id where e.delivery = $1 and e.type = 'delivery.recalled'`,
      [delivery],
    );
    return rows[0];
  };

  it('answers with the verdict on each delivery, the same when asked again', async () => {
    const { id, ids } = await send();
    const first = await recall(id, { deliveries: [ids[1]], reason: 'wrong_recipient', words: 'Another Bo' });
    assert.equal(first.status, 201, JSON.stringify(first.body));
    const [verdict, ...others] = schemas.recalled.parse(first.body).deliveries;
    assert.deepEqual(others, []);
    const { recalledAt, deadUntil, ...told } = verdict!;
    assert.deepEqual(told, {
      id: ids[1],
      email: 'bo@example.com',
      status: 'recalled',
      verdict: 'never_opened',
      events: 2,
      recalled: true,
    });
    assert.ok(Date.parse(deadUntil!) > Date.parse(recalledAt!));
    assert.deepEqual(await wordsOf(ids[1]!), { reason: 'wrong_recipient', words: 'Another Bo' });
    const all = await recall(id, { reason: 'too_early' });
    assert.deepEqual(schemas.recalled.parse(all.body).deliveries[1], verdict);
    assert.deepEqual((await recall(id, { reason: 'other' })).body, all.body);
    const shown = overview.parse((await rest.call('GET', `/messages/${id}`)).body);
    assert.deepEqual(
      shown.deliveries.map(({ status }) => status),
      ['recalled', 'recalled'],
    );
  });

  it('takes any words as a reason', async () => {
    for (const [body, expected] of [
      [{ reason: 'wrong address' }, { reason: 'other', words: 'wrong address' }],
      [
        { reason: 'Forkert', words: 'borger' },
        { reason: 'other', words: 'Forkert borger' },
      ],
      [{ reason: 'other' }, { reason: 'other', words: null }],
    ] as const) {
      const { id, ids } = await send();
      assert.equal((await recall(id, body)).status, 201);
      assert.deepEqual(await wordsOf(ids[0]!), expected);
    }
  });

  it('refuses what it cannot mean, and what nobody may', async () => {
    const { id, ids } = await send();
    assert.equal(codeOf(await recall(unknown, { reason: 'other' })), '404 not_found');
    assert.equal(codeOf(await recall('x', { reason: 'other' })), '404 not_found');
    assert.equal(codeOf(await recall(id, { reason: 'other', deliveries: [unknown] })), '404 not_found');
    for (const body of [
      {},
      { reason: '' },
      { reason: 'x'.repeat(501) },
      { reason: 'other', words: 'x'.repeat(501) },
      { reason: 'other', deliveries: [] },
      { reason: 'other', deliveries: ['x'] },
      { reason: 'other', deliveries: Array(2001).fill(ids[0]) },
      { reason: 'other', everything: true },
      { reason: 'a\0b' },
    ]) {
      assert.equal(codeOf(await recall(id, body)), '422 invalid', JSON.stringify(body).slice(0, 60));
    }
    const other = await openRest(db);
    assert.equal(codeOf(await recall(id, { reason: 'other' }, other.token)), '404 not_found');
    assert.equal(
      codeOf(await rest.call('POST', `/messages/${id}/recalls`, { token: null })),
      '401 unauthenticated',
    );
    assert.equal((await recall(id, { reason: 'other' }, other.admin)).status, 201, 'with messages:all');
    await other.close();
    const ended = await send();
    await db.database.query(`update deliveries set status = 'expired' where message_id = $1`, [ended.id]);
    assert.equal(codeOf(await recall(ended.id, { reason: 'other' })), '409 delivery_final');
  });

  it('redirects to the right person in the same step', async () => {
    const { id, ids } = await send();
    const { status, body } = await redirect(id, { delivery: ids[1], to: right, reason: 'Another Bo' });
    assert.equal(status, 201, JSON.stringify(body));
    const { recalled, delivery } = schemas.redirected.parse(body);
    assert.deepEqual([recalled.id, recalled.verdict, recalled.recalled], [ids[1], 'never_opened', true]);
    assert.deepEqual({ ...delivery, id: '' }, { id: '', email: right.email, status: 'sent' });
    assert.deepEqual(await wordsOf(ids[1]!), { reason: 'wrong_recipient', words: 'Another Bo' });
    const shown = overview.parse((await rest.call('GET', `/messages/${id}`)).body);
    assert.deepEqual(
      shown.deliveries.map((each) => [each.email, each.status]),
      [
        ['ana@example.com', 'sent'],
        ['bo@example.com', 'recalled'],
        [right.email, 'sent'],
      ],
    );
    const listed = await redirect(id, { deliveries: [ids[0]], to: { email: 'held@example.com' } });
    assert.deepEqual(
      [listed.status, listed.body.delivery.status, listed.body.delivery.reason],
      [201, 'held', 'no_phone'],
    );
  });

  it('refuses to redirect to the same address, to nobody, or from what is not there', async () => {
    const { id, ids } = await send();
    for (const [body, expected] of [
      [{ delivery: ids[0], to: { ...right, email: 'ANA@example.com' } }, '409 same_address'],
      [{ delivery: ids[0], to: { ...right, email: 'bo@example.com' } }, '409 already_exists'],
      [{ delivery: ids[0], to: { ...right, email: 'nobody' } }, '422 email_invalid'],
      [{ delivery: ids[0], to: { ...right, phone: '12' } }, '422 phone_invalid'],
      [{ delivery: unknown, to: right }, '404 not_found'],
      [{ to: right }, '422 invalid'],
      [{ delivery: ids[0] }, '422 invalid'],
      [{ deliveries: ids, to: right }, '422 invalid'],
      [{ delivery: ids[0], deliveries: [ids[1]], to: right }, '422 invalid'],
    ] as const) {
      assert.equal(codeOf(await redirect(id, body)), expected, JSON.stringify(body));
    }
    assert.equal(codeOf(await redirect(unknown, { delivery: ids[0], to: right })), '404 not_found');
    const { body } = await rest.call('GET', `/messages/${id}`);
    assert.equal(body.deliveries.length, 2);
  });

  it('lets the notices wait as long as is asked for, and says until when', async () => {
    const { id } = await send({ undoMinutes: 15 });
    const shown = overview.parse((await rest.call('GET', `/messages/${id}`)).body);
    const minutes = (Date.parse(shown.noticesAt!) - Date.parse(shown.sentAt)) / 60_000;
    assert.ok(minutes > 14.9 && minutes < 15.1, `${minutes}`);
    assert.equal(
      codeOf(await rest.call('POST', `/messages/${id}/reminders`, { body: {} })),
      '409 notice_waits',
    );
    for (const undoMinutes of [-1, 16, 1.5, '5']) {
      const body = { ...draft, undoMinutes };
      assert.equal(codeOf(await rest.call('POST', '/messages', { body })), '422 invalid', `${undoMinutes}`);
    }
    const plain = overview.parse((await rest.call('GET', `/messages/${(await send()).id}`)).body);
    assert.equal(plain.noticesAt, undefined);
  });
});
