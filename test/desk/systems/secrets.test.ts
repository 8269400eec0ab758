import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { changeExpiry } from '../../../src/desk/systems/change-expiry.ts';
import { createSecret } from '../../../src/desk/systems/create-secret.ts';
import { listSecrets } from '../../../src/desk/systems/list-secrets.ts';
import { revokeSecret } from '../../../src/desk/systems/revoke-secret.ts';
import { systemOf } from '../../../src/desk/systems/secrets.ts';
import { setBootstrapToken } from '../../../src/desk/systems/systems.ts';
import { usualScopes } from '../../../src/message/scopes.ts';
import { withDatabases } from '../../support/database.ts';
import { openPortal, type Portal } from '../../support/portal.ts';
import { aSystem, eventsOf, everything, inDays, ofUnits } from './support.ts';

withDatabases('The secrets of a system', (db) => {
  let portal: Portal;
  before(async () => {
    portal = await openPortal(db);
  });
  after(() => portal.close());

  const secretsOf = (system: string) => listSecrets(portal.ctx, system);
  const first = async (system: string) => (await secretsOf(system))[0]!.id;
  const make = (system: string, request: Parameters<typeof createSecret>[3], manager = everything) =>
    createSecret(portal.ctx, manager, system, request);
  const opens = async (secret: string) => (await systemOf(portal.ctx, secret)) !== undefined;
  const refused = (code: string, field?: string) => (error: Error & { code?: string; facts?: object }) => {
    assert.equal(error.code, code, error.message);
    if (field) assert.deepEqual(error.facts, { field });
    return true;
  };
  const hoursAhead = (at: string) => Math.round((Date.parse(at) - Date.now()) / 3_600_000);

  test('are several, each with its own scopes and end', async () => {
    const system = await aSystem(portal.ctx);
    const expiresAt = inDays(30);
    const made = await make(system.id, { name: ' reading ', scopes: ['messages:read'], expiresAt });
    assert.deepEqual((await systemOf(portal.ctx, made.secret))?.scopes, ['messages:read']);
    assert.deepEqual((await systemOf(portal.ctx, system.secret))?.scopes, usualScopes);
    const [newest, oldest] = await secretsOf(system.id);
    assert.deepEqual([newest!.name, newest!.state, newest!.warning], ['reading', 'live', 'expires_soon']);
    assert.equal(newest!.expiresAt?.slice(0, 23), expiresAt.slice(0, 23));
    assert.deepEqual([oldest!.name, oldest!.expiresAt], ['first', null]);
  });

  test('are recorded with names and scopes as fields, and never themselves', async () => {
    const system = await aSystem(portal.ctx);
    const old = await first(system.id);
    const made = await make(system.id, { replaces: old });
    await revokeSecret(portal.ctx, everything, system.id, made.id);
    const events = await eventsOf(db, system.id);
    assert.deepEqual(
      events.map(({ type, details }) => [type, details.secret, details.replaces]),
      [
        ['system.created', undefined, undefined],
        ['secret.created', old, undefined],
        ['secret.created', made.id, old],
        ['secret.changed', old, undefined],
        ['secret.revoked', made.id, undefined],
      ],
    );
    assert.deepEqual(events[2]!.after, { name: 'first', scopes: usualScopes, expiresAt: null });
    assert.deepEqual(events[4]!.before, { name: 'first', scopes: usualScopes });
    const { rows } = await db.owner.query<{ all: string }>(
      `select (select string_agg(e::text, ' ') from events e) || (select string_agg(f::text, ' ') from event_fields f) as all`,
    );
    for (const secret of [system.secret, made.secret]) assert.ok(!rows[0]!.all.includes(secret));
  });

  test('a replaced one lives on for the overlap, and never longer than it was to live', async () => {
    for (const [overlapHours, least, most] of [
      [undefined, 24, 24],
      [0, 0, 0],
      [720, 720, 720],
    ] as const) {
      const system = await aSystem(portal.ctx);
      const made = await make(system.id, { replaces: await first(system.id), overlapHours });
      const left = hoursAhead(made.replaced!.expiresAt);
      assert.ok(left >= least && left <= most, `${left}`);
      assert.equal(await opens(system.secret), overlapHours !== 0);
      assert.ok(await opens(made.secret));
      assert.equal((await secretsOf(system.id)).at(-1)!.replacedBy, overlapHours === 0 ? null : made.id);
    }
    const short = await aSystem(portal.ctx, {}, { expiresAt: inDays(0.1) });
    const made = await make(short.id, { replaces: await first(short.id), overlapHours: 720 });
    assert.ok(hoursAhead(made.replaced!.expiresAt) <= 3);
    assert.ok(hoursAhead(made.expiresAt!) <= 3, 'as long as the old one was to live');
    assert.equal((await make(short.id, { replaces: made.id, expiresAt: null })).expiresAt, null);
  });

  test('replaced twice at once: the second is told so', async () => {
    const system = await aSystem(portal.ctx);
    const replaces = await first(system.id);
    const both = await Promise.allSettled([1, 2].map(() => make(system.id, { replaces })));
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const { reason } = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    refused('changed_meanwhile', 'replaces')(reason);
    assert.equal((await secretsOf(system.id)).length, 2);
  });

  test('once the new one was ended, the old one can be replaced again', async () => {
    const system = await aSystem(portal.ctx);
    const replaces = await first(system.id);
    const lost = await make(system.id, { replaces });
    await revokeSecret(portal.ctx, everything, system.id, lost.id);
    assert.ok((await make(system.id, { replaces })).secret);
  });

  test('one that ended, or is another system’s, is not replaced', async () => {
    const [system, other] = [await aSystem(portal.ctx), await aSystem(portal.ctx)];
    const ended = await first(system.id);
    await revokeSecret(portal.ctx, everything, system.id, ended);
    for (const replaces of [ended, await first(other.id), randomUUID(), 'x', '']) {
      await assert.rejects(make(system.id, { replaces }), refused('invalid', 'replaces'), replaces);
    }
    await assert.rejects(
      revokeSecret(portal.ctx, everything, system.id, await first(other.id)),
      refused('not_found'),
    );
    assert.ok(await opens(other.secret));
  });

  const wrong: [string, Parameters<typeof createSecret>[3], string][] = [
    ['an end in the past', { expiresAt: inDays(-1) }, 'expiresAt'],
    ['an end now', { expiresAt: inDays(0) }, 'expiresAt'],
    ['an end in a hundred years', { expiresAt: inDays(36_500) }, 'expiresAt'],
    ['an end that is no time', { expiresAt: 'soon' }, 'expiresAt'],
    ['no scopes', { scopes: [] }, 'scopes'],
    ['unknown scopes', { scopes: ['messages:send', 'root'] }, 'scopes'],
    ['an overlap of nothing', { overlapHours: 24 }, 'overlapHours'],
    ['an overlap that is too long', { overlapHours: 721 }, 'overlapHours'],
    ['a negative one', { overlapHours: -1 }, 'overlapHours'],
    ['half an hour', { overlapHours: 0.5 }, 'overlapHours'],
    ['no number', { overlapHours: Number.NaN }, 'overlapHours'],
    ['a huge name', { name: 'x'.repeat(101) }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['a broken name', { name: '\ud800' }, 'name'],
  ];
  for (const [what, request, field] of wrong) {
    test(`${what} is refused, and nothing made`, async () => {
      const system = await aSystem(portal.ctx);
      await assert.rejects(make(system.id, request), refused('invalid', field));
      assert.equal((await secretsOf(system.id)).length, 1);
    });
  }

  test('nobody gives what they lack: scopes, any address, a longer life for either', async () => {
    const { unit } = portal.sender;
    const local = ofUnits(unit);
    const system = await aSystem(portal.ctx);
    await assert.rejects(make(system.id, { scopes: ['people'] }, local), refused('forbidden', 'scopes'));
    assert.ok((await make(system.id, {}, local)).secret);
    const strong = await make(system.id, { scopes: ['people'] });
    await assert.rejects(make(system.id, { replaces: strong.id }, local), refused('forbidden', 'scopes'));
    const longer = { was: null, expiresAt: inDays(9) };
    await assert.rejects(
      changeExpiry(portal.ctx, local, system.id, strong.id, longer),
      refused('forbidden', 'scopes'),
    );
    await revokeSecret(portal.ctx, local, system.id, strong.id);
    assert.equal(await opens(strong.secret), false, 'but they can end it');
    const anybody = await aSystem(portal.ctx, { from: ['*'] });
    await assert.rejects(make(anybody.id, {}, local), refused('forbidden', 'from'));
  });

  test('those of another unit’s system do not exist for an administrator', async () => {
    const system = await aSystem(portal.ctx);
    const stranger = ofUnits(randomUUID());
    const secret = await first(system.id);
    await assert.rejects(make(system.id, {}, stranger), refused('not_found'));
    await assert.rejects(revokeSecret(portal.ctx, stranger, system.id, secret), refused('not_found'));
    for (const id of [randomUUID(), 'x', '']) {
      await assert.rejects(make(id, {}), refused('not_found'), id);
    }
  });

  test('the end moves, from the state that was seen', async () => {
    const system = await aSystem(portal.ctx);
    const id = await first(system.id);
    const change = (was: string | null, expiresAt: string | null) =>
      changeExpiry(portal.ctx, everything, system.id, id, { was, expiresAt });
    await change(null, inDays(5));
    await assert.rejects(change(null, inDays(6)), refused('changed_meanwhile'));
    const { expiresAt } = (await secretsOf(system.id))[0]!;
    await assert.rejects(change(expiresAt, inDays(-1)), refused('invalid', 'expiresAt'));
    await change(expiresAt, null);
    assert.equal((await secretsOf(system.id))[0]!.expiresAt, null);
    assert.equal((await eventsOf(db, system.id)).filter(({ type }) => type === 'secret.changed').length, 2);
    await revokeSecret(portal.ctx, everything, system.id, id);
    await assert.rejects(change(null, inDays(5)), refused('gone'));
  });

  test('revoking twice is one event, at once or one after the other', async () => {
    const system = await aSystem(portal.ctx);
    const id = await first(system.id);
    await Promise.all([1, 2].map(() => revokeSecret(portal.ctx, everything, system.id, id)));
    await revokeSecret(portal.ctx, everything, system.id, id);
    assert.equal((await eventsOf(db, system.id)).filter(({ type }) => type === 'secret.revoked').length, 1);
    assert.equal(await opens(system.secret), false);
  });

  test('that of the bootstrap system is not made, changed or ended here', async () => {
    await setBootstrapToken(portal.ctx, 'the token');
    const { rows } = await db.database.query<{ id: string; secret: string }>(
      `select s.id, k.id as secret from systems s join system_secrets k on k.system_id = s.id where s.name = 'bootstrap'`,
    );
    const { id, secret } = rows[0]!;
    await assert.rejects(make(id, {}), refused('forbidden'));
    await assert.rejects(revokeSecret(portal.ctx, everything, id, secret), refused('forbidden'));
    await assert.rejects(
      changeExpiry(portal.ctx, everything, id, secret, { was: null, expiresAt: inDays(1) }),
      refused('forbidden'),
    );
    assert.ok(await opens('the token'));
  });

  test('fifty uses at once write one last use', async () => {
    const system = await aSystem(portal.ctx);
    await db.owner.query(`create table uses (at timestamptz);
      grant insert on uses to public;
      create function count_use() returns trigger language plpgsql as $$ begin insert into uses values (now()); return null; end $$;
      create trigger count_use after update on system_secrets for each row execute function count_use()`);
    const found = await Promise.all(Array.from({ length: 50 }, () => systemOf(portal.ctx, system.secret)));
    assert.ok(found.every((each) => each?.id === system.id));
    const uses = async () =>
      (await db.owner.query<{ count: number }>('select count(*) as count from uses')).rows[0]!.count;
    assert.equal(await uses(), 1);
    await db.owner.query("update system_secrets set last_used_at = now() - interval '61 seconds'");
    await db.owner.query('delete from uses');
    await systemOf(portal.ctx, system.secret);
    await systemOf(portal.ctx, system.secret);
    assert.equal(await uses(), 1);
    await db.owner.query(
      'drop trigger count_use on system_secrets; drop function count_use; drop table uses',
    );
  });

  test('warn before they end, when nobody uses them, and not when they are new or over', async () => {
    const age = async (system: string, days: number, used: number | null) =>
      db.owner.query(
        `update system_secrets set created_at = now() - make_interval(days => $2),
          last_used_at = now() - make_interval(days => $3) where system_id = $1`,
        [system, days, used],
      );
    for (const [days, used, expected] of [
      [1, null, null],
      [8, null, 'never_used'],
      [200, 91, 'unused'],
      [200, 89, null],
    ] as const) {
      const system = await aSystem(portal.ctx);
      await age(system.id, days, used);
      assert.equal((await secretsOf(system.id))[0]!.warning, expected, `${days} ${used}`);
      await revokeSecret(portal.ctx, everything, system.id, await first(system.id));
      assert.equal((await secretsOf(system.id))[0]!.warning, null);
    }
    for (const [days, expected] of [
      [29, 'expires_soon'],
      [31, null],
    ] as const) {
      const system = await aSystem(portal.ctx, {}, { expiresAt: inDays(days) });
      assert.equal((await secretsOf(system.id))[0]!.warning, expected);
    }
  });
});
