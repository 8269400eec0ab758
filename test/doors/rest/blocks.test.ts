import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import * as schemas from '../../../src/doors/rest/schemas-blocks.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

withDatabases('Blocks by REST', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  afterEach(() => db.owner.query('delete from jobs'));
  after(() => rest.close());

  const call = (method: string, path: string, body?: unknown) =>
    rest.call(method, path, { token: rest.admin, ...(body === undefined ? {} : { body }) });
  const codeOf = ({ status, body }: { status: number; body: { code: string } }) => `${status} ${body.code}`;

  it('are made, keep messages from leaving, are listed, and lifted', async () => {
    const made = await call('POST', '/blocks', { pattern: '*@Fred.example', reason: 'It was fredericia' });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const block = schemas.block.parse(made.body);
    assert.deepEqual(
      [block.pattern, block.reason, block.unit],
      ['fred.example', 'It was fredericia', undefined],
    );
    const there = { email: 'x@fred.example', phone: '+4520123457' };
    const mixed = await rest.call('POST', '/messages', { body: { ...draft, to: [...draft.to, there] } });
    assert.equal(mixed.status, 201);
    const refused = mixed.body.deliveries.find(({ email }: { email: string }) => email === there.email);
    assert.deepEqual([refused.status, refused.reason], ['refused', 'blocked_address']);
    assert.equal(
      codeOf(await rest.call('POST', '/messages', { body: { ...draft, to: [there] } })),
      '422 blocked_address',
    );
    const redirect = await rest.call('POST', `/messages/${mixed.body.id}/redirects`, {
      body: { delivery: mixed.body.deliveries[0].id, to: there },
    });
    assert.equal(codeOf(redirect), '422 blocked_address');
    assert.deepEqual(schemas.blocks.parse((await call('GET', '/blocks')).body).blocks, [block]);
    const lifted = schemas.block.parse((await call('POST', `/blocks/${block.id}/lifts`)).body);
    assert.ok(lifted.liftedAt && lifted.liftedBy);
    assert.equal(codeOf(await call('POST', `/blocks/${block.id}/lifts`)), '409 already_closed');
    assert.deepEqual((await call('GET', '/blocks')).body.blocks, []);
    assert.deepEqual((await call('GET', '/blocks?lifted=true')).body.blocks, [lifted]);
    assert.equal((await rest.call('POST', '/messages', { body: { ...draft, to: [there] } })).status, 201);
  });

  it('of a unit name it, and what is wrong is said', async () => {
    const unit = await call('POST', '/blocks', {
      pattern: 'a.example',
      reason: 'Why',
      unit: 'Borgerservice',
    });
    assert.equal(unit.body.unit, 'Borgerservice');
    for (const [body, code] of [
      [{ pattern: 'dk', reason: 'Why' }, '422 invalid'],
      [{ pattern: '*', reason: 'Why' }, '422 invalid'],
      [{ pattern: 'b.example', reason: ' ' }, '422 invalid'],
      [{ pattern: 'b.example' }, '422 invalid'],
      [{ pattern: 'b.example', reason: 'Why', unit: 'Nowhere' }, '422 invalid'],
      [{ pattern: 'a.example', reason: 'Why', unit: 'Borgerservice' }, '409 already_exists'],
      [{ pattern: 'fredericia.example', reason: 'Why' }, '409 in_use'],
    ] as const)
      assert.equal(codeOf(await call('POST', '/blocks', body)), code, JSON.stringify(body));
    const sure = await call('POST', '/blocks', { pattern: 'fredericia.example', reason: 'Why', sure: true });
    assert.equal(sure.status, 201);
    assert.equal(
      codeOf(await call('POST', '/blocks/01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10/lifts')),
      '404 not_found',
    );
    const first = await call('GET', '/blocks?limit=1');
    const second = await call('GET', `/blocks?limit=1&after=${first.body.next}`);
    assert.deepEqual([second.body.blocks[0].pattern, second.body.next], ['a.example', undefined]);
  });
});
