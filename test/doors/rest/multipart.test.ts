import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openSentCopy } from '../../../src/delivery/read-sent-copy.ts';
import { withDatabases } from '../../support/database.ts';
import { rawRequest } from './support/raw-request.ts';
import { draft, openRest, type Rest, until } from './support/rest.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const part = (headers: readonly string[], content: string | Buffer) =>
  Buffer.concat([
    Buffer.from(['--gate', ...headers, '', ''].join('\r\n')),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);

const messagePart = part(['Content-Disposition: form-data; name="message"'], JSON.stringify(draft));
const file = (disposition: string, content: string | Buffer = 'x', ...headers: string[]) =>
  part([`Content-Disposition: form-data; ${disposition}`, ...headers], content);
const end = Buffer.from('--gate--\r\n');

withDatabases('POST /messages as multipart/form-data', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
  });
  after(() => rest.close());

  const post = (...parts: Buffer[]) =>
    rest.call('POST', '/messages', {
      raw: Buffer.concat(parts),
      headers: { 'content-type': 'multipart/form-data; boundary=gate' },
    });
  const filesOf = async (id: string) =>
    (await openSentCopy(rest.ctx, { kind: 'system', id: rest.system, grants: [] }, id))!.attachments;

  test('a form as a browser or fetch builds it', async () => {
    const [small, large] = [randomBytes(1000), randomBytes(3_000_000)];
    const form = new FormData();
    form.append('message', new Blob([JSON.stringify(draft)], { type: 'application/json' }));
    form.append('anything', new Blob([small], { type: 'text/plain' }), 'små "filer".txt');
    form.append('anything', new Blob([large]), 'large.bin');
    const { status, headers, body } = await rest.call('POST', '/messages', { raw: form });
    assert.equal(status, 201);
    assert.equal(headers.get('location'), `/api/v1/messages/${body.id}`);
    assert.deepEqual(
      (await filesOf(body.id)).map(({ filename, contentType, size, sha256 }) => [
        filename,
        contentType,
        size,
        sha256,
      ]),
      [
        ['små _filer_.txt', 'text/plain', 1000, sha256(small)],
        ['large.bin', 'application/octet-stream', 3_000_000, sha256(large)],
      ],
    );
    const { files, staged } = await rest.remains();
    assert.equal(files.length, 1);
    assert.equal(staged, 0);
  });

  test('file names and content ids in every way that clients write them', async () => {
    const { status, body } = await post(
      messagePart,
      file('name="cid:logo@x"; filename=logo.png', 'png', 'Content-Type: image/png'),
      file('name=a; filename="b.png"', 'png', 'Content-Type: image/png', 'Content-ID: <b@x>'),
      file(`name=a; filename="..\\\\..\\\\c:\\"d\\".txt"`),
      file('name=a; filename="fallback"; filename*=utf-8\'\'%C3%A6%2F%0D%0A.txt'),
      file('name=a; filename="e%0D%0Af/"', ''),
      end,
    );
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual(
      (await filesOf(body.id)).map(({ filename, contentType, contentId }) => [
        filename,
        contentType,
        contentId,
      ]),
      [
        ['logo.png', 'image/png', 'logo@x'],
        ['b.png', 'image/png', 'b@x'],
        ['c__d_.txt', 'application/octet-stream', undefined],
        ['__.txt', 'application/octet-stream', undefined],
        ['attachment', 'application/octet-stream', undefined],
      ],
    );
  });

  const refusals: [string, Buffer[], number, string, string?][] = [
    ['a file before the message', [file('name=a; filename=a'), messagePart, end], 422, 'invalid', 'message'],
    ['no message', [file('name=a; filename=a'), end], 422, 'invalid', 'message'],
    ['no part at all', [end], 422, 'invalid', 'message'],
    [
      'two messages',
      [messagePart, file('name=a; filename=a', Buffer.alloc(100_000)), messagePart, end],
      422,
      'invalid',
      'message',
    ],
    ['a part without a file name', [messagePart, file('name=note'), end], 422, 'invalid', 'note'],
    ['an empty file name', [messagePart, file('name=note; filename=""'), end], 422, 'invalid', 'note'],
    [
      'attachments within the message',
      [
        part(
          ['Content-Disposition: form-data; name="message"'],
          JSON.stringify({ ...draft, attachments: [] }),
        ),
        end,
      ],
      422,
      'invalid',
      'attachments',
    ],
    ['a message that is no JSON', [file('name=message', '{'), end], 400, 'malformed'],
    ['a part without a name', [messagePart, file('filename=a'), end], 400, 'malformed'],
    [
      'a part that is no form data',
      [messagePart, part(['Content-Disposition: attachment; name=a; filename=a'], 'x'), end],
      400,
      'malformed',
    ],
    [
      'a part without Content-Disposition',
      [messagePart, part(['Content-Type: text/plain'], 'x'), end],
      400,
      'malformed',
    ],
    [
      'a file name with a bare line feed',
      [messagePart, file('name=a; filename="a\nb"'), end],
      400,
      'malformed',
    ],
    ['a file name without end', [messagePart, file('name=a; filename="a'), end], 400, 'malformed'],
    [
      'headers without end',
      [messagePart, file(`name=a; filename=a`, 'x', `X: ${'y'.repeat(20_000)}`).subarray(0, 20_000), end],
      400,
      'malformed',
    ],
    [
      'an end that is missing',
      [messagePart, file('name=a; filename=a', Buffer.alloc(200_000))],
      400,
      'malformed',
    ],
    [
      '201 files',
      [messagePart, ...Array(201).fill(file('name=a; filename=a')), end],
      422,
      'too_many_attachments',
    ],
    [
      'a sender of somebody else, after a large file',
      [
        part(
          ['Content-Disposition: form-data; name="message"'],
          JSON.stringify({ ...draft, from: 'a@b.example' }),
        ),
        file('name=a; filename=a', Buffer.alloc(200_000)),
        end,
      ],
      422,
      'sender_not_allowed',
    ],
  ];

  for (const [what, parts, status, code, field] of refusals) {
    test(`${what} is refused, and nothing of it stays`, async () => {
      const before = await rest.remains();
      const answer = await post(...parts);
      assert.deepEqual([answer.status, answer.body.code, answer.body.field], [status, code, field]);
      assert.deepEqual(await rest.remains(), before);
    });
  }

  test('a boundary that is missing, empty or too long is refused', async () => {
    for (const type of [
      'multipart/form-data',
      'multipart/form-data; boundary=""',
      `multipart/form-data; boundary=${'x'.repeat(71)}`,
    ]) {
      const { status, body } = await rest.call('POST', '/messages', {
        raw: 'x',
        headers: { 'content-type': type },
      });
      assert.deepEqual([status, body.code], [400, 'malformed']);
    }
  });

  const head = (extra: string[] = []) => [
    'POST /api/v1/messages HTTP/1.1',
    `Authorization: Bearer ${rest.token}`,
    'Content-Type: multipart/form-data; boundary=gate',
    'Content-Length: 9000000',
    ...extra,
  ];

  test('an upload that is cut off leaves nothing: no blob, no row, no message', async () => {
    const before = await rest.remains();
    const raw = await rawRequest(rest.port, head());
    raw.write(Buffer.concat([messagePart, file('name=a; filename=done', Buffer.alloc(200_000))]));
    raw.write(file('name=a; filename=half', Buffer.alloc(2_000_000)).subarray(0, 1_500_000));
    await until(
      'both files are being written',
      async () => (await rest.remains()).staged === before.staged + 2,
    );
    raw.cut();
    await until('what was staged is gone', async () => (await rest.remains()).staged === before.staged);
    assert.deepEqual(await rest.remains(), before);
    assert.deepEqual(rest.failures, []);
  });

  test('an upload that is cut off lets go of its Idempotency-Key', async () => {
    const raw = await rawRequest(rest.port, head(['Idempotency-Key: cut']));
    raw.write(messagePart);
    const keys = async () => (await db.owner.query("select from idempotency_keys where key = 'cut'")).count;
    await until('the key is held', async () => (await keys()) === 1);
    raw.cut();
    await until('the key is free', async () => (await keys()) === 0);
    const again = await rest.call('POST', '/messages', {
      body: draft,
      headers: { 'idempotency-key': 'cut' },
    });
    assert.equal(again.status, 201);
  });

  test('a client in the middle of a large upload reads why it was refused', async () => {
    const raw = await rawRequest(rest.port, head());
    raw.write(file('name=a; filename=a', Buffer.alloc(4_000_000)));
    assert.match(await raw.firstAnswer(), /^HTTP\/1\.1 422 [\s\S]*"field":"message"/);
    raw.cut();
  });

  test('a token that is none is refused before anything of the body is read', async () => {
    const raw = await rawRequest(rest.port, [
      'POST /api/v1/messages HTTP/1.1',
      'Authorization: Bearer wrong',
      'Content-Length: 9000000',
    ]);
    assert.match(await raw.firstAnswer(), /^HTTP\/1\.1 401 /);
    raw.cut();
  });

  test('after a refusal that was read to its end the connection serves the next request', async () => {
    const raw = await rawRequest(
      rest.port,
      head()
        .filter((line) => !line.startsWith('Content-Length'))
        .concat('Content-Length: 10'),
    );
    raw.write('not a form');
    assert.match(await raw.firstAnswer(), /^HTTP\/1\.1 400 /);
    raw.write(`GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.match(await raw.answer(), /HTTP\/1\.1 400 [\s\S]*HTTP\/1\.1 200 /);
  });
});
