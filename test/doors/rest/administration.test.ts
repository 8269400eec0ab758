import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createdPerson } from '../../../src/doors/rest/schemas-people.ts';
import { createdSystem } from '../../../src/doors/rest/schemas-systems.ts';
import * as schemas from '../../../src/doors/rest/schemas-contacts.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

withDatabases('what administrators add', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const post = (path: string, body: unknown) => rest.call('POST', path, { body, token: rest.admin });

  test('a system gets a secret, and sends with it from where it may', async () => {
    const { status, body } = await post('/systems', {
      name: 'Billing',
      from: ['*@example.dk', 'post@other.example'],
      networks: ['10.1.2.0/24', '2001:db8::/32'],
      unit: 'Borgerservice',
    });
    assert.equal(status, 201);
    const { secret } = createdSystem.parse(body);
    const send = (from: string) =>
      rest.call('POST', '/messages', { body: { ...draft, from }, token: secret });
    assert.equal((await send('any@example.dk')).status, 201);
    assert.equal((await send('any@other.example')).body.code, 'sender_not_allowed');
    const forbidden = await rest.call('POST', '/systems', {
      body: { name: 'x', from: ['*'] },
      token: secret,
    });
    assert.deepEqual([forbidden.status, forbidden.body.code], [403, 'forbidden']);
  });

  test('a person gets a one-time link at the public address', async () => {
    const { status, body } = await post('/people', {
      email: 'lea@example.dk',
      name: 'Lea',
      role: 'compliance',
    });
    assert.equal(status, 201);
    assert.match(createdPerson.parse(body).link, /^http:\/\/localhost:3000\/desk\/welcome\/[\w-]{43}$/);
    const again = await post('/people', { email: 'LEA@example.dk', name: 'Lea' });
    assert.deepEqual([again.status, again.body.code], [409, 'already_exists']);
    const owned = await post('/systems', { name: 'Owned', from: ['*'], owner: 'lea@example.dk' });
    assert.equal(owned.status, 201);
  });

  test('contacts give numbers to later messages; a fault keeps all of them out', async () => {
    const { status, body } = await post('/contacts', {
      contacts: [
        { email: 'eva@example.com', name: 'Eva', phone: '20 12 34 56', language: 'sv' },
        { email: 'finn@example.com', phone: '+4520123457', unit: 'Borgerservice' },
      ],
    });
    assert.equal(status, 201);
    assert.deepEqual(schemas.savedContacts.parse(body), { saved: 2 });
    const to = [{ email: 'eva@example.com' }, { email: 'finn@example.com' }];
    const sent = await rest.call('POST', '/messages', { body: { ...draft, to } });
    assert.deepEqual(
      sent.body.deliveries.map((each: { status: string }) => each.status),
      ['sent', 'sent'],
    );

    const contacts = [
      { email: 'gro@example.com', phone: '+4520123456' },
      { email: 'hal@example.com', phone: '1' },
    ];
    const refused = await post('/contacts', { contacts });
    assert.deepEqual([refused.status, refused.body.code, refused.body.index], [422, 'phone_invalid', 1]);
    const { count } = await db.database.query("select from contacts where email = 'gro@example.com'");
    assert.equal(count, 0);
  });

  test('only an administrator’s token may, and that is said before the body is read', async () => {
    for (const path of ['/systems', '/people', '/contacts']) {
      const { status, body } = await rest.call('POST', path, {
        raw: '{',
        headers: { 'content-type': 'application/json' },
      });
      assert.deepEqual([status, body.code], [403, 'forbidden']);
    }
  });

  const system = { name: 'S', from: ['*'] };
  const person = { email: 'ida@example.dk', name: 'Ida' };
  const cases: [string, string, unknown, string, string?][] = [
    ['a system without addresses', '/systems', { name: 'S', from: [] }, 'invalid', 'from'],
    ['a pattern that is none', '/systems', { ...system, from: ['*example.dk'] }, 'invalid', 'from'],
    ['a system without a name', '/systems', { from: ['*'] }, 'invalid', 'name'],
    ['a name with a NUL', '/systems', { ...system, name: 'a\0' }, 'invalid', 'name'],
    ['an unknown owner', '/systems', { ...system, owner: 'nobody@example.dk' }, 'invalid', 'owner'],
    ['an owner with a NUL', '/systems', { ...system, owner: '\0' }, 'invalid', 'owner'],
    ['an unknown unit', '/systems', { ...system, unit: 'Nowhere' }, 'invalid', 'unit'],
    [
      'a network with host bits',
      '/systems',
      { ...system, networks: ['10.1.2.3/24'] },
      'invalid',
      'networks.0',
    ],
    [
      'a network that is none',
      '/systems',
      { ...system, networks: ['10.1.2.0/24', 'home'] },
      'invalid',
      'networks.1',
    ],
    ['an unknown field', '/systems', { ...system, isAdmin: true }, 'invalid', 'isAdmin'],
    ['a person without an address', '/people', { ...person, email: 'ida' }, 'email_invalid'],
    ['a person without a name', '/people', { ...person, name: '' }, 'invalid', 'name'],
    ['a name of spaces', '/people', { ...person, name: '  ' }, 'invalid', 'name'],
    ['an unknown role', '/people', { ...person, role: 'root' }, 'invalid', 'role'],
    ['no contacts', '/contacts', { contacts: [] }, 'invalid', 'contacts'],
    ['a contact without an address', '/contacts', { contacts: [{ email: 'x' }] }, 'email_invalid'],
    [
      'a contact with a NUL',
      '/contacts',
      { contacts: [{ email: 'a@b.dk', name: '\0' }] },
      'invalid',
      'contacts.0.name',
    ],
    [
      'an unknown language',
      '/contacts',
      { contacts: [{ email: 'a@b.dk', language: 'tlh' }] },
      'invalid',
      'contacts.0.language',
    ],
    [
      'too many contacts',
      '/contacts',
      { contacts: Array(10_001).fill({ email: 'a@b.dk' }) },
      'invalid',
      'contacts',
    ],
  ];

  for (const [what, path, body, code, field] of cases) {
    test(`${what} is refused`, async () => {
      const answer = await post(path, body);
      assert.deepEqual([answer.status, answer.body.code, answer.body.field], [422, code, field]);
    });
  }

  test('the same system twice is 409', async () => {
    assert.equal((await post('/systems', { ...system, name: 'Twice' })).status, 201);
    const { status, body } = await post('/systems', { ...system, name: 'TWICE' });
    assert.deepEqual([status, body.code], [409, 'already_exists']);
    assert.deepEqual(rest.failures, []);
  });
});
