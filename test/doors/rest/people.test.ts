import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createdPerson, madeLink, people, shownPerson } from '../../../src/doors/rest/schemas-people.ts';
import { history } from '../../../src/doors/rest/schemas-history.ts';
import { shownUnit, units } from '../../../src/doors/rest/schemas-units.ts';
import { withDatabases } from '../../support/database.ts';
import { openRest, type Rest } from './support/rest.ts';

withDatabases('people and units over REST', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
    await post('/units', {
      name: 'Billing',
      outwardName: 'Havn, Billing',
      functionAddress: 'billing@example.dk',
    });
  });
  after(() => rest.close());

  const ask = (method: string, path: string, body?: unknown) =>
    rest.call(method, path, { ...(body === undefined ? {} : { body }), token: rest.admin });
  const post = (path: string, body: unknown = {}) => ask('POST', path, body);
  const get = (path: string) => ask('GET', path);

  async function hire(email: string, more: object = {}): Promise<string> {
    const { status, body } = await post('/people', { email, name: 'Lea Holm', ...more });
    assert.equal(status, 201);
    return createdPerson.parse(body).id;
  }

  test('a role holds where it is said to, and elsewhere nowhere', async () => {
    const rolesOf = async (id: string) => shownPerson.parse((await get(`/people/${id}`)).body).roles;
    const unit = 'Borgerservice';
    assert.deepEqual(await rolesOf(await hire('a@example.dk')), [{ role: 'sender', unit }]);
    assert.deepEqual(await rolesOf(await hire('b@example.dk', { role: 'admin' })), [
      { role: 'admin' },
      { role: 'sender', unit },
    ]);
    assert.deepEqual(await rolesOf(await hire('c@example.dk', { role: 'compliance', unit: 'billing' })), [
      { role: 'compliance', unit: 'Billing' },
      { role: 'sender', unit: 'Billing' },
    ]);
    const roles = [{ role: 'sender' }, { role: 'compliance', unit: 'Billing' }, { role: 'sender' }];
    assert.deepEqual(await rolesOf(await hire('d@example.dk', { roles })), [
      { role: 'compliance', unit: 'Billing' },
      { role: 'sender' },
    ]);
    assert.deepEqual(await rolesOf(await hire('e@example.dk', { roles: [] })), []);
  });

  test('a person is read, changed from what was read, and not overwritten', async () => {
    const id = await hire('lea@example.dk');
    const { signsIn, deactivatedAt, id: _, ...read } = shownPerson.parse((await get(`/people/${id}`)).body);
    assert.deepEqual([signsIn, deactivatedAt], ['link', undefined]);
    const changed = await ask('PUT', `/people/${id}`, { ...read, name: 'Lea Berg', unit: 'Billing' });
    assert.equal(changed.status, 200);
    assert.deepEqual(
      [changed.body.name, changed.body.unit, changed.body.version],
      ['Lea Berg', 'Billing', 2],
    );
    const late = await ask('PUT', `/people/${id}`, { ...read, name: 'Late' });
    assert.deepEqual([late.status, late.body.code], [409, 'changed_meanwhile']);
    const lines = history.parse((await get(`/people/${id}/history`)).body).history;
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['person.changed', 'person.created'],
    );
    assert.equal(lines[0]!.before?.name, 'Lea Holm');
    assert.equal(lines[0]!.actor.name, 'bootstrap');
  });

  test('a person is deactivated and activated again, gets links, and loses second factors', async () => {
    const id = await hire('gone@example.dk');
    assert.match(
      madeLink.parse((await post(`/people/${id}/links`)).body).link,
      /\/desk\/welcome\/[\w-]{43}$/,
    );
    assert.deepEqual((await post(`/people/${id}/factor-resets`)).body, {});
    assert.deepEqual((await post(`/people/${id}/deactivations`)).body, { changed: true });
    assert.deepEqual((await post(`/people/${id}/deactivations`)).body, { changed: false });
    assert.ok((await get(`/people/${id}`)).body.deactivatedAt);
    assert.equal((await post(`/people/${id}/links`)).body.code, 'invalid');
    assert.equal((await post('/people', { email: 'GONE@example.dk', name: 'X' })).body.deactivated, 1);
    assert.deepEqual((await post(`/people/${id}/reactivations`)).body, { changed: true });
  });

  test('people are found by address, unit and state, page by page', async () => {
    for (const n of [1, 2, 3]) await hire(`page${n}@example.dk`, { unit: 'Billing', name: `Page ${n}` });
    const found = people.parse((await get('/people?email=PAGE2@example.dk')).body).people;
    assert.deepEqual(
      found.map(({ name }) => name),
      ['Page 2'],
    );
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = people.parse(
        (await get(`/people?limit=2&unit=BILLING${next ? `&after=${next}` : ''}`)).body,
      );
      seen.push(...page.people.map(({ email }) => email));
      next = page.next;
    } while (next);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.includes('page3@example.dk'));
    assert.deepEqual((await get('/people?state=deactivated')).body.people, []);
    for (const [query, field] of [
      ['unit=Nowhere', 'unit'],
      ['state=both', 'state'],
      ['after=x', 'after'],
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['q=x', 'q'],
    ]) {
      const { status, body } = await get(`/people?${query}`);
      assert.deepEqual([status, body.code, body.field], [422, 'invalid', field], query);
    }
  });

  test('units are listed, made and changed', async () => {
    const made = await post('/units', { name: 'Parks' });
    assert.equal(made.status, 201);
    const path = `/units/${made.body.id}`;
    const unit = shownUnit.parse((await get(path)).body);
    assert.deepEqual(unit, { id: made.body.id, version: 1, name: 'Parks', outwardName: 'Parks' });
    const changed = await ask('PUT', path, {
      version: 1,
      name: 'Parks',
      functionAddress: 'parks@example.dk',
    });
    assert.deepEqual([changed.status, changed.body.functionAddress], [200, 'parks@example.dk']);
    assert.equal((await ask('PUT', path, { version: 1, name: 'Parks' })).body.code, 'changed_meanwhile');
    assert.equal((await post('/units', { name: 'PARKS' })).body.code, 'already_exists');
    assert.equal((await post('/units', { name: 'X', functionAddress: 'x' })).body.code, 'email_invalid');
    const names = units.parse((await get('/units')).body).units.map(({ name }) => name);
    assert.deepEqual(names, ['Borgerservice', 'Billing', 'Parks']);
    assert.equal((await get(`${path}/history`)).body.history.length, 2);
  });

  test('history is narrowed by subject and by type', async () => {
    const id = await hire('told@example.dk');
    await post(`/people/${id}/deactivations`);
    const all = history.parse((await get('/history?limit=3')).body);
    assert.equal(all.history.length, 3);
    const next = history.parse((await get(`/history?limit=3&after=${all.next}`)).body);
    assert.ok(next.history[0]!.event < all.history[2]!.event);
    const typesOf = async (query: string) =>
      (await get(`/history?${query}`)).body.history.map(({ type }: { type: string }) => type);
    assert.deepEqual(await typesOf(`subject=${id.toUpperCase()}`), ['person.deactivated', 'person.created']);
    assert.deepEqual(await typesOf(`subject=${id}&type=person.created`), ['person.created']);
    assert.deepEqual(await typesOf(`subject=${randomUUID()}`), []);
    for (const query of ['type=message.accepted', 'subject=x', 'type=', 'after=1']) {
      assert.equal((await get(`/history?${query}`)).status, 422, query);
    }
  });

  const person = { version: 1, name: 'X', email: 'x@example.dk', unit: 'Billing', roles: [] };
  const cases: [string, object, string, string?][] = [
    ['an unknown role', { roles: [{ role: 'root' }] }, 'invalid', 'roles.0.role'],
    ['a role in no unit', { roles: [{ role: 'sender', unit: 'Nowhere' }] }, 'invalid', 'roles.0.unit'],
    ['an unknown unit', { unit: 'Nowhere' }, 'invalid', 'unit'],
    ['too many roles', { roles: Array(201).fill({ role: 'sender' }) }, 'invalid', 'roles'],
    ['a huge name', { name: 'x'.repeat(201) }, 'invalid', 'name'],
    ['a name of controls', { name: '\u202e\n' }, 'invalid', 'name'],
    ['a name with a NUL', { name: 'a\0' }, 'invalid', 'name'],
    ['no address', { email: 'x' }, 'email_invalid'],
    ['a version of text', { version: '1' }, 'invalid', 'version'],
    ['a password', { password: 'x' }, 'invalid', 'password'],
  ];
  for (const [what, change, code, field] of cases) {
    test(`${what} is refused`, async () => {
      const email = `${randomUUID()}@example.dk`;
      const id = await hire(email);
      const { status, body } = await ask('PUT', `/people/${id}`, { ...person, email, ...change });
      assert.deepEqual([status, body.code, body.field], [422, code, field]);
    });
  }

  test('role and roles are not both told', async () => {
    const { body } = await post('/people', {
      ...{ email: 'z@example.dk', name: 'Z' },
      role: 'admin',
      roles: [],
    });
    assert.deepEqual([body.code, body.field], ['invalid', 'roles']);
  });

  test('what there is not is not found, and no other scope will do', async () => {
    for (const id of [randomUUID(), 'x', '%00', "'"]) {
      for (const path of [`/people/${id}`, `/units/${id}`, `/people/${id}/history`, `/units/${id}/history`]) {
        assert.equal((await get(path)).status, 404, path);
      }
      for (const what of ['links', 'factor-resets', 'deactivations', 'reactivations']) {
        assert.equal((await post(`/people/${id}/${what}`)).status, 404, what);
      }
    }
    for (const path of ['/people', '/units', '/history', `/people/${randomUUID()}`]) {
      assert.equal((await rest.call('GET', path)).status, 403, path);
      assert.equal((await rest.call('GET', path, { token: null })).status, 401, path);
    }
    assert.deepEqual(rest.failures, []);
  });
});
