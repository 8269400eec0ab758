import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/process.ts';
import { ask, linkTo, openLink, Visitor } from './visitor.ts';

const small = Buffer.from('0123456789');
const large = randomBytes(60 * 1024 * 1024);

describe('An attachment', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  const phone = '+4520123456';
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  let count = 0;
  async function opened(files: { name: string; type: string; bytes: Buffer }[]) {
    count += 1;
    const email = `r${count}@example.com`;
    const message = { from: 'a@example.dk', to: [{ email, phone, language: 'en' }], subject: 'Files' };
    const form = new FormData();
    form.append('message', JSON.stringify(message));
    for (const { name, type, bytes } of files)
      form.append('file', new File([new Uint8Array(bytes)], name, { type }));
    const answer = await fetch(`${app.url}/api/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.token}` },
      body: form,
    });
    assert.equal(answer.status, 201);
    const { deliveries } = (await answer.json()) as { deliveries: { id: string }[] };
    const token = await linkTo(app, email);
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    const page = await visitor.get(`/m/${token}`);
    const hrefs = [...page.text.matchAll(/\/m\/[\w-]+\/attachments\/[\w-]+/g)].map(([href]) => href);
    await transferred(deliveries[0]!.id);
    return { visitor, hrefs: [...new Set(hrefs)], token, delivery: deliveries[0]!.id };
  }

  const events = async (delivery: string) => {
    const { rows } = await db.database.query<{ type: string; details: Record<string, unknown> }>(
      'select type, details from events where delivery = $1 order by seq',
      [delivery],
    );
    return rows;
  };
  /** That a transfer has ended is recorded behind its answer. */
  const transferred = (delivery: string) =>
    until(
      'recorded as sent',
      20,
      async () => (await events(delivery)).at(-1)!.type === 'delivery.content_sent',
    );

  it('comes whole, as a download, with nothing that a browser could run', async () => {
    const { visitor, hrefs, delivery } = await opened([
      { name: 'a.html', type: 'text/html', bytes: small },
      { name: 'Afgørelse "2".svg', type: 'image/svg+xml', bytes: small },
    ]);
    for (const href of hrefs) {
      const { status, headers, bytes } = await visitor.get(href);
      assert.equal(status, 200);
      assert.deepEqual(bytes, small);
      assert.equal(headers['content-length'], '10');
      assert.match(String(headers['content-disposition']), /^attachment; filename=/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['content-security-policy'], "default-src 'none'; sandbox");
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['accept-ranges'], 'bytes');
      assert.equal(headers['x-accel-buffering'], 'no');
      await transferred(delivery);
    }
    assert.match(
      String((await visitor.get(hrefs[1]!)).headers['content-disposition']),
      /filename\*=UTF-8''Afg%C3%B8relse%20_2_\.svg/,
    );
    await transferred(delivery);
    const types = (await events(delivery)).map(({ type }) => type);
    assert.deepEqual(types.slice(-6), [
      'delivery.attachment_opened',
      'delivery.content_sent',
      'delivery.attachment_opened',
      'delivery.content_sent',
      'delivery.attachment_opened',
      'delivery.content_sent',
    ]);
  });

  it('comes in ranges: one, from the end, open at the end; several at once are sent whole', async () => {
    const { visitor, hrefs } = await opened([{ name: 'a.txt', type: 'text/plain', bytes: small }]);
    const cases: [string, number, string, string | undefined][] = [
      ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
      ['bytes=3-5', 206, '345', 'bytes 3-5/10'],
      ['bytes=7-', 206, '789', 'bytes 7-9/10'],
      ['bytes=7-999', 206, '789', 'bytes 7-9/10'],
      ['bytes=-2', 206, '89', 'bytes 8-9/10'],
      ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
      ['bytes=10-', 416, '', 'bytes */10'],
      ['bytes=-0', 416, '', 'bytes */10'],
      ['bytes=0-1,4-5', 200, '0123456789', undefined],
      ['bytes=5-3', 200, '0123456789', undefined],
      ['lines=0-1', 200, '0123456789', undefined],
      ['bytes=', 200, '0123456789', undefined],
      ['bytes=0-99999999999999999999', 200, '0123456789', undefined],
    ];
    for (const [range, status, text, contentRange] of cases) {
      const answer = await visitor.get(hrefs[0]!, { range });
      assert.equal(answer.status, status, range);
      assert.equal(answer.text, text, range);
      assert.equal(answer.headers['content-range'], contentRange, range);
    }
    const head = await visitor.ask(hrefs[0]!, { method: 'HEAD', headers: { range: 'bytes=0-1' } });
    assert.equal(head.bytes.length, 0);
  });

  it('goes on where a download broke, if it is the same one, and is sent whole otherwise', async () => {
    const { visitor, hrefs } = await opened([{ name: 'a.txt', type: 'text/plain', bytes: small }]);
    const { headers } = await visitor.get(hrefs[0]!);
    const rest = await visitor.get(hrefs[0]!, { range: 'bytes=8-', 'if-range': headers.etag! });
    assert.equal(rest.status, 206);
    assert.equal(rest.text, '89');
    for (const validator of ['"abc"', 'Wed, 21 Oct 2026 07:28:00 GMT']) {
      const { status, text } = await visitor.get(hrefs[0]!, { range: 'bytes=0-1', 'if-range': validator });
      assert.equal(status, 200);
      assert.equal(text, '0123456789');
    }
  });

  it('is right in every corner of a large file, and its range is the stamp', async () => {
    const { visitor, hrefs, delivery } = await opened([
      { name: 'large.bin', type: 'application/octet-stream', bytes: large },
    ]);
    const mib = 1024 * 1024;
    for (const [from, to] of [
      [0, 1],
      [mib - 20, mib + 20],
      [17 * mib - 1, 19 * mib + 1],
      [large.length - 1, large.length],
    ] as const) {
      const { status, bytes } = await visitor.get(hrefs[0]!, { range: `bytes=${from}-${to - 1}` });
      assert.equal(status, 206);
      assert.ok(bytes.equals(large.subarray(from, to)), `${from}-${to}`);
      await until('recorded as sent', 20, async () => {
        const last = (await events(delivery)).at(-1)!;
        return last.type === 'delivery.content_sent' && last.details.from === from;
      });
      const [asked, sent] = (await events(delivery)).slice(-2);
      assert.deepEqual([asked?.details.from, asked?.details.to], [from, to]);
      assert.deepEqual([sent?.details.bytes, sent?.details.complete], [to - from, true]);
    }
    assert.ok((await visitor.get(hrefs[0]!)).bytes.equals(large));
  });

  it('is closed to whoever has the address and no session, and unknown by another id', async () => {
    const { visitor, hrefs, token, delivery } = await opened([
      { name: 'a.txt', type: 'text/plain', bytes: small },
    ]);
    const stranger = await ask(app.url, hrefs[0]!);
    assert.equal(stranger.status, 401);
    assert.doesNotMatch(stranger.text, /0123456789|a\.txt/);
    const other = await opened([{ name: 'b.txt', type: 'text/plain', bytes: small }]);
    assert.equal((await other.visitor.get(hrefs[0]!)).status, 401);
    const id = hrefs[0]!.split('/').at(-1)!;
    assert.equal((await visitor.get(`/m/${other.token}/attachments/${id}`)).status, 401);
    for (const path of [`/m/${token}/attachments/none`, `/m/${token}/attachments/${id.toUpperCase()}x`]) {
      assert.equal((await visitor.get(path)).status, 404, path);
    }
    assert.equal(
      (await events(delivery)).filter(({ type }) => type === 'delivery.attachment_opened').length,
      0,
    );
  });

  const begin = async (visitor: Visitor, href: string): Promise<IncomingMessage> => {
    const { hostname, port } = new URL(app.url);
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = httpRequest({ hostname, port, path: href, agent: false, headers: { cookie } });
    request.on('error', () => undefined);
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    return response;
  };

  for (const [what, isRead] of [
    ['being read', true],
    ['not being read at all', false],
  ] as const) {
    it(`is cut off when the delivery stops standing, while it is ${what}`, async () => {
      const { visitor, hrefs, delivery } = await opened([
        { name: 'large.bin', type: 'application/octet-stream', bytes: large },
      ]);
      const response = await begin(visitor, hrefs[0]!);
      await once(response, 'readable');
      await db.database.query("update deliveries set status = 'recalled' where id = $1", [delivery]);
      let got = 0;
      await until('cut off', 20, async () => {
        if (isRead) got += response.read()?.length ?? 0;
        return (await events(delivery)).at(-1)!.type === 'delivery.content_sent';
      });
      const { details } = (await events(delivery)).at(-1)!;
      assert.equal(details.complete, false);
      assert.ok(Number(details.bytes) < large.length);
      // What lay in our own buffers is dropped too: the rest of the way holds a few megabytes at most.
      response.on('data', (chunk: Buffer) => {
        got += chunk.length;
      });
      if (!response.closed) await new Promise((resolve) => response.on('close', resolve));
      assert.equal(response.complete, false, 'a cut never looks like an end');
      assert.ok(got <= Number(details.bytes));
    });
  }

  it('leaves no listener behind for each pause of a slow reader', async () => {
    const { visitor, hrefs } = await opened([
      { name: 'large.bin', type: 'application/octet-stream', bytes: large },
    ]);
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on('warning', listen);
    const response = await begin(visitor, hrefs[0]!);
    let got = 0;
    for await (const chunk of response) {
      got += (chunk as Buffer).length;
      if (got % 7 === 0) await sleep(1);
    }
    process.off('warning', listen);
    assert.equal(got, large.length);
    assert.deepEqual(warnings, []);
  });
});
