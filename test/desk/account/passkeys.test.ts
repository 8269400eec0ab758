import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, it } from 'node:test';
import { renamePasskey } from '../../../src/desk/account/passkey-names.ts';
import { offerProof, offerRegistration, offerSignIn } from '../../../src/desk/account/passkey-offers.ts';
import { proveByPasskey } from '../../../src/desk/account/passkey-proof.ts';
import { addPasskey } from '../../../src/desk/account/passkey-registration.ts';
import { removePasskey } from '../../../src/desk/account/passkey-removal.ts';
import { signInByPasskey } from '../../../src/desk/account/passkey-sign-in.ts';
import { listPasskeys } from '../../../src/desk/account/passkeys.ts';
import { openStaffSession, pendingStaffOf, staffOf } from '../../../src/desk/account/sessions.ts';
import type { StaffMember } from '../../../src/desk/staff.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { type Algorithm, type Lies, PasskeyDevice, present, verifiedUser } from './passkey-device.ts';

const refused = (code: string) => ({ code });
const client = { ip: '192.0.2.7', userAgent: 'Test' };
const { ip } = client;

withDatabases('Passkeys', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());
  afterEach(() => db.database.query('delete from budgets'));

  interface Somebody {
    readonly id: string;
    readonly secret: string;
    readonly staff: StaffMember;
  }

  /** Somebody who has just signed in with a password. */
  async function somebody(role = 'sender'): Promise<Somebody> {
    const id = randomUUID();
    await db.database.query(
      `insert into people (id, unit_id, email, name, password_hash) values ($1, $2, $3, 'Ida', 'x')`,
      [id, portal.sender.unit, `${id}@example.dk`],
    );
    await db.database.query('insert into grants (person_id, role) values ($1, $2)', [id, role]);
    const secret = await openStaffSession(db.database, { person: id, method: 'password', client });
    return { id, secret, staff: await read(secret) };
  }

  async function read(secret: string): Promise<StaffMember> {
    const staff = await staffOf(portal.ctx, secret);
    assert.ok(staff);
    return staff;
  }

  async function add({ secret }: Somebody, device: PasskeyDevice, lies: Lies = {}): Promise<void> {
    const staff = await read(secret);
    const answer = device.create(await offerRegistration(portal.ctx, staff, ip), lies);
    await addPasskey(portal.ctx, staff, { answer, name: 'My phone', secret, client });
  }

  async function withPasskey(role = 'sender'): Promise<Somebody & { device: PasskeyDevice }> {
    const one = await somebody(role);
    const device = new PasskeyDevice();
    await add(one, device);
    return { ...one, staff: await read(one.secret), device };
  }

  const signIn = async (device: PasskeyDevice, lies: Lies = {}, replaces?: string): Promise<string> =>
    signInByPasskey(portal.ctx, device.use(await offerSignIn(portal.ctx, ip), lies), { client, replaces });

  const count = async (sql: string, ...values: unknown[]): Promise<number> =>
    (await db.database.query(sql, values)).count;
  const sessionsOf = (id: string) => count('select from staff_sessions where person_id = $1', id);
  const eventsOf = async (id: string) =>
    (
      await db.database.query<{ type: string; details: Record<string, unknown> }>(
        `select type, details from events where details ->> 'subject' = $1 order by seq`,
        [id],
      )
    ).rows;
  const setProof = (id: string, minutes: number) =>
    db.database.query(
      'update staff_sessions set proven_at = now() - make_interval(mins => $2) where person_id = $1',
      [id, minutes],
    );

  it('are added by whoever is signed in, which proves a second factor and is an event', async () => {
    const { id, staff, secret } = await withPasskey('admin');
    const [passkey, ...others] = await listPasskeys(db.database, id);
    assert.equal(others.length, 0);
    assert.match(passkey!.createdAt, /Z$/);
    const { name, lastUsedAt, backedUp } = passkey!;
    assert.deepEqual({ name, lastUsedAt, backedUp }, { name: 'My phone', lastUsedAt: null, backedUp: false });
    assert.equal(staff.session.secondFactor, true);
    assert.equal((await read(secret)).grants.length, 1);
    const { type, details } = (await eventsOf(id)).at(-1)!;
    assert.deepEqual(
      [type, details],
      ['person.factor_added', { kind: 'person', subject: id, factor: 'passkey' }],
    );
  });

  for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const satisfies readonly Algorithm[]) {
    it(`with ${algorithm} sign in by themselves, with both factors`, async () => {
      const one = await somebody('compliance');
      const device = new PasskeyDevice(undefined, algorithm);
      await add(one, device);
      const { id, session, grants } = await read(await signIn(device));
      assert.equal(id, one.id);
      assert.deepEqual([session.method, session.secondFactor], ['passkey', true]);
      assert.equal(grants.length, 1);
      assert.ok((await listPasskeys(db.database, id))[0]!.lastUsedAt);
      const { type, details } = (await eventsOf(id)).at(-1)!;
      assert.equal(type, 'person.signed_in');
      assert.deepEqual([details.method, details.secondFactor], ['passkey', true]);
    });
  }

  it('ask for what a passkey must be, and never twice of one device', async () => {
    const { staff, device } = await withPasskey();
    const offer = await offerRegistration(portal.ctx, staff, ip);
    assert.equal(offer.rp.id, 'localhost');
    assert.equal(Buffer.from(offer.user.id, 'base64url').toString('hex'), staff.id.replaceAll('-', ''));
    assert.equal(offer.attestation, 'none');
    assert.equal(offer.authenticatorSelection?.residentKey, 'required');
    assert.equal(offer.authenticatorSelection?.userVerification, 'required');
    const known = [{ id: device.id.toString('base64url'), type: 'public-key', transports: ['internal'] }];
    assert.deepEqual(offer.excludeCredentials, known);
    const proof = await offerProof(portal.ctx, staff.id, ip);
    assert.deepEqual(proof.allowCredentials, known);
    const anybody = await offerSignIn(portal.ctx, ip);
    assert.equal(anybody.allowCredentials, undefined);
    const { rows } = await db.database.query<{ hash: Buffer }>('select hash from passkey_challenges');
    for (const { hash } of rows) assert.ok(!hash.equals(Buffer.from(anybody.challenge, 'base64url')));
    await assert.rejects(offerProof(portal.ctx, (await somebody()).id, ip), refused('not_found'));
  });

  it('replace the session that the browser had', async () => {
    const { id, device } = await withPasskey();
    const pending = await openStaffSession(db.database, { person: id, method: 'password', pending: true });
    const before = await sessionsOf(id);
    const secret = await signIn(device, {}, pending);
    assert.equal(await sessionsOf(id), before);
    assert.equal(await pendingStaffOf(portal.ctx, pending), undefined);
    assert.ok(await staffOf(portal.ctx, secret));
  });

  it('are the second factor after a password, and a proof anew', async () => {
    const { id, device } = await withPasskey('admin');
    const secret = await openStaffSession(db.database, { person: id, method: 'password', pending: true });
    const prove = async () => {
      const answer = device.use(await offerProof(portal.ctx, id, ip));
      await proveByPasskey(portal.ctx, answer, { person: id, secret, client });
    };
    assert.equal(await staffOf(portal.ctx, secret), undefined);
    await prove();
    assert.equal((await read(secret)).session.secondFactor, true);
    await setProof(id, 60);
    assert.ok((await read(secret)).session.provenSecondsAgo >= 3600);
    await prove();
    assert.ok((await read(secret)).session.provenSecondsAgo < 60);
    const answer = device.use(await offerProof(portal.ctx, id, ip));
    await db.database.query('delete from staff_sessions where person_id = $1', [id]);
    await assert.rejects(
      proveByPasskey(portal.ctx, answer, { person: id, secret, client }),
      refused('unauthenticated'),
    );
  });

  it('that lie open nothing', async () => {
    const { id, device } = await withPasskey();
    const other = await withPasskey();
    device.counter = 5;
    const sessions = await sessionsOf(id);
    const lies: Readonly<Record<string, Lies>> = {
      'from another origin': { origin: 'https://evil.example' },
      'from another port': { origin: 'http://localhost:3001' },
      'for another host': { rpId: 'evil.example' },
      'framed by another site': { crossOrigin: true },
      'for a registration': { type: 'webauthn.create' },
      'without a verified person': { flags: present },
      'without a person': { flags: verifiedUser },
      'with a forged signature': { forged: true },
      'unknown here': { id: randomBytes(32) },
      'of somebody else': { id: other.device.id },
      'naming somebody else': { userHandle: other.device.userHandle },
      'naming nobody': { userHandle: null },
      'naming no challenge': { challenge: '' },
    };
    for (const [what, lie] of Object.entries(lies)) {
      await assert.rejects(signIn(device, lie), refused('passkey_invalid'), what);
    }
    assert.equal(await sessionsOf(id), sessions);
    assert.equal(await count('select from passkeys where person_id = $1 and counter = 0', id), 1);
    await assert.rejects(signIn(new PasskeyDevice()), refused('passkey_invalid'));
  });

  it('that are not what was asked for are not kept', async () => {
    const one = await somebody();
    const lies: Readonly<Record<string, Lies>> = {
      'from another origin': { origin: 'https://evil.example' },
      'for another host': { rpId: 'evil.example' },
      'framed by another site': { crossOrigin: true },
      'from a sign-in': { type: 'webauthn.get' },
      'without a verified person': { flags: present },
      'with an id that is too long': { id: randomBytes(1024) },
      'with certificates': {
        attestation: {
          fmt: 'packed',
          attStmt: new Map<string, number | Buffer | Buffer[]>([
            ['alg', -7],
            ['sig', randomBytes(70)],
            ['x5c', [randomBytes(300)]],
          ]),
        },
      },
      'in another format': { attestation: { fmt: 'fido-u2f', attStmt: new Map() } },
    };
    for (const [what, lie] of Object.entries(lies)) {
      await assert.rejects(add(one, new PasskeyDevice(), lie), refused('passkey_invalid'), what);
    }
    await assert.rejects(add(one, new PasskeyDevice(undefined, 'ES384')), refused('passkey_invalid'));
    assert.deepEqual(await listPasskeys(db.database, one.id), []);
    assert.equal((await read(one.secret)).session.secondFactor, false);
  });

  it('are added once, whoever adds them', async () => {
    const one = await withPasskey();
    const other = await somebody();
    await assert.rejects(add(one, one.device), refused('already_exists'));
    await assert.rejects(add(other, one.device), refused('already_exists'));
    assert.equal((await read(other.secret)).session.secondFactor, false);
    assert.equal(
      await count('select from passkeys where id = $1 and person_id = $2', one.device.id, one.id),
      1,
    );
  });

  it('answer a challenge once, however often at once', async () => {
    const { id, device } = await withPasskey();
    const before = await sessionsOf(id);
    const answer = device.use(await offerSignIn(portal.ctx, ip));
    const tries = Array.from({ length: 10 }, () =>
      signInByPasskey(portal.ctx, answer, { client, replaces: undefined }),
    );
    const outcomes = await Promise.allSettled(tries);
    const failures = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    assert.deepEqual(failures, Array(9).fill('gone'));
    assert.equal(await sessionsOf(id), before + 1);
  });

  it('answer only a challenge of theirs, in time', async () => {
    const one = await withPasskey();
    const { device, secret, staff } = one;
    const other = await withPasskey();
    const signInWith = (offer: { challenge: string }) =>
      signInByPasskey(portal.ctx, device.use(offer), { client, replaces: undefined });
    const proveWith = (offer: { challenge: string }) =>
      proveByPasskey(portal.ctx, device.use(offer), { person: one.id, secret, client });

    await assert.rejects(signInWith(await offerProof(portal.ctx, one.id, ip)), refused('passkey_invalid'));
    await assert.rejects(proveWith(await offerSignIn(portal.ctx, ip)), refused('passkey_invalid'));
    await assert.rejects(proveWith(await offerProof(portal.ctx, other.id, ip)), refused('passkey_invalid'));
    await assert.rejects(
      proveWith(await offerRegistration(portal.ctx, staff, ip)),
      refused('passkey_invalid'),
    );
    const answer = new PasskeyDevice().create(await offerRegistration(portal.ctx, other.staff, ip));
    await assert.rejects(
      addPasskey(portal.ctx, staff, { answer, name: 'x', secret, client }),
      refused('passkey_invalid'),
    );

    await assert.rejects(signInWith({ challenge: randomBytes(32).toString('base64url') }), refused('gone'));
    const late = await offerSignIn(portal.ctx, ip);
    await db.database.query('update passkey_challenges set expires_at = now()');
    await assert.rejects(signInWith(late), refused('gone'));
  });

  it('whose counter goes back have a copy, and are refused; some never count', async () => {
    const { device } = await withPasskey();
    await signIn(device);
    await signIn(device);
    device.counter = 7;
    await signIn(device);
    for (const counter of [7, 6, 0]) {
      await assert.rejects(signIn(device, { counter }), { code: 'passkey_invalid', name: 'CounterWentBack' });
    }
    await assert.rejects(signIn(device, { counter: 3, forged: true }), { name: 'Refusal' });
    await signIn(device, { counter: 8 });
  });

  it('of people who are gone, or whom an identity provider lets in, open nothing', async () => {
    const { id, device, secret } = await withPasskey();
    await db.database.query(
      `update people set issuer = 'https://id.example', subject = $1::text where id = $1`,
      [id],
    );
    await assert.rejects(signIn(device), refused('passkey_invalid'));
    const answer = device.use(await offerProof(portal.ctx, id, ip));
    await proveByPasskey(portal.ctx, answer, { person: id, secret, client });
    await db.database.query('update people set issuer = null, subject = null where id = $1', [id]);
    await signIn(device);
    const begun = device.use(await offerSignIn(portal.ctx, ip));
    const proof = device.use(await offerProof(portal.ctx, id, ip));
    await db.database.query('update people set deactivated_at = now() where id = $1', [id]);
    const replaces = undefined;
    await assert.rejects(
      signInByPasskey(portal.ctx, begun, { client, replaces }),
      refused('passkey_invalid'),
    );
    await assert.rejects(
      proveByPasskey(portal.ctx, proof, { person: id, secret, client }),
      refused('passkey_invalid'),
    );
  });

  it('need a fresh proof to be added, for the first one of having signed in', async () => {
    const one = await somebody();
    await setProof(one.id, 600);
    await assert.rejects(add(one, new PasskeyDevice()), refused('proof_too_old'));
    await setProof(one.id, 9);
    await add(one, new PasskeyDevice());
    await add(one, new PasskeyDevice());
    await setProof(one.id, 9);
    const staff = await read(one.secret);
    const slow = new PasskeyDevice().create(await offerRegistration(portal.ctx, staff, ip));
    await setProof(one.id, 14);
    const { secret } = one;
    await addPasskey(portal.ctx, await read(secret), { answer: slow, name: 'slow', secret, client });
    await setProof(one.id, 11);
    await assert.rejects(add(one, new PasskeyDevice()), refused('proof_too_old'));
    const byPassword = await openStaffSession(db.database, { person: one.id, method: 'password' });
    await assert.rejects(add({ ...one, secret: byPassword }, new PasskeyDevice()), refused('proof_too_old'));
    assert.equal((await listPasskeys(db.database, one.id)).length, 3);
  });

  it('are removed by their owner, with a fresh proof, and then open nothing', async () => {
    const { id, device, secret } = await withPasskey();
    const other = await withPasskey();
    const credential = device.id.toString('base64url');
    await assert.rejects(removePasskey(portal.ctx, other.staff, credential), refused('not_found'));
    await assert.rejects(removePasskey(portal.ctx, other.staff, ''), refused('not_found'));
    await setProof(id, 11);
    await assert.rejects(removePasskey(portal.ctx, await read(secret), credential), refused('proof_too_old'));
    await setProof(id, 0);
    await removePasskey(portal.ctx, await read(secret), credential);
    assert.deepEqual(await listPasskeys(db.database, id), []);
    const { type, details } = (await eventsOf(id)).at(-1)!;
    assert.deepEqual([type, details.factor], ['person.factor_removed', 'passkey']);
    await assert.rejects(signIn(device), refused('passkey_invalid'));
  });

  it('stay where they are the last factor of somebody whose roles need one, two removals at once included', async () => {
    for (const role of ['admin', 'compliance']) {
      const { id, staff, device, ...one } = await withPasskey(role);
      const credential = device.id.toString('base64url');
      await assert.rejects(removePasskey(portal.ctx, staff, credential), refused('second_factor_needed'));
      await add({ id, staff, ...one }, new PasskeyDevice());
      const passkeys = await listPasskeys(db.database, id);
      const outcomes = await Promise.allSettled(
        passkeys.map((each) => removePasskey(portal.ctx, staff, each.id)),
      );
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      assert.equal((await listPasskeys(db.database, id)).length, 1);
      const removed = (await eventsOf(id)).filter(({ type }) => type === 'person.factor_removed');
      assert.equal(removed.length, 1);
    }
  });

  it('are called what their owner likes', async () => {
    const { id, device } = await withPasskey();
    const other = await somebody();
    const credential = device.id.toString('base64url');
    const called = async () => (await listPasskeys(db.database, id))[0]!.name;
    await renamePasskey(portal.ctx, id, credential, '  Grøn\u0000 nøgle\r\n 🔑 ');
    assert.equal(await called(), 'Grøn nøgle 🔑');
    for (const typed of ['', ' \u200B\t', 'x'.repeat(61)]) {
      await assert.rejects(renamePasskey(portal.ctx, id, credential, typed), refused('invalid'));
    }
    await renamePasskey(portal.ctx, id, credential, '🔑'.repeat(60));
    await assert.rejects(renamePasskey(portal.ctx, other.id, credential, 'mine'), refused('not_found'));
    assert.equal(await called(), '🔑'.repeat(60));
  });

  it('may be tried so often by strangers of one network, whom nobody else pays for', async () => {
    const { id } = await withPasskey();
    const sign = { scope: 'passkey/network', subject: '192.0.2.0/24' };
    await offerSignIn(portal.ctx, ip);
    const { count: rows } = await db.database.query(
      'update budgets set used = 600 where scope = $1 and subject = $2',
      [sign.scope, sign.subject],
    );
    assert.ok(rows > 0);
    await assert.rejects(offerSignIn(portal.ctx, ip), refused('budget_spent'));
    await offerSignIn(portal.ctx, '198.51.100.7');
    await offerProof(portal.ctx, id, ip);
    await db.database.query('update budgets set used = 60 where subject = $1', [id]);
    await assert.rejects(offerProof(portal.ctx, id, ip), refused('budget_spent'));
  });
});
