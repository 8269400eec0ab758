/** What is done at a staff door and what evidence says of it: both, or neither. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { mintSignInLink } from '../../src/delivery/sign-in-link.ts';
import { newWelcome } from '../../src/desk/people/people.ts';
import { PasskeyDevice } from '../desk/account/passkey-device.ts';
import { buildHouse, type House, words } from '../doors/web/doors/house.ts';
import { type Answer, Visitor } from '../doors/web/visitor.ts';
import { type App, startApp } from '../support/app.ts';
import { makeDatabase, type TestDatabase } from '../support/database.ts';
import { proveSecondFactor } from '../support/second-factor.ts';
import { changedTables, idle, stateOf } from '../support/state.ts';
import { codeAt } from '../support/totp.ts';

const password = 'four words make sense';

/** Makes everything ready, and gives what is then done in one request. */
type Deed = () => Promise<() => Promise<Answer>>;

/**
 * What a deed leaves in the log: its events, each with what evidence tells of it. `told`: how it was before, and is
 * after; `who`: who looked, and why; `bare`: that it happened, by whom.
 */
type Left = readonly (readonly [type: string, how: 'told' | 'who' | 'bare'])[];

describe('At a staff door, a deed and its event', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let house: House;
  let root: Visitor;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    house = await buildHouse(db, app);
    root = house.visitorOf('root');
    await db.owner.query(`create function break_log() returns trigger language plpgsql as
      $$ begin raise exception 'the log is broken' using errcode = 'integrity_constraint_violation'; end $$`);
    await db.owner.query(
      'create trigger a_break before insert on events for each row execute function break_log()',
    );
    await db.owner.query('alter table events disable trigger a_break');
  });
  after(async () => {
    await app.close();
    await drop();
  });
  beforeEach(() => db.database.query('delete from budgets'));

  let count = 0;
  const next = (): number => (count += 1);

  /** Somebody of their own for each deed, signed in and with a second factor proved. */
  async function somebody(): Promise<{ id: string; email: string; visitor: Visitor }> {
    const made = await house.things.person('here');
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.post('/desk/sign-in', { email: made.email, password })).status, 303);
    return { ...made, visitor };
  }

  const json = (visitor: Visitor, path: string, body: unknown): Promise<Answer> =>
    visitor.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify(body),
    });

  const offered = async (visitor: Visitor, purpose: string) =>
    JSON.parse((await json(visitor, '/desk/passkeys/challenges', { purpose })).text);

  async function withPasskey() {
    const one = await somebody();
    const device = new PasskeyDevice(app.url);
    const credential = device.create(await offered(one.visitor, 'registration'));
    assert.equal((await json(one.visitor, '/desk/passkeys', { name: 'Phone', credential })).status, 201);
    return { ...one, device };
  }

  async function withApp(confirmed = true) {
    const one = await somebody();
    await one.visitor.post('/desk/account/totp', {});
    const { text } = await one.visitor.get('/desk/account/totp');
    const secret = text
      .match(/>([a-z2-7]{4}(?: [a-z2-7]{4}){7})</i)![1]!
      .replaceAll(' ', '')
      .toLowerCase();
    if (confirmed) {
      const code = codeAt(secret, Date.now());
      assert.equal((await one.visitor.post('/desk/account/totp/confirmations', { code })).status, 303);
      await db.database.query('update totp_secrets set last_step = 0 where person_id = $1', [one.id]);
    }
    return { ...one, secret };
  }

  /** A form of an administrator of everything. */
  const posting =
    (prepare: () => Promise<[path: string, form?: Record<string, string>]>): Deed =>
    async () => {
      const [path, form = {}] = await prepare();
      return () => root.post(`/desk${path}`, form);
    };

  const aPerson = () => house.things.person('here');
  const aSystem = (how = {}) => house.things.system('here', how);

  const deeds: Readonly<Record<string, readonly [deed: Deed, left: Left]>> = {
    'signing in': [
      async () => {
        const { email } = await aPerson();
        return () => new Visitor(app.url).post('/desk/sign-in', { email, password });
      },
      [['person.signed_in', 'told']],
    ],
    'signing in by a mailed link': [
      async () => {
        const { id } = await aPerson();
        await db.database.query('update people set password_hash = null where id = $1', [id]);
        const path = await mintSignInLink(db.database, id, null);
        return () => new Visitor(app.url).post(path, {});
      },
      [['person.signed_in', 'told']],
    ],
    'signing in by a passkey': [
      async () => {
        const { device } = await withPasskey();
        const visitor = new Visitor(app.url);
        const credential = device.use(await offered(visitor, 'sign_in'));
        return () => json(visitor, '/desk/passkeys/sign-ins', { credential });
      },
      [['person.signed_in', 'told']],
    ],
    'proving a second factor on the way in': [
      async () => {
        const { email, secret } = await withApp();
        const visitor = new Visitor(app.url);
        await visitor.post('/desk/sign-in', { email, password });
        return () => visitor.post('/desk/second-factor', { code: codeAt(secret, Date.now()) });
      },
      [['person.signed_in', 'told']],
    ],
    'setting a password by a link': [
      async () => {
        const path = await newWelcome(db.database, (await aPerson()).id);
        return () => new Visitor(app.url).post(path, { password, again: password });
      },
      [
        ['person.password_set', 'bare'],
        ['person.signed_in', 'told'],
      ],
    ],
    'changing one’s password': [
      async () => {
        const { visitor } = await somebody();
        const chosen = 'another four good words';
        return () =>
          visitor.post('/desk/account/password', { current: password, password: chosen, again: chosen });
      },
      [['person.password_set', 'bare']],
    ],
    'adding an app': [
      async () => {
        const { visitor, secret } = await withApp(false);
        return () => visitor.post('/desk/account/totp/confirmations', { code: codeAt(secret, Date.now()) });
      },
      [['person.factor_added', 'bare']],
    ],
    'removing an app': [
      async () => {
        const { visitor } = await withApp();
        return () => visitor.post('/desk/account/totp/removals', {});
      },
      [['person.factor_removed', 'bare']],
    ],
    'making recovery codes': [
      async () => {
        const { visitor } = await withApp();
        return () => visitor.post('/desk/account/recovery-codes', {});
      },
      [['person.factor_added', 'bare']],
    ],
    'adding a passkey': [
      async () => {
        const { visitor } = await somebody();
        const credential = new PasskeyDevice(app.url).create(await offered(visitor, 'registration'));
        return () => json(visitor, '/desk/passkeys', { name: 'Phone', credential });
      },
      [['person.factor_added', 'bare']],
    ],
    'removing a passkey': [
      async () => {
        const { visitor, device } = await withPasskey();
        return () => visitor.post(`/desk/passkeys/${device.id.toString('base64url')}/removals`, {});
      },
      [['person.factor_removed', 'bare']],
    ],
    'ending one’s other sessions': [
      async () => {
        const { visitor, email } = await somebody();
        await new Visitor(app.url).post('/desk/sign-in', { email, password });
        return () => visitor.post('/desk/account/sessions/ends', {});
      },
      [['person.signed_out_everywhere', 'bare']],
    ],
    'adding somebody': [
      posting(async () => [
        '/people',
        { name: 'New', email: `new${next()}@example.dk`, unit: house.units.here, role: 'sender', where: '' },
      ]),
      [['person.created', 'told']],
    ],
    'changing somebody': [
      posting(async () => {
        const { id, email } = await aPerson();
        return [`/people/${id}`, { version: '1', name: 'Changed', email, unit: house.units.here }];
      }),
      [['person.changed', 'told']],
    ],
    'making a link for somebody': [
      posting(async () => [`/people/${(await aPerson()).id}/links`]),
      [['person.link_made', 'bare']],
    ],
    'removing somebody’s factors': [
      posting(async () => [`/people/${(await withPasskey()).id}/factor-resets`]),
      [['person.factor_removed', 'bare']],
    ],
    'signing somebody out': [
      posting(async () => [`/people/${(await somebody()).id}/sign-outs`]),
      [['person.signed_out_everywhere', 'bare']],
    ],
    'deactivating somebody': [
      posting(async () => [`/people/${(await somebody()).id}/deactivations`]),
      [['person.deactivated', 'bare']],
    ],
    'activating somebody again': [
      posting(async () => {
        const { id } = await aPerson();
        await db.database.query('update people set deactivated_at = now() where id = $1', [id]);
        return [`/people/${id}/reactivations`];
      }),
      [['person.reactivated', 'bare']],
    ],
    'adding a unit': [
      posting(async () => ['/units', { name: `Unit ${next()}`, outwardName: '', functionAddress: '' }]),
      [['unit.created', 'told']],
    ],
    'changing a unit': [
      posting(async () => {
        const { rows } = await db.database.query<{ version: number }>(
          'select version from units where id = $1',
          [house.units.there],
        );
        const form = {
          version: String(rows[0]!.version),
          name: `South ${next()}`,
          outwardName: '',
          functionAddress: '',
        };
        return [`/units/${house.units.there}`, form];
      }),
      [['unit.changed', 'told']],
    ],
    'adding a system': [
      posting(async () => [
        '/systems',
        {
          name: `New ${next()}`,
          from: '*@example.dk',
          unit: house.units.here,
          days: '30',
          scopes: 'messages:send',
        },
      ]),
      [
        ['system.created', 'told'],
        ['secret.created', 'told'],
      ],
    ],
    'changing a system': [
      posting(async () => {
        const form = {
          version: '1',
          name: `Changed ${next()}`,
          from: 'a@example.dk',
          unit: house.units.here,
        };
        return [`/systems/${(await aSystem()).id}`, form];
      }),
      [['system.changed', 'told']],
    ],
    'closing a system': [
      posting(async () => [`/systems/${(await aSystem()).id}/closures`]),
      [
        ['system.revoked', 'bare'],
        ['secret.revoked', 'told'],
      ],
    ],
    'opening a system': [
      posting(async () => [`/systems/${(await aSystem({ closed: true })).id}/openings`]),
      [['system.changed', 'told']],
    ],
    'making a secret': [
      posting(async () => [
        `/systems/${(await aSystem()).id}/secrets`,
        { name: 'New', days: '30', scopes: 'messages:send' },
      ]),
      [['secret.created', 'told']],
    ],
    'replacing a secret': [
      posting(async () => {
        const { id, secret } = await aSystem();
        return [`/systems/${id}/secrets`, { name: 'New', days: '30', replaces: secret, overlapHours: '24' }];
      }),
      [
        ['secret.created', 'told'],
        ['secret.changed', 'told'],
      ],
    ],
    'giving a secret another end': [
      posting(async () => {
        const { id, secret } = await aSystem();
        return [`/systems/${id}/secrets/${secret}/expiries`, { days: '30', was: '' }];
      }),
      [['secret.changed', 'told']],
    ],
    'revoking a secret': [
      posting(async () => {
        const { id, secret } = await aSystem();
        return [`/systems/${id}/secrets/${secret}/revocations`];
      }),
      [['secret.revoked', 'told']],
    ],
    'adding a contact': [
      posting(async () => ['/contacts', { email: `new${next()}@example.com`, unit: house.units.here }]),
      [['contact.created', 'told']],
    ],
    'changing a contact': [
      posting(async () => [
        `/contacts/${await house.things.contact('here')}`,
        { version: '1', email: `changed${next()}@example.com`, unit: house.units.here },
      ]),
      [['contact.changed', 'told']],
    ],
    'deleting a contact': [
      posting(async () => [`/contacts/${await house.things.contact('here')}/deletions`, { version: '1' }]),
      [['contact.deleted', 'told']],
    ],
    'putting a contact back': [
      posting(async () => ['/contacts/restorations', { event: await house.things.deletion('here') }]),
      [['contact.created', 'told']],
    ],
    'applying an import': [
      posting(async () => [`/contacts/imports/${await house.things.imported('here')}/applications`]),
      [['contacts.imported', 'told']],
    ],
    'undoing an import': [
      posting(async () => [
        `/contacts/imports/${await house.things.imported('here', { applied: true })}/undos`,
      ]),
      [['contacts.import_undone', 'told']],
    ],
    'changing the rules': [
      posting(async () => [
        '/policy',
        { decision: '', secure: 'all', unitClaim: 'department', confirm: 'nobody' },
      ]),
      [['policy.changed', 'told']],
    ],
    'looking at somebody’s message': [
      async () => {
        await db.database.query('delete from looks');
        const look = { kind: 'incident', reason: 'Undersøger en fejl' };
        return () =>
          house.visitorOf('officer').post(`/desk/messages/${house.messages.here.message}/looks`, look);
      },
      [['message.looked_at', 'who']],
    ],
    'extending a delivery': [
      async () => () =>
        house
          .visitorOf('sender')
          .post(`/desk/messages/${house.messages.here.message}/extensions`, { days: '3' }),
      [['delivery.extended', 'bare']],
    ],
  };

  const newestEvent = async (): Promise<string> =>
    (await db.database.query<{ id: string }>('select id from events order by id desc limit 1')).rows[0]!.id;

  for (const [what, [deed, left]] of Object.entries(deeds)) {
    it(`${what}: neither, where the event cannot be written`, async () => {
      const act = await deed();
      await idle(db);
      const before = await stateOf(db);
      await db.owner.query('alter table events enable always trigger a_break');
      const { status, text } = await act().finally(() =>
        db.owner.query('alter table events disable trigger a_break'),
      );
      assert.ok(status >= 500, `${status}: ${text.slice(0, 200)}`);
      // A challenge is used up before its answer is looked at.
      const changed = changedTables(before, await stateOf(db)).filter(
        (table) => table !== 'passkey_challenges',
      );
      assert.deepEqual(changed, []);
    });

    it(`${what}: both, and the event once`, async () => {
      const act = await deed();
      await idle(db);
      const last = await newestEvent();
      const { status, text } = await act();
      assert.ok(status < 400, `${status}: ${text.slice(0, 200)}`);
      const { rows } = await db.database.query<{ type: string; actor: string | null; keys: string[] | null }>(
        `select e.type, e.actor_id as actor, (select array_agg(k) from jsonb_object_keys(f.fields) k) as keys
          from events e left join event_fields f on f.event = e.id where e.id > $1 order by e.id`,
        [last],
      );
      const how = (keys: string[] | null) =>
        keys === null
          ? 'bare'
          : keys.includes('before') && keys.includes('after')
            ? 'told'
            : keys.includes('reason')
              ? 'who'
              : keys.join();
      assert.deepEqual(
        rows.map(({ type, keys }) => [type, how(keys)]),
        left,
      );
      for (const { actor } of rows) assert.ok(actor);
    });
  }

  /** They change no right and nothing of anybody else’s, and leave nothing in the log. */
  const silent: Readonly<Record<string, Deed>> = {
    'asking for a new app': async () => {
      const { visitor } = await somebody();
      return () => visitor.post('/desk/account/totp', {});
    },
    'calling a passkey something else': async () => {
      const { visitor, device } = await withPasskey();
      const path = `/desk/passkeys/${device.id.toString('base64url')}/renamings`;
      return () => visitor.post(path, { name: 'Other' });
    },
    'stepping up': async () => {
      const { visitor } = await somebody();
      return () => visitor.post('/desk/step-up', { password });
    },
    'signing out': async () => {
      const { visitor } = await somebody();
      return () => visitor.post('/desk/sign-out', {});
    },
    'sending a file of contacts': async () => () => house.sendFile(root, 'here'),
    'discarding it': posting(async () => {
      await proveSecondFactor(db, house.root.email);
      return [`/contacts/imports/${await house.things.imported('here')}/discards`];
    }),
    'stepping up by a recovery code': async () => {
      const { visitor } = await withApp();
      const { text } = await visitor.post('/desk/account/recovery-codes', {});
      const recovery = text.match(/[a-z2-7]{4}(?:-[a-z2-7]{4}){3}/)![0];
      return () => visitor.post('/desk/step-up', { recovery });
    },
  };

  it('is no event where somebody only prepares, names or proves something of their own', async () => {
    for (const [what, deed] of Object.entries(silent)) {
      const act = await deed();
      await idle(db);
      const last = await newestEvent();
      assert.ok((await act()).status < 400, what);
      assert.equal(await newestEvent(), last, what);
    }
  });

  it('leaves nothing personal where it could not be erased', async () => {
    const { rows } = await db.database.query<{ details: unknown }>('select details from events');
    const all = JSON.stringify(rows);
    for (const { managed, written } of Object.values(words)) {
      for (const word of [managed, written, 'example.dk', 'example.com', 'Undersøger', '127.0.0']) {
        assert.ok(!all.toLowerCase().includes(word.toLowerCase()), word);
      }
    }
    assert.ok(rows.length > 100);
  });
});
