import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { hashSecret, insertSecret } from '../../../src/desk/systems/secrets.ts';
import { operations } from '../../../src/doors/rest/operations.ts';
import type { Scope } from '../../../src/message/scopes.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { answerAs } from '../../support/reply.ts';
import { changedTables, stateOf } from '../../support/state.ts';
import { rawRequest } from './support/raw-request.ts';
import { type Answered, draft, openRest, type Rest, until } from './support/rest.ts';

/** Every scope that a secret can have, as docs/rest.md names them. */
const every: readonly Scope[] = [
  'messages:send',
  'messages:read',
  'messages:act',
  'messages:all',
  'contacts',
  'people',
  'units',
  'systems',
  'policy',
  'history',
  'evidence',
  'erasure',
  'failures',
  'incidents',
  'blocks',
];

/** What each operation asks of a secret, by hand; null: nothing but that it opens. */
const demanded: Readonly<Record<string, Scope | null>> = {
  'POST /messages': 'messages:send',
  'GET /messages': 'messages:read',
  'GET /messages/{id}': 'messages:read',
  'GET /messages/{id}/evidence': 'messages:read',
  'GET /messages/{id}/replies': 'messages:read',
  'GET /replies/{id}': 'messages:read',
  'GET /replies/{id}/attachments': 'messages:read',
  'POST /messages/{id}/reminders': 'messages:act',
  'POST /messages/{id}/extensions': 'messages:act',
  'POST /messages/{id}/recalls': 'messages:act',
  'POST /messages/{id}/redirects': 'messages:act',
  'POST /deliveries/{id}/corrections': 'messages:act',
  'POST /deliveries/{id}/unlocks': 'messages:act',
  'POST /deliveries/{id}/access-codes': 'messages:act',
  'POST /deliveries/{id}/tasks': 'messages:act',
  'GET /systems': 'systems',
  'POST /systems': 'systems',
  'GET /systems/{id}': 'systems',
  'PUT /systems/{id}': 'systems',
  'POST /systems/{id}/closures': 'systems',
  'POST /systems/{id}/openings': 'systems',
  'GET /systems/{id}/secrets': 'systems',
  'POST /systems/{id}/secrets': 'systems',
  'POST /secrets/{id}/revocations': 'systems',
  'GET /token': null,
  'GET /people': 'people',
  'POST /people': 'people',
  'GET /people/{id}': 'people',
  'PUT /people/{id}': 'people',
  'POST /people/{id}/links': 'people',
  'POST /people/{id}/factor-resets': 'people',
  'POST /people/{id}/deactivations': 'people',
  'POST /people/{id}/reactivations': 'people',
  'GET /people/{id}/history': 'history',
  'GET /units': 'units',
  'POST /units': 'units',
  'GET /units/{id}': 'units',
  'PUT /units/{id}': 'units',
  'GET /units/{id}/history': 'history',
  'GET /history': 'history',
  'GET /contacts': 'contacts',
  'POST /contacts': 'contacts',
  'GET /contacts/{id}': 'contacts',
  'PUT /contacts/{id}': 'contacts',
  'POST /contacts/{id}/deletions': 'contacts',
  'POST /contact-imports': 'contacts',
  'GET /contact-imports/{id}': 'contacts',
  'GET /contact-imports/{id}/rows': 'contacts',
  'POST /contact-imports/{id}/applications': 'contacts',
  'POST /contact-imports/{id}/undos': 'contacts',
  'GET /mailboxes': 'contacts',
  'POST /mailboxes': 'contacts',
  'GET /mailboxes/{id}': 'contacts',
  'PUT /mailboxes/{id}': 'contacts',
  'POST /mailboxes/{id}/deletions': 'contacts',
  'POST /mailboxes/{id}/members': 'contacts',
  'PUT /mailbox-members/{id}': 'contacts',
  'POST /mailbox-members/{id}/ends': 'contacts',
  'GET /policy': 'policy',
  'PUT /policy': 'policy',
  'POST /messages/{id}/erasures': 'erasure',
  'GET /incidents': 'incidents',
  'POST /incidents': 'incidents',
  'GET /incidents/{id}': 'incidents',
  'PUT /incidents/{id}': 'incidents',
  'POST /incidents/{id}/decisions': 'incidents',
  'POST /incidents/{id}/messages': 'incidents',
  'POST /incidents/{id}/told': 'incidents',
  'POST /incidents/{id}/tasks': 'incidents',
  'POST /incidents/{id}/completions': 'incidents',
  'POST /incidents/{id}/closures': 'incidents',
  'POST /incidents/{id}/reopenings': 'incidents',
  'GET /incident-register': 'incidents',
  'GET /incidents/{id}/dossier': 'incidents',
  'GET /blocks': 'blocks',
  'POST /blocks': 'blocks',
  'POST /blocks/{id}/lifts': 'blocks',
  'GET /failures': 'failures',
  'GET /failures/groups': 'failures',
  'POST /failures/{id}/closures': 'failures',
  'POST /failures/{id}/retries': 'failures',
  'GET /evidence': 'evidence',
  'GET /reconciliation': 'failures',
  'POST /reconciliation': 'failures',
  'GET /log': 'evidence',
  'POST /log/checks': 'evidence',
  'POST /log/keys': 'policy',
  'POST /log/keys/{id}/retirements': 'policy',
  'POST /log/reopenings': 'policy',
};

