import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, it } from 'node:test';
import { admit } from '../../../src/desk/account/identity-admission.ts';
import type { Identity } from '../../../src/desk/account/identity-provider.ts';
import { openStaffSession } from '../../../src/desk/account/sessions.ts';
import { readHistory } from '../../../src/desk/history.ts';
import { defaultStaffPolicy, type StaffPolicy } from '../../../src/message/policy.ts';
import { type TestDatabase, withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';

const issuer = 'https://login.havn.example/adfs';

withDatabases('Whoever an identity provider vouches for', (db: TestDatabase) => {
  let portal: Portal;
  let first: string;
  let harbour: string;
  let logged: string[];

  before(async () => {
    portal = await openPortal(db);
    const { rows } = await db.database.query<{ id: string }>('select id from units');
    first = rows[0]!.id;
    harbour = randomUUID();
    await db.database.query("insert into units (id, name, outward_name) values ($1, 'Havnen', 'Havnen')", [
      harbour,
    ]);
    // Somebody else administers everything, unless a test says otherwise.
    await local('root@havn.example', [['admin', null]]);
  });
  after(() => portal?.close());
  beforeEach(() => {
    logged = [];
  });

  const run = (sql: string, values: unknown[] = []) =>
    db.database.query<Record<string, unknown>>(sql, values).then(({ rows }) => rows);

  async function local(
    email: string,
    grants: [role: string, unit: string | null][],
    password: string | null = 'x',
  ) {
    const id = randomUUID();
    await run(
      "insert into people (id, unit_id, email, name, password_hash) values ($1, $2, $3, 'Local', $4)",
      [id, first, email, password],
    );
    for (const [role, unit] of grants) {
      await run('insert into grants (person_id, role, unit_id) values ($1, $2, $3)', [id, role, unit]);
    }
    return id;
  }

  const identity = (subject: string, claims: Record<string, unknown>, complete = true): Identity => ({
    issuer,
    subject,
    claims: { sub: subject, ...claims },
    complete,
    secondFactor: false,
    refreshToken: undefined,
  });

  const letIn = (who: Identity, policy: StaffPolicy = defaultStaffPolicy) =>
    db.database.transaction((tx) =>
      admit(portal.ctx, tx, who, {
        policy,
        log: (facts, what) => void logged.push(`${what} ${JSON.stringify(facts)}`),
      }),
    );
  const admitted = async (who: Identity, policy?: StaffPolicy) => {
    const answer = await letIn(who, policy);
    assert.ok('person' in answer, JSON.stringify(answer));
    return answer.person;
  };
  const refused = async (who: Identity, problem: string, policy?: StaffPolicy) =>
    assert.deepEqual(await letIn(who, policy), { problem });

  const person = async (id: string) =>
    (
      await run(
        `select name, email, unit_id as unit, subject, password_hash as password, deactivated_at is null as active,
            (select array_agg(role || ' ' || coalesce(unit_id::text, 'everywhere') order by role, unit_id)
              from grants where person_id = id) as grants
          from people where id = $1`,
        [id],
      )
    )[0]!;
  const history = async (id: string) =>
    (await readHistory(db.database, { subject: id, limit: 50 })).lines.toReversed();
  const sessions = async (id: string) =>
    (await run('select from staff_sessions where person_id = $1', [id])).length;
  const openSession = (id: string) =>
    db.database.transaction((tx) => openStaffSession(tx, { person: id, method: 'oidc' }));

  it('is made at the first time, with unit, name and roles as claimed', async () => {
    const id = await admitted(
      identity('made', {
        email: 'Made@Havn.Example',
        given_name: 'Mette',
        family_name: 'Ade',
        department: 'HAVNEN',
        roles: ['segl-sender', 'others'],
        groups: 'segl-compliance',
      }),
    );
    assert.deepEqual(await person(id), {
      name: 'Mette Ade',
      email: 'Made@havn.example',
      unit: harbour,
      subject: 'made',
      password: null,
      active: true,
      grants: ['compliance everywhere', `sender ${harbour}`],
    });
    const [made, ...more] = await history(id);
    assert.equal(made!.type, 'person.created');
    assert.equal(made!.details.by, 'identity_provider');
    assert.equal(made!.actor.id, portal.ctx.settings.installation);
    assert.equal(made!.before, null);
    assert.equal(made!.after!.email, 'Made@havn.example');
    assert.deepEqual(more, []);
  });

  it('follows the provider from then on, and history tells what changed', async () => {
    const before = identity('moving', {
      email: 'm@havn.example',
      name: 'M',
      roles: ['segl-sender', 'segl-compliance'],
    });
    const id = await admitted(before);
    assert.equal(await admitted(before), id);
    assert.equal((await history(id)).length, 1, 'nothing changed, nothing is told');
    await admitted(
      identity('moving', {
        email: 'n@havn.example',
        name: 'N',
        department: 'havnen',
        roles: ['segl-sender'],
      }),
    );
    const now = await person(id);
    assert.deepEqual([now.name, now.email, now.unit], ['N', 'n@havn.example', harbour]);
    assert.deepEqual(now.grants, [`sender ${harbour}`]);
    const change = (await history(id)).at(-1)!;
    assert.equal(change.type, 'person.changed');
    assert.deepEqual(Object.keys(change.after!).sort(), ['email', 'grants', 'name', 'unit']);
    assert.equal(change.before!.name, 'M');
    await admitted(identity('moving', { roles: ['segl-sender'] }));
    const kept = await person(id);
    assert.deepEqual([kept.name, kept.email, kept.unit], ['N', 'n@havn.example', harbour]);
  });

  it('has no access with claims that mean nothing here', async () => {
    for (const claims of [
      {},
      { roles: [] },
      { roles: ['SEGL-SENDER'] },
      { roles: 'segl-sender other' },
      { roles: { 0: 'segl-sender' } },
      { roles: [['segl-sender']] },
      { roles: 7, groups: null },
      { other: { roles: ['segl-sender'] } },
    ]) {
      await refused(identity('nothing', { email: 'nothing@havn.example', ...claims }), 'no_role');
    }
    for (const claim of ['constructor', '__proto__', 'toString']) {
      const rule = { claims: [{ claim, equals: 'segl-sender', role: 'sender' as const }] };
      await refused(identity('nothing', { email: 'nothing@havn.example' }), 'no_role', rule);
    }
    assert.equal((await run("select from people where subject = 'nothing'")).length, 0);
  });

  it('is closed when the claims go, signed out, and opened when they come back', async () => {
    const claims = { email: 'gone@havn.example', name: 'Gone' };
    const id = await admitted(identity('gone', { ...claims, roles: 'segl-sender' }));
    await openSession(id);
    await refused(identity('gone', claims, false), 'no_role');
    assert.equal((await person(id)).active, true, 'claims that were kept back close nothing');
    await refused(identity('gone', claims), 'no_role');
    assert.equal((await person(id)).active, false);
    assert.equal(await sessions(id), 0);
    await refused(identity('gone', claims), 'no_role');
    assert.equal(await admitted(identity('gone', { ...claims, roles: 'segl-sender' })), id);
    assert.equal((await person(id)).active, true);
    const told = (await history(id)).filter(({ type }) => /activated/.test(type));
    assert.deepEqual(
      told.map(({ type, details }) => [type, details.because]),
      [
        ['person.deactivated', 'claims'],
        ['person.reactivated', undefined],
      ],
    );
  });

  it('stays out where an administrator closed the account', async () => {
    const who = identity('fired', { email: 'fired@havn.example', roles: 'segl-sender' });
    const id = await admitted(who);
    await run('update people set deactivated_at = now() where id = $1', [id]);
    await refused(who, 'closed');
    assert.equal((await person(id)).active, false);
  });

  it('keeps a role in a unit that exists, by its name, and gets none in one that does not', async () => {
    const policy: StaffPolicy = {
      claims: [
        { claim: 'groups', equals: 'harbour', role: 'sender', unit: 'havnen' },
        { claim: 'groups', equals: 'school', role: 'compliance', unit: 'Skolen' },
        { claim: 'groups', equals: 'harbour', role: 'sender', unit: 'HAVNEN' },
      ],
    };
    const who = (groups: string[]) => identity('unit', { email: 'unit@havn.example', groups });
    const id = await admitted(who(['harbour', 'school']), policy);
    assert.deepEqual((await person(id)).grants, [`sender ${harbour}`]);
    assert.equal((await person(id)).unit, first, 'no claim says to which unit they belong');
    assert.match(logged.join('\n'), /unit that does not exist \{"unit":"Skolen"\}/);
    await run("update units set name = 'Lystbådehavnen' where id = $1", [harbour]);
    try {
      await refused(who(['harbour']), 'no_role', policy);
    } finally {
      await run("update units set name = 'Havnen' where id = $1", [harbour]);
    }
    assert.equal(await admitted(who(['harbour']), policy), id);
  });

  it('takes the place of a local account with their address, whose password ends', async () => {
    for (const [name, verified] of [
      ['said', true],
      ['unsaid', undefined],
      ['text', 'true'],
    ] as const) {
      const email = `${name}@bind.example`;
      const id = await local(email, [['sender', first]]);
      await openSession(id);
      await run(
        "insert into welcome_links (token_hash, person_id, expires_at) values ($1, $2, now() + interval '1 day')",
        [Buffer.from(name), id],
      );
      const who = identity(`b-${name}`, {
        email: email.toUpperCase(),
        name: 'Bound',
        roles: 'segl-sender',
        ...(verified === undefined ? {} : { email_verified: verified }),
      });
      assert.equal(await admitted(who), id);
      const now = await person(id);
      assert.deepEqual([now.subject, now.password, now.name], [`b-${name}`, null, 'Bound']);
      assert.equal(await sessions(id), 0);
      assert.equal((await run('select from welcome_links where person_id = $1', [id])).length, 0);
      const bound = (await history(id)).find(({ type }) => type === 'person.changed')!;
      assert.deepEqual(
        [bound.type, bound.before, bound.after],
        ['person.changed', { signsIn: 'password' }, { signsIn: 'identity_provider' }],
      );
    }
  });

  it('takes nobody’s place without the provider’s word, nor that of somebody else, nor of a closed account', async () => {
    const id = await local('mine@bind.example', [['admin', null]]);
    for (const verified of [false, 'false', null, 0, 'yes']) {
      await refused(
        identity('thief', { email: 'mine@bind.example', email_verified: verified, roles: 'segl-sender' }),
        'email_unverified',
      );
    }
    assert.equal((await person(id)).password, 'x');
    await run('update people set deactivated_at = now() where id = $1', [id]);
    await refused(identity('thief', { email: 'mine@bind.example', roles: 'segl-sender' }), 'closed');
    await admitted(identity('one', { email: 'one@bind.example', roles: 'segl-sender' }));
    await refused(identity('two', { email: 'ONE@bind.example', roles: 'segl-sender' }), 'email_taken');
    const other = await admitted(identity('two', { email: 'two@bind.example', roles: 'segl-sender' }));
    await refused(identity('two', { email: 'one@bind.example', roles: 'segl-sender' }), 'email_taken');
    assert.equal((await person(other)).email, 'two@bind.example');
    const elsewhere = { ...identity('one', { email: 'x@bind.example', roles: 'segl-sender' }), issuer: 'b' };
    const twin = await admitted(elsewhere);
    assert.notEqual(twin, (await run("select id from people where email = 'one@bind.example'"))[0]!.id);
  });

  it('needs an address that mail can reach', async () => {
    for (const email of [undefined, null, '', 'nobody', 7, ['a@b.example'], `${'x'.repeat(300)}@b.example`]) {
      await refused(identity('no-mail', { email, roles: 'segl-sender' }), 'email_missing');
    }
  });

  it('is shown as text, whatever stands in the claims', async () => {
    const id = await admitted(
      identity('odd', {
        email: 'odd@havn.example',
        name: `<b>\0\uD800 ${'x'.repeat(5_000)}`,
        department: '\0\uDC00; drop table units',
        roles: ['segl-sender', 'x'.repeat(100_000), null, { a: 1 }],
      }),
    );
    const { name } = await person(id);
    assert.match(String(name), /^<b> \uFFFD x+$/);
    assert.ok(String(name).length <= 200);
  });

  it('is one person, however often they come in at once', async () => {
    const who = identity('hasty', { email: 'hasty@havn.example', roles: 'segl-sender' });
    const ids = await Promise.all(Array.from({ length: 8 }, () => admitted(who)));
    assert.equal(new Set(ids).size, 1);
    assert.equal((await history(ids[0]!)).length, 1);
  });

  it('keeps their roles as the last who administers everything', async () => {
    const others = await run(
      'update people set deactivated_at = now() where deactivated_at is null returning id',
    );
    try {
      const admin = { email: 'last@havn.example', roles: ['segl-admin', 'segl-sender'] };
      const id = await admitted(identity('last', admin));
      const roles = ['admin everywhere', `sender ${first}`];
      assert.equal(
        await admitted(identity('last', { ...admin, name: 'Last', roles: 'segl-sender' })),
        id,
        'and comes in',
      );
      assert.deepEqual((await person(id)).grants, roles);
      assert.equal((await person(id)).name, 'Last');
      assert.equal(await admitted(identity('last', { ...admin, roles: [] })), id);
      assert.deepEqual((await person(id)).grants, roles);
      assert.equal((await person(id)).active, true);
      assert.equal(logged.filter((line) => line.includes('nobody who administers')).length, 2);
      const next = await admitted(identity('next', { email: 'next@havn.example', roles: 'segl-admin' }));
      await refused(identity('last', { ...admin, roles: [] }), 'no_role');
      assert.equal((await person(id)).active, false);
      await run('update people set deactivated_at = now() where id = $1', [next]);
    } finally {
      await run('update people set deactivated_at = null where id = any ($1)', [others.map(({ id }) => id)]);
    }
  });
});
