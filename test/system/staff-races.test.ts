/** Somebody leaves, or loses what proves them, in the very moment in which they come in or make themselves at home. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { hashToken } from '../../src/delivery/link-token.ts';
import { mintSignInLink } from '../../src/delivery/sign-in-link.ts';
import { changePassword } from '../../src/desk/account/change-password.ts';
import { endSessions } from '../../src/desk/account/end-sessions.ts';
import { beginTotp, confirmTotp, waitingTotp } from '../../src/desk/account/enrol-totp.ts';
import { factorsOf, resetFactors } from '../../src/desk/account/factors.ts';
import { offerRegistration, offerSignIn } from '../../src/desk/account/passkey-offers.ts';
import { addPasskey } from '../../src/desk/account/passkey-registration.ts';
import { signInByPasskey } from '../../src/desk/account/passkey-sign-in.ts';
import { proveByCode, proveByRecoveryCode } from '../../src/desk/account/prove.ts';
import { makeRecoveryCodes } from '../../src/desk/account/recovery-codes.ts';
import { signIn } from '../../src/desk/account/sign-in.ts';
import { useSignInLink } from '../../src/desk/account/sign-in-links.ts';
import { acceptWelcome } from '../../src/desk/account/welcome.ts';
import { setActive } from '../../src/desk/people/activation.ts';
import { deactivatePerson } from '../../src/desk/people/deactivate-person.ts';
import { newWelcome } from '../../src/desk/people/people.ts';
import { lockPerson } from '../../src/desk/people/person.ts';
import { resetPersonFactors } from '../../src/desk/people/reset-factors.ts';
import type { Queryable } from '../../src/evidence/ports.ts';
import { client, enrol, enter, forgetSteps, hire, password, staffIn } from '../desk/account/support.ts';
import { PasskeyDevice } from '../desk/account/passkey-device.ts';
import { until } from '../doors/rest/support/rest.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { openPortal, type Portal } from '../support/portal.ts';
import { codeAt } from '../support/totp.ts';

const administrator = {
  actor: { kind: 'staff', id: '0197a3c2-7b1e-7c3a-9f00-000000000001' },
  grants: [{ role: 'admin', unit: null }],
} as const;

describe('At the same moment', () => {
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let portal: Portal;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    portal = await openPortal(db);
  });
  after(async () => {
    await portal.close();
    await drop();
  });
  afterEach(() => db.database.query('delete from budgets'));

  let count = 0;
  async function somebody() {
    const name = `p${(count += 1)}`;
    return { name, id: await hire(db, portal, name, 'sender', 'compliance') };
  }

  /** How many wait for somebody else's transaction. */
  const waiting = async (): Promise<number> => {
    const { count } = await db.database.query(
      `select from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where not l.granted and a.datname = current_database()`,
    );
    return count;
  };

  /** Begins `work` while `first` is done and not yet committed, and waits until it is through or waits for that. */
  async function during<Result>(
    first: (tx: Queryable) => Promise<unknown>,
    work: () => Promise<Result>,
    rest: (tx: Queryable) => Promise<unknown> = async () => undefined,
  ): Promise<PromiseSettledResult<Result>> {
    let settled = false;
    let result: Promise<PromiseSettledResult<Result>[]> | undefined;
    await db.database.transaction(async (tx) => {
      await first(tx);
      result = Promise.allSettled([work()]);
      void result.then(() => (settled = true));
      await until('it waits, or is through', async () => settled || (await waiting()) > 0);
      await rest(tx);
    });
    return (await result!)[0]!;
  }

  const refused = (result: PromiseSettledResult<unknown>): string =>
    result.status === 'rejected'
      ? ((result.reason as { code?: string }).code ?? String(result.reason))
      : 'done';

  const sessionsOf = async (person: string): Promise<number> =>
    (await db.database.query('select from staff_sessions where person_id = $1', [person])).count;

  const leaving = (person: string) => (tx: Queryable) =>
    deactivatePerson(tx, administrator.actor, person, 'administrator');

  /** What somebody brings who comes in. */
  const waysIn: Readonly<
    Record<string, (who: { id: string; name: string }) => Promise<() => Promise<unknown>>>
  > = {
    password:
      async ({ name }) =>
      () =>
        signIn(portal.ctx, `${name}@example.dk`, password, client),
    'mailed link': async ({ id }) => {
      await db.database.query('update people set password_hash = null where id = $1', [id]);
      await db.database.query("delete from grants where person_id = $1 and role <> 'sender'", [id]);
      const path = await mintSignInLink(db.database, id, null);
      return () => useSignInLink(portal.ctx, path.split('/').at(-1)!, client);
    },
    welcome: async ({ id }) => {
      const path = await newWelcome(db.database, id);
      return () => acceptWelcome(portal.ctx, path.split('/').at(-1)!, { password }, client);
    },
    passkey: async ({ name }) => {
      const { device } = await withPasskey(name);
      const answer = device.use(await offerSignIn(portal.ctx, client.ip));
      return () => signInByPasskey(portal.ctx, answer, { client, replaces: undefined });
    },
  };

  async function withPasskey(name: string) {
    const secret = await enter(portal, name);
    const staff = await staffIn(portal, secret);
    const device = new PasskeyDevice();
    const answer = device.create(await offerRegistration(portal.ctx, staff, client.ip));
    await addPasskey(portal.ctx, staff, { answer, name: 'Phone', secret, client });
    return { device, secret };
  }

  for (const [way, prepare] of Object.entries(waysIn)) {
    it(`nobody who is being deactivated comes in by a ${way}, not even to stand there when activated again`, async () => {
      const who = await somebody();
      const comeIn = await prepare(who);
      const result = await during(leaving(who.id), comeIn);
      assert.match(refused(result), /^(unauthenticated|gone)$/);
      assert.equal(await sessionsOf(who.id), 0);
      await setActive(portal.ctx, administrator, who.id, true);
      assert.equal(await sessionsOf(who.id), 0);
    });

    it(`neither waits for the other for ever where somebody comes in by a ${way} while a deactivation begins`, async () => {
      const who = await somebody();
      const comeIn = await prepare(who);
      const result = await during((tx) => lockPerson(tx, who.id), comeIn, leaving(who.id));
      assert.match(refused(result), /^(done|unauthenticated|gone)$/);
      assert.equal(await sessionsOf(who.id), 0);
    });
  }

  it('a password that is being changed opens nothing that outlives the change', async () => {
    const { id, name } = await somebody();
    const secret = await enter(portal, name);
    const staff = await staffIn(portal, secret);
    const result = await during(
      async (tx) => {
        await tx.query("update people set password_hash = 'another' where id = $1", [id]);
        await endSessions(tx, id, staff.session.id);
      },
      () => signIn(portal.ctx, `${name}@example.dk`, password, client),
    );
    assert.equal(refused(result), 'unauthenticated');
    assert.equal(await sessionsOf(id), 1);
  });

  /** What somebody does in their session who makes themselves at home. */
  const settling: Readonly<
    Record<string, (who: { name: string; secret: string }) => Promise<() => Promise<unknown>>>
  > = {
    'a passkey': async ({ secret }) => {
      const staff = await staffIn(portal, secret);
      const answer = new PasskeyDevice().create(await offerRegistration(portal.ctx, staff, client.ip));
      return () => addPasskey(portal.ctx, staff, { answer, name: 'Phone', secret, client });
    },
    'an app': async ({ secret }) => {
      const staff = await staffIn(portal, secret);
      await beginTotp(portal.ctx, staff);
      const code = codeAt((await waitingTotp(portal.ctx, staff.id))!, Date.now());
      return () => confirmTotp(portal.ctx, staff, secret, code, client);
    },
    'recovery codes': async ({ secret }) => {
      await enrol(db, portal, secret);
      const staff = await staffIn(portal, secret);
      return () => makeRecoveryCodes(portal.ctx, staff);
    },
    'another password': async ({ secret }) => {
      const staff = await staffIn(portal, secret);
      return () =>
        changePassword(portal.ctx, staff, secret, { current: password, chosen: 'another four good words' });
    },
  };

  const belongings = async (person: string) => {
    const { totp, passkeys, recoveryCodes } = await factorsOf(db.database, person);
    const { rows } = await db.database.query<{ hash: string }>(
      'select password_hash as hash from people where id = $1',
      [person],
    );
    return { totp, passkeys, recoveryCodes, hash: rows[0]!.hash };
  };

  for (const [what, prepare] of Object.entries(settling)) {
    for (const [ending, end] of [
      ['signed out', (id: string) => (tx: Queryable) => endSessions(tx, id)],
      ['deactivated', leaving],
    ] as const) {
      it(`whoever is being ${ending} gets no ${what.replace(/^an? /, '')} any more`, async () => {
        const { id, name } = await somebody();
        const secret = await enter(portal, name);
        const settle = await prepare({ name, secret });
        const had = await belongings(id);
        const result = await during(end(id), settle);
        assert.equal(refused(result), 'unauthenticated');
        assert.deepEqual(await belongings(id), had);
      });
    }
  }

  for (const what of ['a passkey', 'an app', 'recovery codes']) {
    it(`of ${what} that somebody adds while all their factors are removed, nothing is left`, async () => {
      const { id, name } = await somebody();
      const secret = await enter(portal, name);
      const settle = await settling[what]!({ name, secret });
      const result = await during(async (tx) => {
        await lockPerson(tx, id);
        await resetFactors(tx, id);
      }, settle);
      assert.notEqual(refused(result), 'done');
      const { hash: _, ...left } = await belongings(id);
      assert.deepEqual(left, { totp: false, passkeys: 0, recoveryCodes: 0 });
    });

    it(`of ${what} that somebody has all but added when all their factors are removed, nothing is left`, async () => {
      const { id, name } = await somebody();
      const secret = await enter(portal, name);
      const settle = await settling[what]!({ name, secret });
      let reset: Promise<unknown> | undefined;
      await during(
        (tx) => tx.query('select from staff_sessions where id_hash = $1 for update', [hashToken(secret)]),
        settle,
        async () => {
          reset = resetPersonFactors(portal.ctx, administrator, id);
          let isDone = false;
          void reset.then(() => (isDone = true));
          await until('both wait', async () => isDone || (await waiting()) > 1);
        },
      );
      await reset;
      const { hash: _, ...left } = await belongings(id);
      assert.deepEqual(left, { totp: false, passkeys: 0, recoveryCodes: 0 });
    });
  }

  it('one code of an app, and one recovery code, prove one of two sessions', async () => {
    const { id, name } = await somebody();
    const first = await enter(portal, name);
    const app = await enrol(db, portal, first);
    const [recovery] = await makeRecoveryCodes(portal.ctx, await staffIn(portal, first));
    const sessions = [await enter(portal, name), await enter(portal, name)];
    const claims = sessions.map((session) => ({ person: id, session, client, device: undefined }));
    await forgetSteps(db, id);
    const code = codeAt(app, Date.now());
    for (const prove of [
      (claim: (typeof claims)[0]) => proveByCode(portal.ctx, claim, code),
      (claim: (typeof claims)[0]) => proveByRecoveryCode(portal.ctx, claim, recovery!),
    ]) {
      const results = await Promise.allSettled(claims.map(prove));
      assert.deepEqual(results.map(refused).sort(), ['code_used', 'done']);
    }
  });

  it('one answer of a passkey opens one session, however often it is sent', async () => {
    const { id, name } = await somebody();
    const { device } = await withPasskey(name);
    const answer = device.use(await offerSignIn(portal.ctx, client.ip));
    const had = await sessionsOf(id);
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => signInByPasskey(portal.ctx, answer, { client, replaces: undefined })),
    );
    assert.equal(results.filter((result) => refused(result) === 'done').length, 1);
    assert.equal(await sessionsOf(id), had + 1);
  });
});
