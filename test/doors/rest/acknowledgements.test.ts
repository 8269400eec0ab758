import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { openSentCopy } from '../../../src/delivery/read-sent-copy.ts';
import { setPolicy } from '../../../src/desk/policy.ts';
import { recordEvent } from '../../../src/evidence/record-event.ts';
import { withDatabases } from '../../support/database.ts';
import { openRest, portalManager, type Rest } from './support/rest.ts';

const draft = {
  from: 'sagsbehandler@fredericia.example',
  to: [{ email: 'ana@example.com', phone: '+4520123456', language: 'en' }],
  subject: 'Afgørelse',
  text: 'Kære Ana',
};
const dueAt = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString();

withDatabases('Acknowledgements by REST', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const post = (change: object, headers = {}) =>
    rest.call('POST', '/messages', { body: { ...draft, ...change }, headers });

  const statements = async (id: string) =>
    (await openSentCopy(rest.ctx, { kind: 'system', id: rest.system, grants: [] }, id))?.statements;

  it('need no more than the words, and are told with the message', async () => {
    const sent = await post({ acknowledgement: { statement: 'I have received the decision.' } });
    assert.equal(sent.status, 201);
    assert.deepEqual(await statements(sent.body.id), { und: 'I have received the decision.' });
    const { body } = await rest.call('GET', `/messages/${sent.body.id}`);
    assert.deepEqual(body.acknowledgement, { moment: 'after', atLeast: 'code', ifMissed: 'tell' });
    assert.deepEqual(body.deliveries[0].acknowledgement, { state: 'awaited' });
    assert.equal(JSON.stringify(body).includes('received the decision'), false, 'the words are content');
  });

  it('take words in several languages, or a wording of the list in all of them', async () => {
    const written = { da: 'Jeg har modtaget afgørelsen.', en: 'I have received the decision.' };
    const several = await post({
      acknowledgement: {
        statements: written,
        moment: 'before',
        atLeast: 'passkey',
        dueAt,
        ifMissed: 'recall',
      },
    });
    assert.deepEqual(await statements(several.body.id), written);
    const listed = await post({ acknowledgement: { preset: 'received' } });
    assert.deepEqual(await statements(listed.body.id), {
      da: 'Jeg har modtaget denne besked.',
      sv: 'Jag har tagit emot det här meddelandet.',
      en: 'I have received this message.',
    });
    const { body } = await rest.call('GET', `/messages/${several.body.id}`);
    assert.equal(Date.parse(body.acknowledgement.dueAt), Date.parse(dueAt));
    assert.equal(body.acknowledgement.moment, 'before');
  });

  it('are told as signed, declined or missed', async () => {
    const { body: sent } = await post({
      acknowledgement: { preset: 'read' },
      to: ['one', 'two', 'three'].map((name) => ({ email: `${name}@example.com`, phone: '+4520123456' })),
    });
    const [one, two, three] = sent.deliveries.map(({ id }: { id: string }) => id) as string[];
    const actor = (id: string) => ({ kind: 'recipient', id }) as const;
    await db.database.transaction(async (tx) => {
      await recordEvent(tx, one!, {
        type: 'delivery.acknowledged',
        actor: actor(one!),
        details: { method: 'passkey' },
      });
      await recordEvent(tx, two!, { type: 'delivery.declined', actor: actor(two!) });
      await recordEvent(tx, three!, { type: 'delivery.signature_missed', actor: actor(three!) });
    });
    const { body } = await rest.call('GET', `/messages/${sent.id}`);
    assert.deepEqual(
      body.deliveries.map((each: any) => [
        each.acknowledgement.state,
        each.acknowledgement.method,
        typeof each.acknowledgement.at,
      ]),
      [
        ['signed', 'passkey', 'string'],
        ['declined', undefined, 'string'],
        ['missed', undefined, 'string'],
      ],
    );
  });

  for (const [name, acknowledgement, field] of [
    ['nothing to sign', {}, 'acknowledgement'],
    ['two wordings', { statement: 'x', preset: 'read' }, 'acknowledgement'],
    ['words in no language', { statements: {} }, 'acknowledgement.statement'],
    ['blank words', { statement: '   ' }, 'acknowledgement.statement'],
    ['a wording of no list', { preset: 'sworn' }, 'acknowledgement.preset'],
    ['reading confirmed before reading', { preset: 'read', moment: 'before' }, 'acknowledgement.preset'],
    ['a day that is over', { preset: 'read', dueAt: '2020-01-01T00:00:00Z' }, 'acknowledgement.dueAt'],
    ['a recall without a day', { preset: 'read', ifMissed: 'recall' }, 'acknowledgement.dueAt'],
    ['an eID where there is none', { preset: 'read', atLeast: 'eid' }, 'acknowledgement.atLeast'],
    ['something else', { preset: 'read', seal: true }, 'acknowledgement.seal'],
  ] as const) {
    it(`refuse ${name}, naming the field`, async () => {
      const { status, body } = await post({ acknowledgement });
      assert.equal(status, 422);
      assert.equal(body.code, 'invalid');
      assert.equal(body.errors?.[0]?.field ?? body.field, field);
    });
  }

  it('answer an access code once, and never again for the same key', async () => {
    const to = [{ email: 'without@example.com', language: 'en', accessCode: true }];
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await post({ to }, headers);
    assert.equal(first.status, 201);
    assert.equal(first.body.deliveries[0].status, 'sent');
    assert.match(first.body.deliveries[0].accessCode, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const again = await post({ to }, headers);
    assert.equal(again.headers.get('Idempotency-Replayed'), 'true');
    assert.equal('accessCode' in again.body.deliveries[0], false);
    const delivery = first.body.deliveries[0].id;
    const next = await rest.call('POST', `/deliveries/${delivery}/access-codes`, { body: {} });
    assert.equal(next.status, 201);
    assert.notEqual(next.body.accessCode, first.body.deliveries[0].accessCode);
    const strange = await rest.call('POST', `/deliveries/${randomUUID()}/access-codes`, { body: {} });
    assert.equal(strange.status, 404);
  });

  it('go with a message to the right person, with a code where one is asked for', async () => {
    const { body: sent } = await post({ acknowledgement: { preset: 'received', moment: 'before' } });
    const redirect = (to: object) =>
      rest.call('POST', `/messages/${sent.id}/redirects`, { body: { delivery: sent.deliveries[0].id, to } });
    const to = { email: 'anna@example.com', accessCode: true };
    assert.equal((await redirect(to)).status, 422, 'without a phone they could not sign');
    const { status, body } = await redirect({ ...to, phone: '+4520123457' });
    assert.equal(status, 201);
    assert.equal(body.delivery.status, 'sent');
    assert.match(body.delivery.accessCode, /^[0-9A-Z-]{14}$/);
    const { body: overview } = await rest.call('GET', `/messages/${sent.id}`);
    assert.deepEqual(
      overview.deliveries.map((each: any) => each.acknowledgement?.state),
      [undefined, 'awaited'],
    );
  });

  it('are as strong as the policy asks', async () => {
    await setPolicy(rest.ctx, portalManager.actor, {
      gateway: { secure: 'all' },
      acknowledgement: { atLeast: 'passkey' },
    });
    const { body: sent } = await post({ acknowledgement: { preset: 'read' } });
    await setPolicy(rest.ctx, portalManager.actor, { gateway: { secure: 'all' } });
    const { body } = await rest.call('GET', `/messages/${sent.id}`);
    assert.equal(body.acknowledgement.atLeast, 'passkey');
  });
});
