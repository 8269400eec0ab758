import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withDatabases } from '../../support/database.ts';
import { rawRequest } from './support/raw-request.ts';
import { draft, found, openRest, type Rest, until } from './support/rest.ts';

const megabyte = 1024 * 1024;

withDatabases('uploads that are slow or many', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db, { largeBodies: 2, pace: { windowSeconds: 0.3, leastBytesPerSecond: 1000 } });
  });
  after(() => rest.close());

  const head = (type: string, length: number) => [
    'POST /api/v1/messages HTTP/1.1',
    `Authorization: Bearer ${rest.token}`,
    `Content-Type: ${type}`,
    `Content-Length: ${length}`,
  ];
  const part = (disposition: string) => `--gate\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`;

  test('a client that sends next to nothing gets 408, and the connection ends', async () => {
    for (const type of ['application/json', 'multipart/form-data; boundary=gate']) {
      const raw = await rawRequest(rest.port, head(type, 1000));
      const drip = setInterval(() => raw.write(' '), 50);
      const answer = await raw.answer();
      clearInterval(drip);
      assert.match(
        answer,
        /^HTTP\/1\.1 408 [\s\S]*\r\nConnection: close\r\n[\s\S]*"code":"upload_too_slow"/,
        type,
      );
    }
  });

  test('an upload that falls asleep in a file leaves nothing', async () => {
    const before = await rest.remains();
    const raw = await rawRequest(rest.port, head('multipart/form-data; boundary=gate', 9_000_000));
    raw.write(
      `${part('name=message')}${JSON.stringify(draft)}\r\n${part('name=a; filename=a')}${'x'.repeat(300_000)}`,
    );
    assert.match(await raw.answer(), /^HTTP\/1\.1 408 /);
    await until('what was staged is gone', async () => (await rest.remains()).staged === before.staged);
    assert.deepEqual(await rest.remains(), before);
  });

  test('a steady client is not disturbed, however long it takes', async () => {
    const text = JSON.stringify(draft).padEnd(4000);
    const raw = await rawRequest(rest.port, [
      ...head('application/json', Buffer.byteLength(text)),
      'Connection: close',
    ]);
    for (let from = 0; from < text.length; from += 200) {
      raw.write(text.slice(from, from + 200));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    assert.match(await raw.answer(), /^HTTP\/1\.1 201 /);
  });

  test('large JSON bodies have a few places; more are told to come back, small ones and files are not', async () => {
    const gate = await openRest(db, { largeBodies: 2 });
    const body = JSON.stringify({ ...draft, text: 'x'.repeat(2 * megabyte) });
    const heads = () => [
      'POST /api/v1/messages HTTP/1.1',
      `Authorization: Bearer ${gate.token}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    const hold = async () => {
      const raw = await rawRequest(gate.port, heads());
      const holder = { raw, answered: false };
      void raw.answer().then(
        () => (holder.answered = true),
        () => undefined,
      );
      return holder;
    };
    const holders = [await hold(), await hold()];
    const third = await found('both places are taken', async () => {
      // A request of ours may have been quicker than a holder, which was then turned away and comes again.
      for (const [index, { answered }] of holders.entries()) if (answered) holders[index] = await hold();
      const answer = await gate.call('POST', '/messages', {
        body: { ...draft, text: 'y'.repeat(2 * megabyte) },
      });
      return answer.status === 503 ? answer : undefined;
    });
    assert.equal(third.body.code, 'overloaded');
    assert.match(third.headers.get('retry-after') ?? '', /^\d+$/);

    assert.equal((await gate.call('POST', '/messages', { body: draft })).status, 201);
    const form = new FormData();
    form.append('message', JSON.stringify(draft));
    form.append('file', new Blob([Buffer.alloc(3 * megabyte)]), 'large');
    assert.equal((await gate.call('POST', '/messages', { raw: form })).status, 201);

    holders[0]!.raw.write(body);
    assert.match(await holders[0]!.raw.answer(), /^HTTP\/1\.1 201 /);
    holders[1]!.raw.cut();
    await found('both places are free again', async () => {
      const raw = [await rawRequest(gate.port, heads()), await rawRequest(gate.port, heads())];
      for (const each of raw) each.write(body);
      const answers = await Promise.all(raw.map((each) => each.answer()));
      return answers.every((answer) => answer.startsWith('HTTP/1.1 201')) || undefined;
    });
    await gate.close();
  });
});
