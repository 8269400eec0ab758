/** What proves a message, through every door at which it is asked for. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { verifyBundle } from '../../../src/evidence/verification/verify-bundle.ts';
import { noTrust } from '../../../src/message/verification.ts';
import { type App, startApp } from '../../support/app.ts';
import { makeDatabase, type TestDatabase } from '../../support/database.ts';
import { ask, linkTo, openLink, Visitor } from './visitor.ts';

const password = 'four words make sense';
const phone = '+4530112233';
const hasPdftotext = spawnSync('pdftotext', ['-v']).status === 0;
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('At the doors, what proves a message', () => {
  let app: App;
  let db: TestDatabase;
  let drop: () => Promise<void>;
  let author: Visitor;
  before(async () => {
    ({ db, drop } = await makeDatabase());
    app = await startApp(db);
    author = new Visitor(app.url);
    const form = { name: 'Ada', email: 'ada@example.dk', password, again: password };
    assert.equal((await author.post(app.welcome!, form)).status, 303);
  });
  after(async () => {
    await app.close();
    await drop();
  });

  let count = 0;
  async function send(
    to: Record<string, unknown>[] = [],
  ): Promise<{ id: string; email: string; token: string }> {
    count += 1;
    const email = `ana${count}@example.com`;
    const answer = await app.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email, phone, name: 'Ana Ørsted', language: 'en' }, ...to],
      subject: 'The decision',
      text: 'Words for you alone',
    });
    assert.equal(answer.status, 201);
    const { id } = (await answer.json()) as { id: string };
    return { id, email, token: await linkTo(app, email) };
  }
  const exportsOf = async (message: string) =>
    (
      await db.database.query<{ kind: string; actor: string }>(
        `select actor, details ->> 'kind' as kind from events where message = $1 and type = 'export.made' order by at`,
        [message],
      )
    ).rows.map(({ actor, kind }) => `${actor} ${kind}`);
  /** Asks again while the log has not taken up what is newest, as whoever is told so would. */
  async function patiently<A extends { status: number; headers: unknown }>(
    asking: () => Promise<A>,
  ): Promise<A> {
    for (let tries = 0; ; tries += 1) {
      const answer = await asking();
      const { location } = answer.headers as { location?: string };
      const isEarly = answer.status === 409 || /error=not_logged_yet$/.test(location ?? '');
      if (!isEarly || tries === 20) return answer;
    }
  }
  const verdictOf = async (bytes: Buffer) => (await verifyBundle(new Uint8Array(bytes), noTrust)).verdict;
  const textOf = (pdf: Buffer): string => {
    const file = join(app.data, 'proof.pdf');
    writeFileSync(file, pdf);
    return execFileSync('pdftotext', ['-layout', file, '-']).toString();
  };

  it('REST gives the signed bundle, as a file, to whoever may read the message', async () => {
    const { id } = await send();
    const answer = await patiently(() => app.get(`/api/v1/messages/${id}/evidence`));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/jose+json');
    assert.equal(answer.headers.get('content-disposition'), `attachment; filename="evidence-${id}.json"`);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(await verdictOf(Buffer.from(await answer.arrayBuffer())), 'consistent');
    assert.deepEqual(await exportsOf(id), ['sender bundle']);
  });

  it('REST hands nothing out to HEAD, to a stranger, or of what there is not', async () => {
    const { id } = await send();
    const head = await ask(app.url, `/api/v1/messages/${id}/evidence`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${app.token}` },
    });
    assert.deepEqual([head.status, head.bytes.length], [200, 0]);
    const made = await app.post('/api/v1/systems', { name: `stranger ${count}`, from: ['*@other.dk'] });
    const { secret } = (await made.json()) as { secret: string };
    const as = { authorization: `Bearer ${secret}` };
    assert.equal((await app.get(`/api/v1/messages/${id}/evidence`, as)).status, 404);
    for (const unknown of ['x', '%00', '0197a3c2-7b1e-7c3a-9f00-000000000001', "'%20or%20true"]) {
      assert.equal((await app.get(`/api/v1/messages/${unknown}/evidence`)).status, 404, unknown);
    }
    assert.equal((await ask(app.url, `/api/v1/messages/${id}/evidence`)).status, 401);
    assert.deepEqual(await exportsOf(id), []);
  });

  it('REST records the look and its reason, of a message that is not the system’s own', async () => {
    const { id } = await send();
    const scopes = ['messages:read', 'messages:all'];
    const made = await app.post('/api/v1/systems', { name: 'auditor', from: ['*@other.dk'], scopes });
    const { secret } = (await made.json()) as { secret: string };
    const as = { authorization: `Bearer ${secret}`, 'segl-reason': 'The monthly sample' };
    const answer = await patiently(() => app.get(`/api/v1/messages/${id}/evidence`, as));
    assert.equal(answer.status, 200);
    const text = Buffer.from(await answer.arrayBuffer()).toString();
    const { payload } = JSON.parse(text) as { payload: string };
    assert.doesNotMatch(Buffer.from(payload, 'base64url').toString(), /monthly sample/);
    const { rows } = await db.database.query<{ reason: string }>(
      `select f.fields ->> 'reason' as reason from events e join event_fields f on f.event = e.id
        where e.message = $1 and e.type = 'message.looked_at'`,
      [id],
    );
    assert.deepEqual(rows, [{ reason: 'The monthly sample' }]);
    assert.deepEqual(await exportsOf(id), ['system bundle']);
  });

  it(
    'the desk gives both files from the message’s page',
    { skip: !hasPdftotext && 'no pdftotext' },
    async () => {
      const { id } = await send([
        { email: 'شخص@example.com', phone, name: 'محمد عبد الله' },
        { email: 'held@example.com' },
      ]);
      const { rows } = await db.database.query<{ id: string }>(
        "select id from people where email = 'ada@example.dk'",
      );
      await db.database.query('update messages set person_id = $2, system_id = null where id = $1', [
        id,
        rows[0]!.id,
      ]);
      const page = await author.get(`/desk/messages/${id}`);
      assert.match(page.text, new RegExp(`action="/desk/messages/${id}/proofs"`));
      const file = await patiently(() => author.post(`/desk/messages/${id}/proofs`, { format: 'json' }));
      assert.deepEqual([file.status, file.headers['content-type']], [200, 'application/jose+json']);
      assert.match(
        String(file.headers['content-disposition']),
        /^attachment; filename="?evidence-[0-9a-f-]+\.json"?$/,
      );
      assert.equal(await verdictOf(file.bytes), 'consistent');

      const pdf = await patiently(() =>
        author.post(`/desk/messages/${id}/proofs`, { format: 'pdf' }, { 'accept-language': 'da' }),
      );
      assert.deepEqual([pdf.status, pdf.headers['content-type']], [200, 'application/pdf']);
      const text = textOf(pdf.bytes);
      assert.match(text, /Det, der er registreret om en besked/);
      assert.match(text, /Ana Ørsted <ana\d+@example\.com>/);
      assert.match(text, /Modtager 3 af 3/);
      assert.match(text, /kl\. \d\d\.\d\d\.\d\d \(UTC\+[12]\) · post \d+ i loggen/);
      assert.doesNotMatch(text, /qualified|kvalificeret/i);
      assert.deepEqual(await exportsOf(id), ['sender bundle', 'sender pdf']);
    },
  );

  it('the desk refuses another format, and leads back to the page that says why not', async () => {
    const { id } = await send();
    for (const format of ['', 'xml', '__proto__']) {
      const answer = await author.post(`/desk/messages/${id}/proofs`, { format });
      assert.equal(answer.status, 422, format);
    }
    assert.equal((await author.post(`/desk/messages/${id}/proofs`, { format: 'json' })).status, 404);
  });

  it('a recipient takes their receipt from a page, and a program without one', async () => {
    const { id, token, email } = await send([{ email: 'other@example.com', phone, name: 'Somebody Else' }]);
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    const message = await visitor.get(`/m/${token}`, html);
    assert.match(message.text, new RegExp(`href="/m/${token}/receipt"`));
    const page = await visitor.get(`/m/${token}/receipt`, html);
    assert.equal(page.status, 200);
    assert.match(page.text, /receipt\?format=json/);
    assert.deepEqual(await exportsOf(id), []);

    for (const path of [`/m/${token}/receipt?format=json`, `/m/${token}/receipt`]) {
      const accepting = path.includes('?') ? html : { accept: '*/*' };
      const file = await patiently(() => visitor.get(path, accepting));
      assert.deepEqual([file.status, file.headers['content-type']], [200, 'application/jose+json']);
      assert.equal(file.headers['cache-control'], 'no-store');
      assert.equal(await verdictOf(file.bytes), 'consistent');
      const { payload } = JSON.parse(file.text) as { payload: string };
      const bundle = Buffer.from(payload, 'base64url').toString();
      assert.ok(bundle.includes(email) && !/other@|Somebody Else/.test(bundle));
    }
    if (hasPdftotext) {
      const pdf = await patiently(() => visitor.get(`/m/${token}/receipt?format=pdf`, html));
      const text = textOf(pdf.bytes);
      assert.match(text, /Receipt for a message/);
      assert.match(text, /Opened by somebody with the code/);
      assert.doesNotMatch(text, /other@|Somebody Else|qualified/);
    }
  });

  it('a recipient takes the exact bytes of the text, which the evidence has the digest of, as a reading', async () => {
    const { id, token } = await send();
    const stranger = new Visitor(app.url);
    const led = await stranger.get(`/m/${token}/content.json`, html);
    assert.deepEqual([led.status, led.headers.location], [303, `/m/${token}`]);
    assert.equal((await stranger.get(`/m/${token}/content.json`, { accept: '*/*' })).status, 401);
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    assert.match((await visitor.get(`/m/${token}/receipt`, html)).text, /\/content\.json"/);
    const file = await visitor.get(`/m/${token}/content.json`, html);
    assert.deepEqual([file.status, file.headers['content-type']], [200, 'application/json; charset=utf-8']);
    assert.match(String(file.headers['content-disposition']), /^attachment/);
    const { rows } = await db.database.query<{ sha256: string; opened: boolean }>(
      `select f.fields -> 'content' -> 0 ->> 'sha256' as sha256,
          exists (select from events o where o.message = e.message and o.type = 'delivery.opened') as opened
        from events e join event_fields f on f.event = e.id where e.message = $1 and e.type = 'message.accepted'`,
      [id],
    );
    assert.deepEqual(rows[0], {
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
      opened: true,
    });
  });

  it('a recipient without a session gets the way to one, and after the end what has become of it', async () => {
    const { id, token } = await send();
    const stranger = new Visitor(app.url);
    const led = await stranger.get(`/m/${token}/receipt`, html);
    assert.deepEqual([led.status, led.headers.location], [303, `/m/${token}`]);
    assert.equal((await stranger.get(`/m/${token}/receipt?format=json`, { accept: '*/*' })).status, 401);
    assert.equal((await stranger.get(`/m/${'x'.repeat(43)}/receipt`, html)).status, 404);
    const visitor = new Visitor(app.url);
    await openLink(visitor, app, token, phone);
    const head = await visitor.ask(`/m/${token}/receipt`, { method: 'HEAD' });
    assert.deepEqual([head.status, head.bytes.length], [200, 0]);
    await db.database.query(
      "update deliveries set expires_at = now() - interval '1 second' where message_id = $1",
      [id],
    );
    for (const path of [`/m/${token}/receipt`, `/m/${token}/receipt?format=pdf`]) {
      assert.equal((await visitor.get(path, html)).status, 410);
    }
    assert.deepEqual(await exportsOf(id), []);
  });
});