/** Stands in everything that an answer must not show to a secret without the scope. */
const word = 'Brolykke';

describe('Each operation asks of a secret exactly its scope', () => {
  let rest: Rest;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  const ids = {} as Record<
    | 'messages'
    | 'deliveries'
    | 'replies'
    | 'systems'
    | 'secrets'
    | 'people'
    | 'units'
    | 'contacts'
    | 'mailboxes'
    | 'mailbox-members'
    | 'incidents'
    | 'blocks',
    string
  >;
  let imported: string;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    rest = await openRest(db);
    const make = async (path: string, body: unknown) => {
      const { status, body: made } = await rest.call('POST', path, { body, token: rest.admin });
      assert.equal(status, 201, JSON.stringify(made));
      return made;
    };
    ids.units = (await make('/units', { name: `${word} unit` })).id;
    ids.people = (await make('/people', { email: 'brolykke@example.dk', name: word })).id;
    const system = await make('/systems', { name: `${word} system`, from: ['*@example.dk'] });
    ids.systems = system.id;
    await make('/contacts', { contacts: [{ email: 'brolykke@example.com', name: word }] });
    ids.contacts = (await rest.call('GET', '/contacts', { token: rest.admin })).body.contacts[0].id;
    ids.mailboxes = (await make('/mailboxes', { address: 'post@brolykke.example', name: word })).id;
    const member = { name: word, phone: '+4520123456' };
    ids['mailbox-members'] = (await make(`/mailboxes/${ids.mailboxes}/members`, member)).members[0].id;
    ids.blocks = (await make('/blocks', { pattern: 'brolykke.example', reason: word })).id;
    ids.incidents = (await make('/incidents', { title: `${word} incident` })).id;
    const secrets = await rest.call('GET', `/systems/${ids.systems}/secrets`, { token: rest.admin });
    ids.secrets = secrets.body.secrets[0].id;
    const message = await rest.call('POST', '/messages', {
      body: { ...draft, subject: word, to: [{ email: 'brolykke@example.com', phone: '+4520123456' }] },
    });
    ids.messages = message.body.id;
    ids.deliveries = message.body.deliveries[0].id;
    ids.replies = await answerAs(rest.ctx, { message: ids.messages, delivery: ids.deliveries }, word);
    const file = await send('POST /contact-imports', rest.admin);
    assert.equal(file.status, 201, JSON.stringify(file.body));
    imported = file.body.id;
  });
  after(async () => {
    await rest.close();
    await drop();
  });

  const send = (operation: string, token: string | null): Promise<Answered> => {
    const [method, pattern] = operation.split(' ') as [string, string];
    const noun = pattern.split('/')[1]!;
    const id = noun === 'contact-imports' ? imported : ids[noun as keyof typeof ids];
    const path = pattern.replace('{id}', id);
    if (operation === 'POST /contact-imports') {
      const raw = 'email;name\nbrolykke2@example.com;Brolykke\n';
      return rest.call(method, path, { raw, headers: { 'content-type': 'text/csv' }, token });
    }
    if (method === 'GET') return rest.call(method, path, { token });
    return rest.call(method, path, { body: bodies[operation] ?? {}, token });
  };

  /** What an administrator's token would be obeyed with. */
  const bodies: Readonly<Record<string, unknown>> = {
    'POST /messages': draft,
    'POST /messages/{id}/extensions': { expiresAt: new Date(Date.now() + 40 * 86_400_000).toISOString() },
    'POST /deliveries/{id}/corrections': { phone: '+4520998877' },
    'POST /systems': { name: 'Another', from: ['*@example.dk'], scopes: ['systems'] },
    'PUT /systems/{id}': { version: 1, name: 'Renamed', from: ['*@example.dk'], unit: 'Borgerservice' },
    'POST /systems/{id}/secrets': { scopes: ['systems'] },
    'POST /people': { email: 'new@example.dk', name: 'New' },
    'PUT /people/{id}': {
      version: 1,
      email: 'renamed@example.dk',
      name: 'Renamed',
      unit: 'Borgerservice',
      roles: [],
    },
    'POST /units': { name: 'Another' },
    'PUT /units/{id}': { version: 1, name: 'Renamed' },
    'POST /contacts': { contacts: [{ email: 'another@example.com' }] },
    'PUT /contacts/{id}': { version: 1, email: 'renamed@example.com' },
    'POST /mailboxes': { address: 'another@example.com', name: 'Another' },
    'PUT /mailboxes/{id}': { version: 2, name: 'Renamed' },
    'POST /mailboxes/{id}/members': { name: 'Another', phone: '+4520998877' },
    'PUT /mailbox-members/{id}': { name: 'Renamed', phone: '+4520123456' },
    'PUT /policy': { gateway: { secure: 'all' } },
    'POST /messages/{id}/erasures': { reason: 'requested' },
    'POST /incidents': { title: 'Another' },
    'PUT /incidents/{id}': { version: 1, title: 'Renamed', awareAt: '2026-11-20T08:30:00Z' },
    'POST /incidents/{id}/decisions': { version: 2, decision: 'no_report', why: 'No risk' },
    'POST /incidents/{id}/told': { party: 'police', who: 'By phone' },
    'POST /incidents/{id}/tasks': { what: 'Check' },
    'POST /blocks': { pattern: 'another.example', reason: 'Nobody there is meant' },
    'POST /log/reopenings': { reason: 'Restored' },
  };

  /** A secret of a system of its own. */
  async function secretFor(
    scopes: readonly Scope[],
  ): Promise<{ system: string; secret: string; id: string }> {
    const system = randomUUID();
    const { rows } = await db.database.query<{ id: string }>(
      "select id from units where name = 'Borgerservice'",
    );
    await db.database.query(
      "insert into systems (id, unit_id, name, senders) values ($1::uuid, $2, $1::text, '{*@fredericia.example}')",
      [system, rows[0]!.id],
    );
    const made = await insertSecret(db.database, { system, name: 'first', scopes, expiresAt: null });
    return { system, ...made };
  }

  it('and there is a row for each', () => {
    const there = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    assert.deepEqual([...there].sort(), Object.keys(demanded).sort());
  });

  it('nobody gets anything by a token that is missing, unknown, ended, revoked, or of a closed system', async () => {
    const [ended, revoked, closed] = await Promise.all([
      secretFor(every),
      secretFor(every),
      secretFor(every),
    ]);
    await db.database.query("update system_secrets set expires_at = now() - interval '1 s' where id = $1", [
      ended.id,
    ]);
    await db.database.query('update system_secrets set revoked_at = now() where id = $1', [revoked.id]);
    await db.database.query('update systems set revoked_at = now() where id = $1', [closed.system]);
    const { rows } = await db.database.query<{ hash: Buffer }>('select hash from system_secrets');
    const kept = rows.map(({ hash }) => hash.toString('base64url'));
    const tokens = [null, 'unknown', `${rest.admin}x`, ended.secret, revoked.secret, closed.secret, kept[0]!];
    assert.ok(rows.some(({ hash }) => hash.equals(hashSecret(ended.secret))));
    const before = await stateOf(db);
    for (const operation of Object.keys(demanded)) {
      for (const token of tokens) {
        const { status, body } = await send(operation, token);
        assert.deepEqual([status, body.code], [401, 'unauthenticated'], operation);
      }
    }
    assert.deepEqual(changedTables(before, await stateOf(db)), []);
  });

  it('a secret with every scope but that one, or with none, is refused, changes nothing and learns nothing', async () => {
    const without = new Map<Scope | null, string>([[null, (await secretFor([])).secret]]);
    for (const scope of every) {
      without.set(scope, (await secretFor(every.filter((each) => each !== scope))).secret);
    }
    const before = await stateOf(db);
    for (const [operation, scope] of Object.entries(demanded)) {
      if (scope === null) continue;
      for (const token of [without.get(scope)!, without.get(null)!]) {
        const { status, body } = await send(operation, token);
        assert.deepEqual([status, body.code], [403, 'forbidden'], `${operation} without ${scope}`);
        assert.match(body.detail, new RegExp(`lack ${scope}`), operation);
        assert.doesNotMatch(JSON.stringify(body), new RegExp(word, 'i'), operation);
      }
    }
    assert.deepEqual(changedTables(before, await stateOf(db)), []);
  });

  it('a secret with one scope gets through where that is the one, and nowhere else', async () => {
    const secrets = new Map<Scope, string>();
    for (const scope of every) secrets.set(scope, (await secretFor([scope])).secret);
    const none = (await secretFor([])).secret;
    assert.equal((await send('GET /token', none)).status, 200);
    const through: Record<string, Scope[]> = {};
    for (const operation of Object.keys(demanded)) {
      through[operation] = [];
      for (const [scope, token] of secrets) {
        const { status, body } = await send(operation, token);
        assert.notEqual(status, 401, operation);
        assert.ok(status < 500, `${operation} with ${scope}: ${status}`);
        if (body.code !== 'forbidden') through[operation].push(scope);
      }
    }
    const expected = Object.fromEntries(
      Object.entries(demanded).map(([operation, scope]) => [operation, scope === null ? every : [scope]]),
    );
    assert.deepEqual(through, expected);
  });

  it('messages of others are shown and acted on with messages:all beside the scope of the operation alone', async () => {
    const foreign = (await rest.call('POST', '/messages', { body: { ...draft, subject: word } })).body;
    const on = [
      ['GET', `/messages/${foreign.id}`, undefined, 'messages:read'],
      ['POST', `/messages/${foreign.id}/reminders`, {}, 'messages:act'],
      [
        'POST',
        `/deliveries/${foreign.deliveries[0].id}/corrections`,
        { phone: '+4520998877' },
        'messages:act',
      ],
      ['POST', `/deliveries/${foreign.deliveries[0].id}/unlocks`, {}, 'messages:act'],
      ['POST', `/deliveries/${foreign.deliveries[0].id}/access-codes`, {}, 'messages:act'],
    ] as const;
    for (const [method, path, body, scope] of on) {
      const own = (await secretFor([scope])).secret;
      const all = (await secretFor([scope, 'messages:all'])).secret;
      const ask = (token: string, headers = {}) =>
        rest.call(method, path, { ...(body === undefined ? {} : { body }), token, headers });
      const refused = await ask(own);
      assert.deepEqual([refused.status, refused.body.code], [404, 'not_found'], path);
      assert.doesNotMatch(JSON.stringify(refused.body), new RegExp(word, 'i'));
      assert.notEqual((await ask(all)).body.code, 'not_found', path);
    }
    const listed = await rest.call('GET', '/messages', {
      token: (await secretFor(['messages:read'])).secret,
    });
    assert.deepEqual(listed.body.messages, []);
  });

  it('a token that manages systems gives nothing that it lacks', async () => {
    const { secret } = await secretFor(['systems']);
    const { system, id: replaces } = await secretFor(every);
    for (const scopes of [['messages:all'], ['systems', 'people'], [...every]]) {
      const made = await rest.call('POST', `/systems/${system}/secrets`, {
        body: { scopes },
        token: secret,
      });
      assert.deepEqual([made.status, made.body.code], [403, 'forbidden'], scopes.join());
      const wanted = { name: `Escalating ${scopes.length}`, from: ['*@example.dk'], scopes };
      const added = await rest.call('POST', '/systems', { body: wanted, token: secret });
      assert.deepEqual([added.status, added.body.code], [403, 'forbidden'], scopes.join());
    }
    const renewed = await rest.call('POST', `/systems/${system}/secrets`, {
      body: { replaces },
      token: secret,
    });
    assert.equal(renewed.status, 403, 'replacing a secret that may do more');
  });

  it('a file of contacts whose token is revoked while it travels leaves nothing', async () => {
    const { secret, id } = await secretFor(['contacts']);
    const file = 'email;name\nlate@example.com;Late\n';
    const had = (await db.database.query('select from contact_imports')).count;
    const raw = await rawRequest(rest.port, [
      'POST /api/v1/contact-imports HTTP/1.1',
      `Authorization: Bearer ${secret}`,
      'Content-Type: text/csv',
      `Content-Length: ${Buffer.byteLength(file)}`,
      'Connection: close',
    ]);
    raw.write(file.slice(0, 20));
    const began = performance.now();
    await until('the import has begun', async () => {
      return (await db.database.query('select from contact_imports')).count > had;
    });
    await db.database.query('update system_secrets set revoked_at = now() where id = $1', [id]);
    // What stood within the last second is not asked for again.
    await until('a second is over', () => performance.now() - began > 1_100);
    raw.write(file.slice(20));
    assert.match(await raw.answer(), /^HTTP\/1\.1 401 /);
    assert.equal((await db.database.query('select from contact_imports')).count, had);
  });
});
