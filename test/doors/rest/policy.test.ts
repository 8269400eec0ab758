import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mostRules } from '../../../src/desk/policy-rules.ts';
import { ladderSteps } from '../../../src/message/policy.ts';
import * as schemas from '../../../src/doors/rest/schemas-policy.ts';
import { withDatabases } from '../../support/database.ts';
import { addColleague, addUnit } from '../../support/staff.ts';
import { openRest, type Rest } from './support/rest.ts';

const byRule = (...rules: unknown[]) => ({ gateway: { secure: 'by_rule', rules } });

withDatabases('the policy over REST', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const get = () => rest.call('GET', '/policy', { token: rest.admin });
  const put = (body: unknown) => rest.call('PUT', '/policy', { body, token: rest.admin });

  test('is the default, without id and time, before anybody decided', async () => {
    const { status, body } = await get();
    assert.deepEqual([status, body], [200, { gateway: { secure: 'all' } }]);
  });

  test('stands as it was put, with its id and time, and the evidence names the token’s system', async () => {
    const policy = byRule(
      { subjectTag: '[sikker]' },
      { header: 'X-Secure' },
      { header: 'X-Class', equals: 'Særlig' },
      { sensitivityLabel: 'Private' },
      { recipientDomain: '*.blåbær.dk' },
    );
    const { status, body } = await put(policy);
    assert.equal(status, 200);
    const { id, at, ...standing } = schemas.standingPolicy.parse(body);
    assert.deepEqual(standing, policy);
    assert.ok(id && at);
    assert.deepEqual((await get()).body, body);
    const { rows } = await db.database.query<{ actor: string; policy: number; name: string }>(
      `select e.actor, (e.details ->> 'policy')::bigint as policy, s.name from events e join systems s on s.id = e.actor_id
        where e.type = 'policy.changed'`,
    );
    assert.deepEqual(rows, [{ actor: 'system', policy: id, name: 'bootstrap' }]);

    const again = await put({ gateway: { secure: 'all' } });
    assert.deepEqual(again.body.gateway, { secure: 'all' });
    assert.ok(again.body.id > id!);
  });

  test('takes a thousand rules of the greatest length', async () => {
    const rules = Array.from({ length: mostRules }, () => ({
      header: 'X'.repeat(200),
      equals: '語'.repeat(1000),
    }));
    assert.equal((await put(byRule(...rules))).status, 200);
    assert.deepEqual((await get()).body.gateway.rules, rules);
  });

  const withStaff = (staff: unknown) => ({ gateway: { secure: 'all' }, staff });
  const byClaims = (...claims: unknown[]) => withStaff({ claims });
  const claimed = { claim: 'groups', equals: 'Vagten', role: 'sender' };

  test('holds what claims mean, as it was put, a unit by its name whatever the case', async () => {
    const { rows } = await db.database.query<{ name: string }>('select name from units limit 1');
    const staff = {
      claims: [
        claimed,
        { claim: 'http://schemas.example/role', equals: 'Æ', role: 'admin' },
        { ...claimed, role: 'compliance', unit: rows[0]!.name.toUpperCase() },
      ],
      unitClaim: 'department',
    };
    const { status, body } = await put(withStaff(staff));
    assert.equal(status, 200);
    assert.deepEqual(body.staff, staff);
    assert.deepEqual((await get()).body.staff, staff);
    assert.deepEqual((await put(withStaff({ claims: [] }))).body.staff, { claims: [] });
    assert.equal((await put({ gateway: { secure: 'all' } })).body.staff, undefined);
    const claims = Array.from({ length: mostRules }, (_, index) => ({ ...claimed, equals: `g${index}` }));
    assert.equal((await put(byClaims(...claims))).status, 200);
  });

  const sealed = { gateway: { secure: 'all' } };
  const climbing = (...steps: unknown[]) => ({ ...sealed, ladder: { steps } });

  test('holds the time to think again, the ladder and whom alarms go to, and forgets what is left out', async () => {
    const { email } = await addColleague(db, await addUnit(db));
    const whole = {
      ...sealed,
      undoMinutes: 15,
      ladder: {
        steps: ladderSteps.map((kind, index) => ({ afterHours: index === 4 ? 1000 : index + 1, do: kind })),
      },
      alarms: { people: [email], deputy: email },
    };
    const { status, body } = await put(whole);
    assert.equal(status, 200, JSON.stringify(body));
    const { id: _, at: __, ...standing } = body;
    assert.deepEqual(standing, whole);
    assert.equal((await put({ ...sealed, undoMinutes: 0 })).body.undoMinutes, 0);
    assert.equal((await get()).body.ladder, undefined);
    const ten = Array.from({ length: 10 }, (_, index) => ({ afterHours: index + 1, do: 'reminder' }));
    assert.equal((await put(climbing(...ten))).status, 200);
  });

  test('is for administrators’ tokens, and that is said before the body is read', async () => {
    for (const method of ['GET', 'PUT']) {
      const { status, body } = await rest.call(method, '/policy', {
        ...(method === 'PUT' ? { raw: '{', headers: { 'content-type': 'application/json' } } : {}),
      });
      assert.deepEqual([status, body.code], [403, 'forbidden'], method);
    }
    const { status, headers } = await rest.call('POST', '/policy', { body: {}, token: rest.admin });
    assert.deepEqual([status, headers.get('allow')], [405, 'GET, HEAD, PUT']);
  });

  const rule = 'gateway.rules.0';
  const cases: [what: string, body: unknown, field: string][] = [
    ['nothing', {}, 'gateway'],
    ['a gateway that is none', { gateway: 'all' }, 'gateway'],
    ['a gateway that decides nothing', { gateway: {} }, 'gateway.secure'],
    ['an unknown choice', { gateway: { secure: 'none' } }, 'gateway.secure'],
    ['rules beside all', { gateway: { secure: 'all', rules: [] } }, 'gateway.rules'],
    ['by_rule without rules', { gateway: { secure: 'by_rule' } }, 'gateway.rules'],
    ['by_rule with none, which would seal nothing', byRule(), 'gateway.rules'],
    ['too many rules', byRule(...Array(1001).fill({ header: 'X' })), 'gateway.rules'],
    ['an unknown field', { gateway: { secure: 'all' }, id: 1 }, 'id'],
    ['an empty rule', byRule({}), rule],
    ['a rule that is null', byRule(null), rule],
    ['two rules in one', byRule({ subjectTag: '[a]', header: 'X' }), rule],
    ['an unknown kind of rule', byRule({ subjecttag: '[a]' }), rule],
    ['a tag that is no text', byRule({ subjectTag: 5 }), `${rule}.subjectTag`],
    ['an empty tag', byRule({ subjectTag: '' }), `${rule}.subjectTag`],
    ['a tag of blanks', byRule({ subjectTag: '  ' }), `${rule}.subjectTag`],
    ['a tag that shows nothing', byRule({ subjectTag: '\u200b\u00ad' }), `${rule}.subjectTag`],
    ['a tag with a blank at its end', byRule({ subjectTag: '[a] ' }), `${rule}.subjectTag`],
    ['a tag on two lines', byRule({ subjectTag: '[a\nb]' }), `${rule}.subjectTag`],
    ['a tag with a NUL', byRule({ subjectTag: '[\0]' }), `${rule}.subjectTag`],
    ['a tag of half a character', byRule({ subjectTag: '[\ud83d]' }), `${rule}.subjectTag`],
    ['a tag too long', byRule({ subjectTag: 'x'.repeat(101) }), `${rule}.subjectTag`],
    ['a header name with a colon', byRule({ header: 'X-Secure:' }), `${rule}.header`],
    ['a header name outside ASCII', byRule({ header: 'X-Særlig' }), `${rule}.header`],
    ['a value without its header', byRule({ equals: 'yes' }), `${rule}.header`],
    ['a value that is empty', byRule({ header: 'X', equals: '' }), `${rule}.equals`],
    ['a value that is null', byRule({ header: 'X', equals: null }), `${rule}.equals`],
    ['a value beside a tag', byRule({ subjectTag: '[a]', equals: 'x' }), `${rule}.equals`],
    ['a label too long', byRule({ sensitivityLabel: 'x'.repeat(201) }), `${rule}.sensitivityLabel`],
    ['any domain', byRule({ recipientDomain: '*' }), `${rule}.recipientDomain`],
    ['two stars', byRule({ recipientDomain: '*.*.dk' }), `${rule}.recipientDomain`],
    ['an address for a domain', byRule({ recipientDomain: 'a@example.dk' }), `${rule}.recipientDomain`],
    ['a domain with a blank', byRule({ recipientDomain: 'example.dk ' }), `${rule}.recipientDomain`],
    ['claims that are no list', withStaff({ claims: {} }), 'staff.claims'],
    ['staff that says nothing', withStaff({}), 'staff.claims'],
    ['staff that is null', withStaff(null), 'staff'],
    ['too many claims', byClaims(...Array(1001).fill(claimed)), 'staff.claims'],
    ['a claim without a name', byClaims({ equals: 'x', role: 'sender' }), 'staff.claims.0.claim'],
    ['a claim that shows nothing', byClaims({ ...claimed, claim: '\u200b' }), 'staff.claims.0.claim'],
    ['a claim too long', byClaims({ ...claimed, claim: 'x'.repeat(201) }), 'staff.claims.0.claim'],
    ['a value on two lines', byClaims({ ...claimed, equals: 'a\nb' }), 'staff.claims.0.equals'],
    ['a value that is a list', byClaims({ ...claimed, equals: ['a'] }), 'staff.claims.0.equals'],
    ['an unknown role', byClaims({ ...claimed, role: 'root' }), 'staff.claims.0.role'],
    ['an unknown unit', byClaims(claimed, { ...claimed, unit: 'Hemmelig' }), 'staff.claims.1.unit'],
    ['an empty unit', byClaims({ ...claimed, unit: '' }), 'staff.claims.0.unit'],
    ['a unit that is null', byClaims({ ...claimed, unit: null }), 'staff.claims.0.unit'],
    ['an unknown field of a claim', byClaims({ ...claimed, x: 1 }), 'staff.claims.0.x'],
    ['a claim for the unit with a blank', withStaff({ claims: [], unitClaim: ' a' }), 'staff.unitClaim'],
    ['16 minutes', { ...sealed, undoMinutes: 16 }, 'undoMinutes'],
    ['half a minute', { ...sealed, undoMinutes: 0.5 }, 'undoMinutes'],
    ['minutes that are text', { ...sealed, undoMinutes: '5' }, 'undoMinutes'],
    ['no step', climbing(), 'ladder.steps'],
    ['an unknown step', climbing({ afterHours: 1, do: 'visit' }), 'ladder.steps.0.do'],
    ['0 hours', climbing({ afterHours: 0, do: 'sms' }), 'ladder.steps.0.afterHours'],
    ['1,001 hours', climbing({ afterHours: 1001, do: 'sms' }), 'ladder.steps.0.afterHours'],
    ['half an hour', climbing({ afterHours: 0.5, do: 'sms' }), 'ladder.steps.0.afterHours'],
    [
      'steps out of order',
      climbing(
        { afterHours: 8, do: 'sms' },
        { afterHours: 9, do: 'call' },
        { afterHours: 2, do: 'reminder' },
      ),
      'ladder.steps.2.afterHours',
    ],
    [
      'the same hours twice',
      climbing({ afterHours: 8, do: 'sms' }, { afterHours: 8, do: 'call' }),
      'ladder.steps.1.afterHours',
    ],
    [
      'eleven steps',
      climbing(...Array.from({ length: 11 }, (_, index) => ({ afterHours: index + 1, do: 'sms' }))),
      'ladder.steps',
    ],
    ['a stranger to alarm', { ...sealed, alarms: { people: ['Hemmelig@x.dk'] } }, 'alarms.people.0'],
    ['a stranger as deputy', { ...sealed, alarms: { people: [], deputy: 'Hemmelig' } }, 'alarms.deputy'],
    ['alarms to nobody named', { ...sealed, alarms: {} }, 'alarms.people'],
    ['a later rule', byRule({ header: 'X' }, { header: 'X', equals: 'Hemmelig', x: 1 }), 'gateway.rules.1.x'],
  ];
  for (const [what, body, field] of cases) {
    test(`${what} is refused, naming the field, and what stood stands`, async () => {
      const standing = (await get()).body;
      const answer = await put(body);
      assert.deepEqual([answer.status, answer.body.code, answer.body.field], [422, 'invalid', field]);
      assert.match(answer.body.detail, /^“[\w.]+” (is|must) /);
      assert.ok(!JSON.stringify(answer.body).includes('Hemmelig'));
      assert.deepEqual((await get()).body, standing);
    });
  }

  test('a body that is no JSON is 400, and one too large 413', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await rest.call('PUT', '/policy', { raw: '{"gateway"', headers, token: rest.admin });
    assert.deepEqual([broken.status, broken.body.code], [400, 'malformed']);
    const large = await put(byRule({ subjectTag: 'x'.repeat(9_000_000) }));
    assert.deepEqual([large.status, large.body.code], [413, 'too_large']);
    assert.deepEqual(rest.failures, []);
  });
});
