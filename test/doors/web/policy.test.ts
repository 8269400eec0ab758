import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setPolicy, standingPolicy } from '../../../src/desk/policy.ts';
import { defaultPolicy, defaultStaffPolicy, type Policy } from '../../../src/message/policy.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { proveSecondFactor } from '../../support/second-factor.ts';
import { type Answer, Visitor } from './visitor.ts';

const password = 'four words make sense';

describe('The page of the rules', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let admin: Visitor;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    admin = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await admin.post(app.welcome!, form)).status, 303);
    await admin.get('/desk/messages?lang=en');
    await db.database.query("insert into units (id, name, outward_name) values ($1, 'Skolen', 'Skolen')", [
      randomUUID(),
    ]);
  });
  beforeEach(() => proveSecondFactor(db, 'ada@example.dk'));
  after(async () => {
    await app.close();
    await drop();
  });

  const standing = async (): Promise<Policy> => (await standingPolicy(db.database)).policy;
  const decision = async () => (await standingPolicy(db.database)).decision?.id ?? '';
  const decide = (policy: Policy) =>
    setPolicy({ db: db.database } as never, { kind: 'staff', id: randomUUID() }, policy);

  type Rule = readonly [kind: string, value: string, equals?: string];
  type Claim = readonly [claim: string, equals: string, role: string, unit?: string];
  interface Typed {
    readonly decision?: string | number;
    readonly secure?: string;
    readonly rules?: readonly Rule[];
    readonly claims?: readonly Claim[];
    readonly unitClaim?: string;
    /** What stands of these is kept where they are not named. */
    readonly undo?: string;
    readonly atLeast?: string;
    readonly steps?: readonly (readonly [hours: string, kind: string])[];
    readonly people?: readonly string[];
    readonly deputy?: string;
    readonly confirm?: readonly string[];
    readonly more?: string;
  }

  const usual = defaultStaffPolicy.claims.map(({ claim, equals, role }): Claim => [claim, equals, role]);

  async function post(typed: Typed): Promise<Answer> {
    const form = new URLSearchParams({ decision: String(typed.decision ?? (await decision())) });
    form.append('secure', typed.secure ?? 'by_rule');
    for (const [kind, value, equals = ''] of typed.rules ?? []) {
      form.append('kind', kind);
      form.append('value', value);
      form.append('equals', equals);
    }
    for (const [claim, equals, role, unit = ''] of typed.claims ?? usual) {
      form.append('claim', claim);
      form.append('claimEquals', equals);
      form.append('role', role);
      form.append('unit', unit);
    }
    form.append('unitClaim', typed.unitClaim ?? 'department');
    if (typed.undo !== undefined) form.append('undoMinutes', typed.undo);
    if (typed.atLeast !== undefined) form.append('atLeast', typed.atLeast);
    for (const [hours, kind] of typed.steps ?? []) {
      form.append('stepHours', hours);
      form.append('stepDo', kind);
    }
    for (const person of typed.people ?? []) form.append('alarmPerson', person);
    if (typed.people) form.append('deputy', typed.deputy ?? '');
    for (const each of typed.confirm ?? ['unsealed', 'nobody']) form.append('confirm', each);
    if (typed.more) form.append('more', typed.more);
    return admin.ask('/desk/policy', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url },
      body: form.toString(),
    });
  }

  it('says in words what holds from the start, and that nobody has decided', async () => {
    const { status, text } = await admin.get('/desk/policy');
    assert.equal(status, 200);
    assert.match(text, /All mail that comes in through the gateway is sealed/);
    assert.match(text, /these are the usual names/);
    assert.match(text, /segl-compliance/);
    assert.match(text, /Nothing has been changed yet/);
    const form = await admin.get('/desk/policy/change');
    assert.match(form.text, /<option value="all" selected>/);
    assert.match(form.text, /value="segl-admin"/);
  });

  it('saves rules of every kind and roles, with the evidence of who decided, and shows both', async () => {
    const answer = await post({
      rules: [
        ['subjectTag', ' [sikker] '],
        ['header', 'X-Secure'],
        ['subjectTag', ''],
        ['header', 'X-Class', 'Særlig'],
        ['sensitivityLabel', 'Private'],
        ['recipientDomain', '*.blåbær.dk'],
      ],
      claims: [
        ['groups', 'Vagten', 'admin'],
        ['', '', 'admin'],
        ['groups', 'Lærerne', 'sender', 'skolen'],
      ],
      unitClaim: 'ou',
    });
    assert.equal(answer.status, 303, answer.text);
    assert.equal(answer.headers.location, '/desk/policy?done=saved');
    assert.deepEqual(await standing(), {
      gateway: {
        secure: 'by_rule',
        rules: [
          { subjectTag: '[sikker]' },
          { header: 'X-Secure' },
          { header: 'X-Class', equals: 'Særlig' },
          { sensitivityLabel: 'Private' },
          { recipientDomain: '*.blåbær.dk' },
        ],
      },
      staff: {
        claims: [
          { claim: 'groups', equals: 'Vagten', role: 'admin' },
          { claim: 'groups', equals: 'Lærerne', role: 'sender', unit: 'skolen' },
        ],
        unitClaim: 'ou',
      },
    });
    const { rows } = await db.database.query(
      `select p.name, f.fields -> 'before' as before from events e join people p on p.id = e.actor_id
          join event_fields f on f.event = e.id
        where e.type = 'policy.changed' and e.actor = 'staff'`,
    );
    assert.deepEqual(rows, [{ name: 'Ada', before: defaultPolicy }]);
    const { text } = await admin.get('/desk/policy?done=saved');
    assert.match(text, /The new rules hold from now on/);
    assert.match(text, /<bdi>Ada<\/bdi>/);
    for (const word of ['[sikker]', 'Særlig', '*.blåbær.dk', 'Lærerne', 'segl-sender']) {
      assert.ok(text.includes(word), word);
    }
  });

  it('decides nothing where the form comes back as it was shown', async () => {
    const before = await decision();
    const { text } = await admin.get('/desk/policy/change');
    const form = new URLSearchParams();
    for (const [, name, rest] of text.matchAll(
      /<(?:input|select)[^>]* name="(\w+)"(.*?)(?=<input|<select|$)/gs,
    )) {
      const value = rest!.match(/<option value="([^"]*)" selected/) ?? rest!.match(/ value="([^"]*)"/);
      form.append(name!, value![1]!);
    }
    assert.equal(form.getAll('value').length, 5);
    const sent = await admin.ask('/desk/policy', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url },
      body: form.toString(),
    });
    assert.equal(sent.status, 303, sent.text);
    assert.equal(await decision(), before);
  });

  it('leaves roles undecided as long as the usual ones stand', async () => {
    await decide(defaultPolicy);
    assert.equal((await post({ rules: [['subjectTag', '[a]']] })).status, 303);
    assert.deepEqual(await standing(), { gateway: { secure: 'by_rule', rules: [{ subjectTag: '[a]' }] } });
  });

  it('saves the time to think again, the ladder and whom alarms go to, each by itself, and keeps the rest', async () => {
    const { rows } = await db.database.query<{ email: string }>(
      `insert into people (id, unit_id, email, name, password_hash)
        select gen_random_uuid(), id, 'per@example.dk', 'Per', 'x' from units limit 1 returning email`,
    );
    const [ada, per] = ['ada@example.dk', rows[0]!.email];
    await decide({ gateway: { secure: 'all' } });
    const seal = { secure: 'all' };
    assert.equal((await post({ ...seal, undo: '5' })).status, 303);
    assert.equal((await post({ ...seal, atLeast: 'passkey' })).status, 303);
    const steps = [
      ['16', 'reminder'],
      ['', 'sms'],
      ['24', 'call'],
      ['40', 'print_task'],
    ] as const;
    assert.equal((await post({ ...seal, steps })).status, 303);
    assert.equal((await post({ ...seal, people: [ada, '', per], deputy: ada })).status, 303);
    const whole: Policy = {
      gateway: { secure: 'all' },
      undoMinutes: 5,
      ladder: {
        steps: [
          { afterHours: 16, do: 'reminder' },
          { afterHours: 24, do: 'call' },
          { afterHours: 40, do: 'print_task' },
        ],
      },
      alarms: { people: [ada, per], deputy: ada },
      acknowledgement: { atLeast: 'passkey' },
    };
    assert.deepEqual(await standing(), whole);
    assert.equal((await post({ rules: [['subjectTag', '[a]']] })).status, 303);
    assert.deepEqual(await standing(), {
      ...whole,
      gateway: { secure: 'by_rule', rules: [{ subjectTag: '[a]' }] },
    });
    const { text } = await admin.get('/desk/policy');
    for (const sentence of [
      /wait 5 minutes/,
      /After 24 working hours/,
      /Deputy: <bdi>ada@example.dk/,
      /Steps added/,
      /signed with a passkey or an eID/,
    ]) {
      assert.match(text, sentence);
    }
    await db.database.query("update people set deactivated_at = now() where email = 'per@example.dk'");
    assert.match((await admin.get('/desk/policy')).text, /per@example.dk.*passed over/);
    const empty = { ...seal, atLeast: 'code', undo: '0', steps: [['', 'sms']] as const, people: [''] };
    assert.equal((await post(empty)).status, 303);
    assert.deepEqual(await standing(), { gateway: { secure: 'all' }, undoMinutes: 0 });
  });

  it('gives another row of either kind, keeps what was typed, and saves nothing', async () => {
    const before = await decision();
    for (const [more, name] of [
      ['rules', 'value'],
      ['claims', 'claim'],
      ['steps', 'stepHours'],
      ['people', 'alarmPerson'],
    ] as const) {
      const typed = {
        more,
        steps: [['half', 'sms']] as const,
        people: ['half'],
        rules: [['header', 'half:typed']] as const,
        claims: [['groups', '', 'admin']] as const,
      };
      const { status, text } = await post(typed);
      assert.equal(status, 200);
      assert.equal([...text.matchAll(new RegExp(` name="${name}"`, 'g'))].length, 2);
      assert.match(text, /value="half:typed"/);
    }
    assert.equal(await decision(), before);
  });

  const by = (...rules: Rule[]): Typed => ({ rules });
  const tag: Rule = ['subjectTag', '[a]'];
  const role = (...claims: Claim[]): Typed => ({ secure: 'all', claims });
  const cases: [what: string, typed: Typed, id: string, sentence: RegExp][] = [
    ['no rule at all', by(), 'value-0', /at least one rule/],
    ['only empty rows', by(['header', ' '], ['subjectTag', '']), 'value-0', /at least one rule/],
    ['a half filled rule', by(tag, ['header', '', 'x']), 'value-1', /Something is missing/],
    ['a header with a colon', by(['header', 'X-Secure:']), 'value-0', /not the name of a header/],
    ['a header too long', by(['header', 'X'.repeat(201)]), 'value-0', /too long/],
    ['a value where none can be', by(['subjectTag', '[a]', 'x']), 'equals-0', /Only header fields/],
    ['a value too long', by(['header', 'X', 'x'.repeat(1001)]), 'equals-0', /too long/],
    ['a tag too long', by(['subjectTag', 'x'.repeat(101)]), 'value-0', /too long/],
    ['a tag that shows nothing', by(['subjectTag', '\u200b\u00ad']), 'value-0', /visible text/],
    ['a tag on two lines', by(['subjectTag', 'a\u2028b']), 'value-0', /visible text/],
    ['any domain', by(['recipientDomain', '*']), 'value-0', /not a domain/],
    ['an address for a domain', by(['recipientDomain', 'a@b.dk']), 'value-0', /not a domain/],
    ['the same rule twice', by(tag, tag), 'value-1', /stands further up/],
    ['the same rule in capitals', by(tag, ['subjectTag', '[A]']), 'value-1', /stands further up/],
    ['a claim without a value', role(['groups', '', 'sender']), 'claimEquals-0', /Something is missing/],
    ['a value without a claim', role(['', 'x', 'sender']), 'claim-0', /Something is missing/],
    ['a claim too long', role(['x'.repeat(201), 'x', 'sender']), 'claim-0', /too long/],
    ['a claim that shows nothing', role(['\u202e', 'x', 'sender']), 'claim-0', /visible text/],
    ['a unit that does not exist', role(['g', 'x', 'sender', 'Nowhere']), 'unit-0', /no unit of this name/],
    ['a role given twice', role(['g', 'x', 'admin'], ['g', 'x', 'admin']), 'claim-1', /stands further up/],
    [
      'a unit’s claim too long',
      { ...role(['g', 'x', 'admin']), unitClaim: 'x'.repeat(201) },
      'unitClaim',
      /long/,
    ],
  ];
  for (const [what, typed, id, sentence] of cases) {
    it(`tells ${what} at its row, keeps what was typed, and saves nothing`, async () => {
      const before = await decision();
      const { status, text } = await post(typed);
      assert.equal(status, 422);
      const told = text.match(new RegExp(`id="${id}-errors">(.*?)</span></span>`))?.[1] ?? '';
      assert.match(told, sentence);
      assert.ok(text.includes(`href="#${id}"`));
      assert.ok(text.includes(` id="${id}"`));
      assert.match(text, /<title>Error: /);
      assert.equal(await decision(), before);
    });
  }

  const climbing = (...hours: string[]): Typed => ({
    secure: 'all',
    steps: hours.map((each) => [each, 'sms'] as const),
  });
  const alarming = (people: string[], deputy = ''): Typed => ({ secure: 'all', people, deputy });
  const ada = 'ada@example.dk';
  const others: typeof cases = [
    ['16 minutes', { secure: 'all', undo: '16' }, 'undoMinutes', /0 to 15/],
    ['minutes that are none', { secure: 'all', undo: '-1' }, 'undoMinutes', /0 to 15/],
    ['no minutes', { secure: 'all', undo: '' }, 'undoMinutes', /0 to 15/],
    ['0 hours', climbing('0'), 'stepHours-0', /1 to 1,000/],
    ['1,001 hours', climbing('1', '1001'), 'stepHours-1', /1 to 1,000/],
    ['hours in words', climbing('<b>two'), 'stepHours-0', /1 to 1,000/],
    ['the same hours twice', climbing('8', '', '8'), 'stepHours-2', /same hour/],
    ['steps out of order', climbing('8', '16', '4'), 'stepHours-2', /in order/],
    [
      'eleven steps',
      climbing(...Array.from({ length: 11 }, (_, i) => `${i + 1}`)),
      'stepHours-10',
      /10 steps/,
    ],
    ['a stranger to alarm', alarming([ada, 'x@y.dk']), 'alarmPerson-1', /Nobody who works here/],
    ['somebody twice', alarming([ada, 'ADA@example.dk']), 'alarmPerson-1', /further up/],
    ['a stranger as deputy', alarming([ada], 'per@example.dk'), 'deputy', /Nobody who works here/],
  ];
  for (const [what, typed, id, sentence] of others) {
    it(`tells ${what} at its field, keeps what was typed, and saves nothing`, async () => {
      const before = await decision();
      const { status, text } = await post(typed);
      assert.equal(status, 422);
      assert.match(text.match(new RegExp(`id="${id}-errors">(.*?)</span></span>`))?.[1] ?? '', sentence);
      assert.ok(text.includes(`href="#${id}"`));
      assert.match(text, /<title>Error: /);
      assert.doesNotMatch(text, /<b>/);
      assert.equal(await decision(), before);
    });
  }

  it('takes a thousand rules and roles, and says that there are more', async () => {
    const rules = Array.from({ length: 1001 }, (_, index): Rule => [
      'header',
      `X-${index}`,
      '語'.repeat(200),
    ]);
    const claims = Array.from({ length: 1001 }, (_, index): Claim => ['groups', `g${index}`, 'admin']);
    const before = await decision();
    for (const typed of [
      { rules, claims: usual },
      { rules: [tag], claims },
    ]) {
      const { status, text } = await post(typed);
      assert.equal(status, 422);
      assert.match(text, /at most 1,000/);
    }
    assert.equal(await decision(), before);
    const most = { rules: rules.slice(0, 1000), claims: claims.slice(0, 1000) };
    assert.equal((await post(most)).status, 303);
    const { gateway, staff } = await standing();
    assert.ok(gateway.secure === 'by_rule' && gateway.rules.length === 1000);
    assert.equal(staff!.claims.length, 1000);
    const page = await admin.get('/desk/policy');
    assert.match(page.text, /and \d+ more/);
    assert.equal((await admin.get('/desk/policy/change')).status, 200);
  });

  it('writes hostile words as words', async () => {
    const hostile = '"><script>alert(1)</script>';
    const typed = {
      rules: [['subjectTag', hostile]] as const,
      claims: [[hostile, hostile, 'admin']] as const,
      unitClaim: hostile,
    };
    assert.equal((await post(typed)).status, 303);
    assert.equal((await standing()).staff!.unitClaim, hostile);
    const pages = [await admin.get('/desk/policy'), await admin.get('/desk/policy/change')];
    pages.push(await post({ ...typed, rules: [['header', hostile, hostile]] }));
    for (const { text } of pages) assert.doesNotMatch(text, /<script>alert/);
  });

  it('asks before mail goes unsealed that was sealed, each time anew', async () => {
    await decide({ gateway: { secure: 'all' } });
    const before = await decision();
    const refused = await post({ rules: [tag], confirm: [] });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /will be passed on as it came/);
    assert.match(refused.text, /type="checkbox" value="unsealed"/);
    assert.doesNotMatch(refused.text, /value="nobody"/);
    assert.equal((await post({ rules: [tag], confirm: ['nobody', 'x'] })).status, 422);
    assert.equal(await decision(), before);
    assert.equal((await post({ rules: [tag], confirm: ['unsealed'] })).status, 303);
    const another: Rule = ['subjectTag', '[b]'];
    assert.equal((await post({ rules: [tag, another], confirm: [] })).status, 303, 'seals more');
    assert.equal((await post({ rules: [another], confirm: [] })).status, 422, 'seals less');
    assert.equal((await post({ secure: 'all', confirm: [] })).status, 303, 'seals everything');
  });

  it('asks before no claim makes an administrator of everything any more', async () => {
    await decide({ gateway: { secure: 'all' } });
    for (const claims of [
      [],
      [['groups', 'x', 'sender']],
      [['groups', 'x', 'admin', 'Skolen']],
    ] as Claim[][]) {
      const { status, text } = await post({ secure: 'all', claims, confirm: ['unsealed'] });
      assert.equal(status, 422);
      assert.match(text, /able to administer everything any more/);
    }
    const given = { secure: 'all', claims: [], unitClaim: '' };
    assert.equal((await post({ ...given, confirm: ['nobody'] })).status, 303);
    assert.deepEqual((await standing()).staff, { claims: [] });
    assert.match((await admin.get('/desk/policy')).text, /No claim gives a role/);
    const still = await post({ secure: 'all', claims: [['groups', 'x', 'sender']], confirm: [] });
    assert.equal(still.status, 303, 'it was so before');
  });

  it('shows what somebody else decided meanwhile, keeps what was typed, and saves it only then', async () => {
    await decide({ gateway: { secure: 'all' } });
    const seen = await decision();
    await decide({ gateway: { secure: 'by_rule', rules: [{ subjectTag: '[theirs]' }] } });
    const mine = { rules: [['subjectTag', '[mine]']] as const };
    for (const old of [seen, '', '-1', 'x', '1e400', '1'.repeat(400)]) {
      const { status, text } = await post({ ...mine, decision: old });
      assert.equal(status, 409, String(old));
      assert.match(text, /Somebody else changed the rules meanwhile/);
      assert.match(text, /\[theirs\]/);
      assert.match(text, /value="\[mine\]"/);
      assert.equal(text.match(/name="decision" value="(\d*)"/)![1], String(await decision()));
    }
    assert.equal((await post(mine)).status, 303);
    assert.deepEqual((await standing()).gateway, { secure: 'by_rule', rules: [{ subjectTag: '[mine]' }] });
  });

  it('lets one of two administrators win who save in the same moment, and tells the other', async () => {
    const from = await decision();
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        post({ decision: from, rules: [['subjectTag', `[race ${index}]`]] }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 409, 409, 409, 409]);
  });

  it('marks a role whose unit is gone, and tells it at the row before anything else is saved', async () => {
    await decide({
      ...defaultPolicy,
      staff: { claims: [{ claim: 'g', equals: 'x', role: 'sender', unit: 'Skolen' }] },
    });
    await db.database.query("update units set name = 'Gymnasiet' where name = 'Skolen'");
    assert.match((await admin.get('/desk/policy')).text, /There is no such unit, so this gives nothing/);
    assert.match((await admin.get('/desk/policy/change')).text, /<option value="Skolen" selected>/);
    const { status, text } = await post(role(['g', 'x', 'sender', 'Skolen']));
    assert.equal(status, 422);
    assert.match(text, /There is no unit of this name any more/);
    await db.database.query("update units set name = 'Skolen' where name = 'Gymnasiet'");
  });

  it('is for administrators of everything, who proved lately that it is them', async () => {
    const before = await decision();
    const paths = ['/desk/policy', '/desk/policy/change'];
    await db.database.query("update staff_sessions set proven_at = now() - interval '40 minutes'");
    assert.equal((await admin.get('/desk/policy')).status, 200);
    const form = await admin.get('/desk/policy/change');
    assert.match(String(form.headers.location), /^\/desk\/step-up\?next=%2Fdesk%2Fpolicy%2Fchange$/);
    assert.equal((await post({ rules: [tag] })).status, 403);
    await db.database.query('update staff_sessions set factor_at = null, proven_at = now()');
    assert.equal((await post({ rules: [tag] })).status, 403);
    await proveSecondFactor(db, 'ada@example.dk');
    const swap = (from: string, to: string) =>
      db.database.query(`update grants set ${to} where role = 'admin' and ${from}`);
    await swap('unit_id is null', "unit_id = (select id from units where name = 'Skolen')");
    for (const path of paths) assert.equal((await admin.get(path)).status, 403, path);
    assert.equal((await post({ rules: [tag] })).status, 403);
    await swap('unit_id is not null', 'unit_id = null');
    const stranger = new Visitor(app.url);
    for (const path of paths) assert.equal((await stranger.get(path)).headers.location, '/desk/sign-in');
    assert.equal((await stranger.post('/desk/policy', { secure: 'all' })).status, 401);
    assert.equal(await decision(), before);
  });

  it('has an answer for every strange form, and never one of 500', async () => {
    const before = await standing();
    const rest = 'unitClaim=';
    const bodies: [string, number][] = [
      ['', 400],
      ['secure=all', 400],
      [`secure=by_rule&secure=all&${rest}`, 400],
      [`secure=by_rule&value=a&${rest}`, 400],
      [`secure=all&claim=a&claim=b&claimEquals=c&role=admin&unit=&${rest}`, 400],
      [`secure=all&stepHours=1&${rest}`, 400],
      [`secure=all&undoMinutes=1&undoMinutes=2&${rest}`, 400],
      [`secure=all&deputy=a&${rest}`, 400],
      [`secure=all&stepHours=%00&stepDo=x&alarmPerson=%ED%A0%80%00&deputy=%FF&${rest}`, 422],
      [`secure=by_rule&value[0]=a&value[constructor]=b&__proto__=c&${rest}`, 422],
      [`secure=by_rule&kind=x&value=%00&equals=%FF&${rest}`, 422],
      [`secure=all&claim=%ED%A0%80&claimEquals=%00&role=root&unit=%00&${rest}`, 422],
      [`secure=by_rule&kind=header&value=${'x'.repeat(100_000)}&equals=&${rest}`, 422],
      [Array(25_000).fill('value=x').join('&'), 413],
    ];
    for (const [body, expected] of bodies) {
      const { status } = await admin.ask('/desk/policy', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url },
        body: `decision=${await decision()}&${body}`,
      });
      assert.equal(status, expected, body.slice(0, 60));
    }
    assert.deepEqual(await standing(), before);
  });
});
