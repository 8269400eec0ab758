/** What worked a second before the recall is refused after it, on every route of two processes on one database. */
import assert from 'node:assert/strict';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { after, before, it } from 'node:test';
import { type Answer, askCode, linkTo, openLink, Visitor } from '../doors/web/visitor.ts';
import { until } from '../doors/rest/support/rest.ts';
import { type App, startApp } from '../support/app.ts';
import { withDatabases } from '../support/database.ts';

const words = ['Kvæsthusbrøndvogn', 'Kirsebærhaven', 'måling'];
const phone = '+4520146001';
let count = 0;

withDatabases('After a recall', (db) => {
  let one: App;
  let other: App;
  before(async () => {
    one = await startApp(db);
    other = await startApp(db, { SEGL_DATA: one.data, SEGL_BOOTSTRAP_TOKEN: one.token });
  });
  after(async () => {
    await other.close();
    await one.close();
  });

  interface Opened {
    readonly id: string;
    readonly delivery: string;
    readonly token: string;
    readonly file: string;
    /** At each process, with a session of its own. */
    readonly visitors: readonly Visitor[];
    /** That nobody has typed yet. */
    readonly code: string;
  }

  async function opened(bytes: number): Promise<Opened> {
    const email = `recalled${(count += 1)}@everywhere.example`;
    const created = await one.post('/api/v1/messages', {
      from: 'a@fredericia.example',
      to: [{ email, phone, language: 'da' }],
      subject: words[0],
      text: words[1],
      html: `<p>${words[1]}</p>`,
      attachments: [
        {
          filename: `${words[2]}.txt`,
          contentType: 'text/plain',
          content: Buffer.alloc(bytes, `${words[1]} `).toString('base64'),
        },
      ],
    });
    assert.equal(created.status, 201);
    const { id, deliveries } = (await created.json()) as { id: string; deliveries: { id: string }[] };
    const token = await linkTo(one, email);
    const visitors = [one, other].map(({ url }) => new Visitor(url));
    for (const visitor of visitors) await openLink(visitor, one, token, phone);
    const page = await visitors[0]!.get(`/m/${token}`);
    const file = page.text.match(/\/attachments\/([\w-]+)/)![1]!;
    const code = await askCode(visitors[1]!, one, token, phone);
    return { id, delivery: deliveries[0]!.id, token, file, visitors, code };
  }

  const recall = async (app: App, id: string) => {
    const answer = await app.post(
      `/api/v1/messages/${id}/recalls`,
      { reason: 'wrong address' },
      { authorization: `Bearer ${one.token}` },
    );
    assert.equal(answer.status, 201);
    return (await answer.json()) as { deliveries: { verdict: string; parts?: { bytes?: number }[] }[] };
  };

  /** Every way to content, a code, a session or a proof; `code` is typed last, for it works once. */
  const routes = ({
    token,
    file,
    code,
  }: Opened): readonly (readonly [string, number, (visitor: Visitor) => Promise<Answer>])[] => [
    ['the page', 200, (visitor) => visitor.get(`/m/${token}`)],
    ['its head', 200, (visitor) => visitor.ask(`/m/${token}`, { method: 'HEAD' })],
    ['the frame', 200, (visitor) => visitor.get(`/m/${token}/content`)],
    ['the head of the frame', 200, (visitor) => visitor.ask(`/m/${token}/content`, { method: 'HEAD' })],
    ['a file', 200, (visitor) => visitor.get(`/m/${token}/attachments/${file}`)],
    [
      'the head of a file',
      200,
      (visitor) => visitor.ask(`/m/${token}/attachments/${file}`, { method: 'HEAD' }),
    ],
    [
      'a range of it',
      206,
      (visitor) => visitor.get(`/m/${token}/attachments/${file}`, { range: 'bytes=10-19' }),
    ],
    [
      'a download that goes on',
      206,
      (visitor) =>
        visitor.get(`/m/${token}/attachments/${file}`, { range: 'bytes=10-', 'if-range': `"${file}"` }),
    ],
    ['the page of the receipt', 200, (visitor) => visitor.get(`/m/${token}/receipt`)],
    ['the receipt', 200, (visitor) => visitor.get(`/m/${token}/receipt?format=json`)],
    ['the receipt as PDF', 200, (visitor) => visitor.get(`/m/${token}/receipt?format=pdf`)],
    ['another code', 303, (visitor) => visitor.post(`/m/${token}/codes`, { via: 'sms' })],
    ['a call', 303, (visitor) => visitor.post(`/m/${token}/codes`, { via: 'call' })],
    ['the live code', 303, (visitor) => visitor.post(`/m/${token}/openings`, { code })],
  ];

  it('token, cookie, code, range, frame and receipt are refused, and say nothing of what it was', async () => {
    const sent = await opened(1_000);
    const before = routes(sent).slice(0, -3);
    for (const visitor of sent.visitors) {
      for (const [what, status, ask] of before) {
        await until(`${what} worked`, async () => (await ask(visitor)).status === status);
      }
    }
    assert.equal((await recall(one, sent.id)).deliveries[0]!.verdict, 'opened');
    for (const visitor of [...sent.visitors, new Visitor(one.url), new Visitor(other.url)]) {
      for (const [what, , ask] of routes(sent)) {
        const answer = await ask(visitor);
        assert.ok([404, 410, 422].includes(answer.status), `${what}: ${answer.status}`);
        assert.equal(answer.headers.location, undefined, what);
        for (const word of words) assert.ok(!answer.text.includes(word), `${what} says ${word}`);
      }
      const landing = await visitor.get(`/m/${sent.token}`);
      assert.equal(landing.status, 410);
    }
    const { rows } = await db.owner.query<Record<string, number>>(
      `select (select count(*)::int from wraps where delivery_id = $1) as wraps,
          (select count(*)::int from session_deliveries where delivery_id = $1) as sessions,
          (select count(*)::int from codes where delivery_id = $1 and used_at is null) as codes,
          (select count(*)::int from tombstones where delivery = $1 and kind = 'recalled') as tombstones,
          (select count(*)::int from events e where e.delivery = $1 and e.seq > (
            select seq from events r where r.delivery = $1 and r.type = 'delivery.recalled')
            and e.type in ('delivery.opened', 'delivery.reopened', 'delivery.attachment_opened', 'delivery.code_sent')
          ) as later`,
      [sent.delivery],
    );
    assert.deepEqual(rows[0], { wraps: 0, sessions: 0, codes: 0, tombstones: 1, later: 0 });
  });

  /** A download whose reader has stopped reading in the middle. */
  async function stalled(visitor: Visitor, path: string) {
    const { hostname, port } = new URL(visitor.url);
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const download = { bytes: 0, ended: false, complete: false };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request: ClientRequest = httpRequest({ hostname, port, path, agent: false, headers: { cookie } });
      request.on('response', resolve).on('error', reject).end();
    });
    response.on('error', () => undefined);
    response.on('close', () => Object.assign(download, { ended: true, complete: response.complete }));
    response.on('data', (chunk: Buffer) => {
      download.bytes += chunk.length;
    });
    await until('it has begun', () => download.bytes > 0);
    response.pause();
    return { download, resume: () => response.resume() };
  }

  it('every running download of both processes is cut, and what had left is counted', async () => {
    const size = 24_000_000;
    const sent = await opened(size);
    const path = `/m/${sent.token}/attachments/${sent.file}`;
    const downloads = await Promise.all([0, 1, 0, 1].map((index) => stalled(sent.visitors[index]!, path)));
    await recall(other, sent.id);
    const ends = async () =>
      (
        await db.owner.query<{ bytes: number; complete: boolean }>(
          `select (details ->> 'bytes')::bigint as bytes, (details ->> 'complete')::boolean as complete from events
            where delivery = $1 and type = 'delivery.content_sent' and (details ->> 'part')::int > 0`,
          [sent.delivery],
        )
      ).rows;
    // Nobody reads, so each ends although its reader takes nothing.
    await until('each is cut', async () => (await ends()).length === 4);
    for (const { resume } of downloads) resume();
    await until('each reader sees it', () => downloads.every(({ download }) => download.ended));
    for (const { download } of downloads) assert.ok(!download.complete && download.bytes < size);
    for (const { bytes, complete } of await ends()) assert.ok(!complete && bytes < size);
    const [verdict] = (await recall(one, sent.id)).deliveries;
    const most = Math.max(...(await ends()).map(({ bytes }) => bytes));
    assert.deepEqual(
      verdict!.parts!.map(({ bytes }) => bytes),
      [most],
    );
  });

  it('the text is cut too where its reader is slow, with the pictures in it', async () => {
    const email = `recalled${(count += 1)}@everywhere.example`;
    const created = await one.post('/api/v1/messages', {
      from: 'a@fredericia.example',
      to: [{ email, phone, language: 'da' }],
      subject: words[0],
      html: `<p>${words[1]}</p><img src="cid:map">`,
      attachments: [
        {
          filename: 'map.png',
          contentType: 'image/png',
          contentId: 'map',
          content: Buffer.alloc(18_000_000, 'map').toString('base64'),
        },
      ],
    });
    const { id } = (await created.json()) as { id: string };
    const token = await linkTo(one, email);
    const visitor = new Visitor(other.url);
    await openLink(visitor, one, token, phone);
    await visitor.get(`/m/${token}`);
    const { download, resume } = await stalled(visitor, `/m/${token}/content`);
    await recall(one, id);
    // The promise is a second; nobody reads, so that without a cut it would wait for ever.
    const since = performance.now();
    await until('the second is over', () => performance.now() - since > 1_500);
    resume();
    await until('its reader sees an end', () => download.ended);
    assert.equal(download.complete, false);
    assert.ok(download.bytes < 24_000_000, `${download.bytes} bytes came`);
  });

  it('a download of what stands is not cut, though a crowd waits for the database', async () => {
    const [running, crowded] = [await opened(24_000_000), await opened(1_000)];
    const visitor = running.visitors[0]!;
    const { download, resume } = await stalled(visitor, `/m/${running.token}/attachments/${running.file}`);
    const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = db.owner.transaction(async (tx) => {
      await tx.query('select from deliveries where id = $1 for update', [crowded.delivery]);
      held.resolve();
      await over.promise;
    });
    await held.promise;
    const crowd = Array.from({ length: 30 }, () => crowded.visitors[0]!.get(`/m/${crowded.token}`));
    // Longer than a lease lasts without an answer.
    const began = performance.now();
    await until('two seconds are over', () => performance.now() - began > 2_000);
    over.resolve();
    await holding;
    await Promise.all(crowd);
    assert.equal(download.ended, false);
    resume();
    await until('it comes whole', () => download.ended);
    assert.ok(download.complete);
  });
});
