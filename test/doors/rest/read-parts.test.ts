import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Part, readParts } from '../../../src/doors/rest/read-parts.ts';
import { Refusal } from '../../../src/message/refusals.ts';

const boundary = 'gate';

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function bytesOf(part: Part): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readAll(body: Buffer, sizes: readonly number[] = [7]) {
  const parts: { headers: Part['headers']; bytes: Buffer }[] = [];
  for await (const part of readParts(cut(body, sizes), boundary)) {
    parts.push({ headers: part.headers, bytes: await bytesOf(part) });
  }
  return parts;
}

const encode = (parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap((bytes, index) => [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${index}"\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

const unreadable = (error: unknown) => error instanceof Refusal && error.code === 'malformed';

test('any bytes come back in their parts, however they are cut on the way', async () => {
  // Bytes that look like the beginnings of a boundary are the hard ones.
  const tricky = fc
    .constantFrom('\r\n', '--', `--${boundary}`, `\r\n--gat`, '-', '\r', '\n')
    .map((text) => Buffer.from(text));
  const content = fc
    .array(fc.oneof(tricky, fc.uint8Array({ maxLength: 20 })), { maxLength: 12 })
    .map((pieces) => Buffer.concat(pieces))
    .filter(
      (bytes) =>
        !bytes.includes(`\r\n--${boundary}`) && !bytes.toString('latin1').startsWith(`--${boundary}`),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(content, { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
      async (parts, sizes) => {
        const read = await readAll(encode(parts), sizes);
        assert.deepEqual(
          read.map(({ bytes }) => bytes),
          parts,
        );
        assert.deepEqual(
          read.map(({ headers }) => headers['content-disposition']),
          parts.map((_, index) => `form-data; name="${index}"`),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('a body cut anywhere before its closing boundary is refused', async () => {
  const whole = encode([Buffer.from('first'), Buffer.alloc(200, 'x')]);
  const closing = whole.indexOf(`--${boundary}--`) + `--${boundary}--`.length;
  for (let length = 0; length < closing; length += 1) {
    await assert.rejects(readAll(whole.subarray(0, length), [64]), unreadable, `cut after ${length} bytes`);
  }
  assert.equal((await readAll(whole.subarray(0, closing))).length, 2);
});

test('a part without headers, or with more of them than are read, is not passed over', async () => {
  const bare = Buffer.from(
    `--${boundary}\r\nno colon, no empty line\r\n--${boundary}\r\nA: b\r\n\r\nx\r\n--${boundary}--\r\n`,
  );
  await assert.rejects(readAll(bare), unreadable);
});

test('what surrounds the parts is ignored', async () => {
  const body = Buffer.concat([
    Buffer.from('preamble\r\n'),
    encode([Buffer.from('x')]),
    Buffer.from('epilogue'),
  ]);
  assert.deepEqual(
    (await readAll(body)).map(({ bytes }) => String(bytes)),
    ['x'],
  );
});

test('header values are UTF-8', async () => {
  const body = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="æ"\r\n\r\nx\r\n--${boundary}--\r\n`,
  );
  assert.equal((await readAll(body))[0]?.headers['content-disposition'], 'form-data; name="æ"');
});

test('a failure of the source reaches whoever reads a part, and the loop', async () => {
  const gone = new Error('gone');
  const source = async function* () {
    yield encode([Buffer.alloc(1000, 'x')]).subarray(0, 500);
    throw gone;
  };
  const read = async () => {
    for await (const part of readParts(source(), boundary)) await bytesOf(part);
  };
  await assert.rejects(read(), gone);
});

test('a reader that stops lets go of the source, also in the middle of a large part', async () => {
  let released = false;
  const source = async function* () {
    try {
      yield encode([Buffer.from('a'), Buffer.alloc(10, 'x')]).subarray(0, -20);
      for (;;) yield Buffer.alloc(64 * 1024, 'x');
    } finally {
      released = true;
    }
  };
  for await (const part of readParts(source(), boundary)) {
    if (part.headers['content-disposition']?.includes('"1"')) break;
    await bytesOf(part);
  }
  for (let turns = 0; turns < 1000 && !released; turns += 1)
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(released, true);
});

test('a part is read no faster than its reader wants it', async () => {
  let given = 0;
  const source = async function* () {
    yield encode([Buffer.from('')]).subarray(0, -`\r\n--${boundary}--\r\n`.length);
    for (; given < 64 * 1024 * 1024; given += 64 * 1024) yield Buffer.alloc(64 * 1024);
  };
  for await (const part of readParts(source(), boundary)) {
    const body = part.body[Symbol.asyncIterator]();
    for (let chunks = 0; chunks < 4; chunks += 1) await body.next();
    for (let turns = 0; turns < 100; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(given < 2 * 1024 * 1024, `${given} bytes were taken for 4 chunks`);
    break;
  }
});
