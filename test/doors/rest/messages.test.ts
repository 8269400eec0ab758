import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openSentCopy } from '../../../src/delivery/read-sent-copy.ts';
import { accepted, overview, page } from '../../../src/doors/rest/schemas-messages.ts';
import { withDatabases } from '../../support/database.ts';
import { draft, openRest, type Rest } from './support/rest.ts';

const unknown = '01926f2e-6c1a-7d0e-9a53-0d5f6d1f4a10';

withDatabases('POST and GET /messages', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const post = (body: unknown, headers = {}) => rest.call('POST', '/messages', { body, headers });
  const copyOf = (id: string) => openSentCopy(rest.ctx, { kind: 'system', id: rest.system, grants: [] }, id);

  test('a message is answered with 201, its place and its deliveries', async () => {
    const { status, headers, body } = await post(draft);
    assert.equal(status, 201);
    assert.equal(headers.get('location'), `/api/v1/messages/${body.id}`);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual(accepted.parse(body), {
      id: body.id,
      deliveries: [{ id: body.deliveries[0].id, email: 'ana@example.com', status: 'sent' }],
    });
    const copy = await copyOf(body.id);
    assert.equal(copy?.subject, 'Afgørelse');
    assert.equal(copy?.text, 'Kære Ana');
  });

  test('each recipient stands alone: on its way, held, refused, or named twice', async () => {
    const to = [
      { email: 'ana@example.com', phone: '20 12 34 56', name: 'Ana', language: 'sv' },
      { email: 'bo@example.com' },
      { email: 'no address', phone: '+4520123456' },
      { email: 'cy@example.com', phone: '12' },
      { email: 'ANA@example.com', phone: '+4520123456' },
    ];
    const { status, body } = await post({ ...draft, to });
    assert.equal(status, 201);
    assert.deepEqual(
      accepted.parse(body).deliveries.map(({ email, status, reason }) => [email, status, reason]),
      [
        ['ana@example.com', 'sent', undefined],
        ['bo@example.com', 'held', 'no_phone'],
        ['no address', 'refused', 'email_invalid'],
        ['cy@example.com', 'refused', 'phone_invalid'],
      ],
    );
    assert.deepEqual(body.warnings, [{ code: 'duplicate_recipient', email: 'ANA@example.com' }]);
  });

  test('attachments in base64 are sealed as they were, their names made safe', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const attachments = [
      {
        filename: '../../etc/pass"wd\n',
        contentType: 'image/png',
        content: bytes.toString('base64'),
        contentId: 'logo',
      },
      { filename: 'empty.txt', contentType: 'text/plain', content: '' },
      {
        filename: 'large.bin',
        contentType: 'nonsense',
        content: Buffer.alloc(300_000, 'x').toString('base64'),
      },
    ];
    const { status, body } = await post({ ...draft, attachments });
    assert.equal(status, 201);
    const copy = await copyOf(body.id);
    assert.deepEqual(
      copy?.attachments.map(({ filename, contentType, size, contentId }) => [
        filename,
        contentType,
        size,
        contentId,
      ]),
      [
        ['pass_wd_', 'image/png', 256, 'logo'],
        ['empty.txt', 'text/plain', 0, undefined],
        ['large.bin', 'application/octet-stream', 300_000, undefined],
      ],
    );
    assert.equal(copy?.attachments[0]?.sha256, createHash('sha256').update(bytes).digest('hex'));
  });

  test('the timeline of a message, and only its sender and administrators see it', async () => {
    const { body } = await post(draft);
    await rest.work();
    const seen = await rest.call('GET', `/messages/${body.id}`);
    assert.equal(seen.status, 200);
    const shown = overview.parse(seen.body);
    assert.equal(shown.from, draft.from);
    assert.deepEqual(
      shown.deliveries[0]?.timeline.map(({ type, seq }) => [type, seq]),
      [
        ['message.accepted', undefined],
        ['delivery.available', 1],
        ['delivery.notified', 2],
      ],
    );
    assert.match(shown.deliveries[0]!.timeline[0]!.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal((await rest.call('GET', `/messages/${body.id}`, { token: rest.admin })).status, 200);
    const other = await openRest(db);
    const stranger = await other.call('GET', `/messages/${body.id}`);
    assert.deepEqual([stranger.status, stranger.body.code], [404, 'not_found']);
    await other.close();
  });

  test('no subject, text or file name is in the answers', async () => {
    const { body } = await post({ ...draft, subject: 'Hemmelig', text: 'Fortroligt' });
    const shown = JSON.stringify((await rest.call('GET', `/messages/${body.id}`)).body);
    const listed = JSON.stringify((await rest.call('GET', '/messages')).body);
    for (const word of ['Hemmelig', 'Fortroligt']) assert.ok(!`${shown}${listed}`.includes(word));
  });

  test('a list is paged by its cursor, newest first, without gap or repetition', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await post(draft)).body.id);
    const seen: string[] = [];
    let cursor = '';
    while (seen.length < 5) {
      const { status, body } = await rest.call('GET', `/messages?limit=2${cursor}`);
      assert.equal(status, 200);
      const { messages, next } = page.parse(body);
      assert.equal(messages.length, 2);
      seen.push(...messages.map(({ id }) => id));
      cursor = `&cursor=${next}`;
    }
    assert.deepEqual(seen.slice(0, 5), ids);
    const all = page.parse((await rest.call('GET', '/messages?limit=200')).body);
    assert.equal(all.next, undefined);
  });

  const refusals: [string, unknown, number, string, Record<string, unknown>?][] = [
    ['no body', undefined, 422, 'invalid', { field: 'from' }],
    ['a list', [], 422, 'invalid', { field: 'body' }],
    ['null', null, 422, 'invalid', { field: 'body' }],
    ['a text', 'message', 422, 'invalid', { field: 'body' }],
    ['an unknown field', { ...draft, priority: 1 }, 422, 'invalid', { field: 'priority' }],
    [
      'an unknown field within',
      { ...draft, to: [{ ...draft.to[0], sms: true }] },
      422,
      'invalid',
      { field: 'to.0.sms' },
    ],
    ['a missing subject', { ...draft, subject: undefined }, 422, 'invalid', { field: 'subject' }],
    ['a number for a text', { ...draft, subject: 1 }, 422, 'invalid', { field: 'subject' }],
    ['no recipient', { ...draft, to: [] }, 422, 'invalid', { field: 'to' }],
    [
      'an unknown language',
      { ...draft, to: [{ ...draft.to[0], language: 'xx' }] },
      422,
      'invalid',
      { field: 'to.0.language' },
    ],
    ['a NUL in the subject', { ...draft, subject: 'a\0b' }, 422, 'invalid', { field: 'subject' }],
    [
      'a NUL in an address',
      { ...draft, to: [{ email: 'a\0@example.com' }] },
      422,
      'invalid',
      { field: 'to.0.email' },
    ],
    ['a NUL in the sender', { ...draft, from: 'a\0@example.com' }, 422, 'invalid', { field: 'from' }],
    ['half a character', { ...draft, text: 'a\ud800' }, 422, 'invalid', { field: 'text' }],
    [
      'a time without a zone',
      { ...draft, expiresAt: '2027-01-31T12:00:00' },
      422,
      'invalid',
      { field: 'expiresAt' },
    ],
    ['a time that has passed', { ...draft, expiresAt: '2020-01-31T12:00:00Z' }, 422, 'expiry_invalid'],
    ['nothing to read', { ...draft, text: ' ' }, 422, 'empty_message'],
    ['a sender of somebody else', { ...draft, from: 'a@elsewhere.example' }, 422, 'sender_not_allowed'],
    ['a sender that is none', { ...draft, from: 'me' }, 422, 'email_invalid'],
    ['only bad numbers', { ...draft, to: [{ email: 'a@example.com', phone: '1' }] }, 422, 'phone_invalid'],
    ['only bad addresses', { ...draft, to: [{ email: 'a', phone: '+4520123456' }] }, 422, 'email_invalid'],
    [
      '10,000 recipients',
      { ...draft, to: Array(10_000).fill(draft.to[0]) },
      422,
      'too_many_recipients',
      { given: 10_000 },
    ],
    [
      '10,000 recipients that are none',
      { ...draft, to: Array(10_000).fill(1) },
      422,
      'too_many_recipients',
      { given: 10_000 },
    ],
    [
      '201 attachments',
      { ...draft, attachments: Array(201).fill(0) },
      422,
      'too_many_attachments',
      { limit: 200 },
    ],
    ['base64 with a line end', attached('MTIz\nMTIz'), 422, 'invalid', { field: 'attachments.1.content' }],
    ['base64 without padding', attached('MTI'), 422, 'invalid', { field: 'attachments.1.content' }],
    ['base64 for addresses', attached('-_-_'), 422, 'invalid', { field: 'attachments.1.content' }],
    ['base64 with idle bits', attached('MTJ='), 422, 'invalid', { field: 'attachments.1.content' }],
    ['a word for base64', attached('hello!'), 422, 'invalid', { field: 'attachments.1.content' }],
    [
      'a file without a name',
      { ...draft, attachments: [{ filename: '', contentType: 'a/b', content: '' }] },
      422,
      'invalid',
      { field: 'attachments.0.filename' },
    ],
  ];

  for (const [what, body, status, code, facts] of refusals) {
    test(`${what} is refused: ${code}`, async () => {
      const before = await rest.remains();
      const answer = await rest.call('POST', '/messages', body === undefined ? {} : { body });
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      assert.deepEqual(
        { status: answer.status, code: answer.body.code, ...pick(answer.body, facts) },
        { status, code, ...facts },
      );
      assert.equal(answer.body.status, status);
      assert.equal(answer.body.type, `urn:segl:problem:${code}`);
      assert.ok(answer.body.title && answer.body.detail);
      assert.deepEqual(await rest.remains(), before);
    });
  }

  test('an own key __proto__ is an unknown field like any other', async () => {
    const raw = `{"__proto__":{"a":1},${JSON.stringify(draft).slice(1)}`;
    const { status, body } = await rest.call('POST', '/messages', {
      raw,
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual([status, body.field], [422, '__proto__']);
  });

  test('every fault is listed, up to twenty, and no value is repeated', async () => {
    const to = Array.from({ length: 50 }, () => ({ email: 4711 }));
    const { body } = await post({ from: 'a@fredericia.example', to, subject: 'x' });
    assert.equal(body.errors.length, 20);
    assert.deepEqual(body.errors[0], { field: 'to.0.email', detail: 'must be a string' });
    assert.ok(!JSON.stringify(body).includes('4711'));
  });

  test('JSON that cannot be read is 400, whatever is wrong with it', async () => {
    const bad = ['{', '{"a":}', '', '\ufeff', 'nothing'].map((text) => Buffer.from(text));
    for (const raw of [...bad.filter((each) => each.length > 0), Buffer.from([0x22, 0xff, 0x22])]) {
      const { status, body } = await rest.call('POST', '/messages', {
        raw,
        headers: { 'content-type': 'application/json' },
      });
      assert.deepEqual([status, body.code], [400, 'malformed']);
    }
  });

  test('other kinds of content are 415', async () => {
    const kinds = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      'multipart/mixed; boundary=x',
    ];
    for (const type of kinds) {
      const { status, body } = await rest.call('POST', '/messages', {
        raw: '{}',
        headers: { 'content-type': type },
      });
      assert.deepEqual([status, body.code], [415, 'unsupported_media_type'], type);
    }
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    assert.equal((await rest.call('POST', '/messages', { raw: '{}', headers: packed })).status, 415);
  });

  test('a body over the limit is 413, announced or not', async () => {
    const raw = JSON.stringify({ ...draft, text: 'x'.repeat(9 * 1024 * 1024) });
    const headers = { 'content-type': 'application/json' };
    const announced = await rest.call('POST', '/messages', { raw, headers });
    assert.deepEqual(
      [announced.status, announced.body.code, announced.body.limitBytes],
      [413, 'too_large', 8 * 1024 * 1024],
    );
    const response = await fetch(`${rest.url}/messages`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${rest.token}` },
      body: new Blob([raw]).stream(),
      duplex: 'half',
    });
    assert.equal(response.status, 413);
  });

  test('an unknown id is 404, and one that is no id too', async () => {
    for (const id of [unknown, 'x', '%00', `${unknown}'`]) {
      const { status, body } = await rest.call('GET', `/messages/${id}`);
      assert.deepEqual([status, body.code], [404, 'not_found']);
    }
  });

  test('a list asked for wrongly is 422', async () => {
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['limit=x', 'limit'],
      ['cursor=x', 'cursor'],
      ['page=2', 'page'],
    ]) {
      const { status, body } = await rest.call('GET', `/messages?${query}`);
      assert.deepEqual([status, body.field], [422, field]);
    }
  });

  test('nothing in all this was a failure of ours', () => {
    assert.deepEqual(rest.failures, []);
  });

  function attached(content: string) {
    const good = { filename: 'a', contentType: 'text/plain', content: 'MTIz' };
    return { ...draft, attachments: [good, { ...good, content }] };
  }
});

const pick = (body: Record<string, unknown>, wanted: Record<string, unknown> = {}) =>
  Object.fromEntries(Object.keys(wanted).map((key) => [key, body[key]]));
