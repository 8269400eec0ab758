/** A backup from before a recall, an erasure and an expiry is put back: nothing of it opens, and somebody is told. */
import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { diskBlobs } from '../../src/backends/blobs/disk.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { batchKey, tombstoneLock } from '../../src/delivery/tombstone-batches.ts';
import { ask, linkTo, openLink, Visitor } from '../doors/web/visitor.ts';
import { freePort } from '../support/app.ts';
import { once } from '../support/portal.ts';
import { run, type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';

interface Sent {
  readonly id: string;
  readonly email: string;
  readonly token: string;
  readonly reader: Visitor;
  readonly attachment: string;
}

describe('A restored backup', () => {
  let place: Scratch;
  let postgres: OwnPostgres;
  let segl: Segl;
  let env: Record<string, string>;
  let recalled: Sent;
  let erased: Sent;
  let expired: Sent;
  let kept: Sent;
  before(async () => {
    place = scratch();
    postgres = await ownPostgres(place);
    env = {
      SEGL_DATABASE: postgres.url,
      SEGL_KEYS: `disk:${join(place.folder, 'keys')}`,
      SEGL_SMTP: 'off',
      SEGL_COMPLIANCE_MAIL: 'dpo@example.dk',
    };
    segl = await startSegl(place, { env });
    [recalled, erased, expired, kept] = [await send(), await send(), await send(), await send()];
  });
  after(() => place.remove());

  let count = 0;
  async function send(): Promise<Sent> {
    count += 1;
    const email = `r${count}@example.com`;
    const answer = await segl.post('/api/v1/messages', {
      from: 'a@example.dk',
      to: [{ email, phone: '+4520123456', language: 'en' }],
      subject: 'Of you',
      text: 'Words for you alone',
      attachments: [
        { filename: 'a.txt', contentType: 'text/plain', content: Buffer.alloc(200_000).toString('base64') },
      ],
    });
    assert.equal(answer.status, 201);
    const { id } = (await answer.json()) as { id: string };
    const token = await linkTo(segl, email);
    const reader = new Visitor(segl.url);
    await openLink(reader, segl, token, '+4520123456');
    const page = await reader.get(`/m/${token}`);
    assert.match(page.text, /Words for you alone/);
    const attachment = page.text.match(/\/m\/[\w-]+\/attachments\/[^"?]+/)![0];
    return { id, email, token, reader, attachment };
  }

  async function query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const database = openDatabase({ host: postgres.host, port: 5432, user: 'segl', database: 'segl' });
    return (await database.query<Row>(sql, values).finally(() => database.close())).rows;
  }

  async function asSuperuser(...statements: string[]): Promise<void> {
    const client = new Client({ host: postgres.host, user: 'postgres', database: 'template1' });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  const wrapsOf = ({ id }: Sent) =>
    query<{ delivery: string | null }>(
      'select delivery_id as delivery from wraps where message_id = $1 order by delivery_id nulls last',
      [id],
    );

  const deliveryOf = async ({ id }: Sent) =>
    (
      await query<{ id: string; status: string; email: string }>(
        'select id, status, email from deliveries where message_id = $1',
        [id],
      )
    )[0]!;

  const cookieOf = ({ reader }: Sent) => `__Host-segl=${reader.cookies.get('__Host-segl')}`;

  /** What every route that could release something answers to a session that was open a moment before. */
  async function everyRoute(url: string, sent: Sent): Promise<number[]> {
    const cookie = cookieOf(sent);
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: url, cookie };
    const paths = [`/m/${sent.token}`, `/m/${sent.token}/content`, sent.attachment] as const;
    const answers = [
      ...paths.map((path) => ask(url, path, { headers: { cookie } })),
      ask(url, sent.attachment, { headers: { cookie, range: 'bytes=0-9' } }),
      ask(url, `/m/${sent.token}`),
      ask(url, `/m/${sent.token}/codes`, { method: 'POST', headers: form, body: 'via=sms' }),
      ask(url, `/m/${sent.token}/openings`, { method: 'POST', headers: form, body: 'code=123456' }),
    ];
    const got = await Promise.all(answers);
    for (const { text } of got) assert.doesNotMatch(text, /Words for you alone|Of you/);
    return [...new Set(got.map(({ status }) => status))];
  }

  async function destroy(): Promise<void> {
    const recall = await segl.post(`/api/v1/messages/${recalled.id}/recalls`, { reason: 'wrong_recipient' });
    assert.equal(recall.status, 201);
    const erasure = await segl.post(`/api/v1/messages/${erased.id}/erasures`, { reason: 'requested' });
    assert.equal(erasure.status, 201);
    await query(`update deliveries set expires_at = now() - interval '1 second' where message_id = $1`, [
      expired.id,
    ]);
    await query("insert into jobs (kind) values ('expire')");
    await until('expired', 20, async () => (await deliveryOf(expired)).status === 'expired');
    await until('written beside the database', 40, async () => {
      const rows = await query(`select from tombstones t where not exists (select from tombstone_batches b
        where b.number = t.batch and b.state = 'written')`);
      return rows.length === 0;
    });
  }

  it('opens nothing until what was destroyed since is destroyed again, and says so once', async () => {
    await segl.term();
    await asSuperuser('create database backup template segl owner segl_owner');
    segl = await startSegl(place, { env });
    await destroy();
    await segl.term();
    await asSuperuser('drop database segl with (force)', 'alter database backup rename to segl');
    for (const sent of [recalled, erased, expired]) {
      assert.equal((await wrapsOf(sent)).length, 2, 'the backup holds it, or this test proves nothing');
      assert.equal((await deliveryOf(sent)).status, 'opened');
    }
    const doctor = run(place, ['doctor'], { SEGL_DATA: segl.data, ...env });
    assert.equal(await doctor.ended, 1);
    assert.match(doctor.lines.join('\n'), /✗ A backup of the database was restored/);

    // Somebody else is at it, and takes time.
    const busy = new Client({ host: postgres.host, user: 'segl', database: 'segl' });
    await busy.connect();
    await busy.query(`select pg_advisory_lock(${tombstoneLock})`);
    const ports = [await freePort(), await freePort()];
    const token = segl.token;
    const starting = ports.map((port) => startSegl(place, { env, port, token }));
    for (const port of ports) {
      const url = `http://localhost:${port}`;
      await until('there', 20, async () =>
        ask(url, '/healthz').then(
          () => true,
          () => false,
        ),
      );
      const ready = await ask(url, '/readyz');
      assert.deepEqual([ready.status, JSON.parse(ready.text).missing], [503, ['tombstones']]);
      for (const sent of [recalled, erased, expired, kept]) {
        assert.deepEqual(await everyRoute(url, sent), [503]);
      }
      for (const path of ['/api/v1/messages', '/desk', '/']) assert.equal((await ask(url, path)).status, 503);
      const rest = await ask(url, '/api/v1/messages', { headers: { authorization: `Bearer ${token}` } });
      assert.equal(rest.headers['content-type'], 'application/problem+json');
      assert.ok(Number(rest.headers['retry-after']) > 0);
    }
    await busy.query(`select pg_advisory_unlock(${tombstoneLock})`);
    await busy.end();
    const started = await Promise.all(starting);
    segl = started[0]!;

    for (const { url } of started) {
      assert.equal((await ask(url, '/readyz')).status, 200);
      assert.deepEqual(await everyRoute(url, recalled), [410]);
      assert.deepEqual(await everyRoute(url, expired), [410]);
      assert.deepEqual(await everyRoute(url, erased), [404]);
      const page = await ask(url, `/m/${kept.token}`, { headers: { cookie: cookieOf(kept) } });
      assert.match(page.text, /Words for you alone/, 'what nobody destroyed is there');
    }
    for (const [sent, status, seals] of [
      [recalled, 'recalled', 1],
      [expired, 'expired', 1],
      [erased, 'erased', 0],
      [kept, 'opened', 2],
    ] as const) {
      assert.equal((await deliveryOf(sent)).status, status);
      assert.equal((await wrapsOf(sent)).length, seals, status);
    }
    assert.equal((await deliveryOf(erased)).email, '');
    const { id } = await deliveryOf(recalled);
    const events = await query<{ type: string; details: object }>(
      "select type, details from events where delivery = $1 and type = 'delivery.recalled'",
      [id],
    );
    assert.deepEqual(events, [{ type: 'delivery.recalled', details: { restored: true } }]);
    const applied = () =>
      query<{ count: number }>(
        "select details -> 'count' as count from events where type = 'tombstones.applied'",
      );
    assert.deepEqual(await applied(), [{ count: 4 }]);
    const alarm = await segl.waitFor(({ to }) => to === 'dpo@example.dk');
    assert.match(alarm.text, /Slettet igen: 4/);

    for (const each of started) await each.term();
    segl = await startSegl(place, { env });
    assert.equal((await ask(segl.url, '/readyz')).status, 200);
    assert.equal((await applied()).length, 1);
    const alarms = (await segl.outbox()).filter(({ to }) => to === 'dpo@example.dk');
    assert.equal(alarms.length, 1);
    await send();
  });

  it('is not ruled out while the blobs do not answer: so long nothing opens, and then all does', async () => {
    await segl.term();
    const [folder, aside] = [join(segl.data, 'blobs'), join(segl.data, 'aside')];
    renameSync(folder, aside);
    writeFileSync(folder, 'no folder');
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const starting = startSegl(place, { env, port, token: segl.token });
    await until('there', 20, async () =>
      ask(url, '/healthz').then(
        () => true,
        () => false,
      ),
    );
    const ready = await ask(url, '/readyz');
    assert.deepEqual([ready.status, JSON.parse(ready.text).missing], [503, ['blobs']]);
    assert.deepEqual(await everyRoute(url, kept), [503]);
    rmSync(folder);
    renameSync(aside, folder);
    segl = await starting;
    const page = await ask(url, `/m/${kept.token}`, { headers: { cookie: cookieOf(kept) } });
    assert.match(page.text, /Words for you alone/);
  });

  it('whose record of what was destroyed was changed lets nothing start, and the sentence names the blob', async () => {
    const last = (await query<{ last: number }>('select max(number)::int as last from tombstone_batches'))[0]!
      .last;
    await segl.term();
    await diskBlobs(join(segl.data, 'blobs')).put(
      batchKey(last + 1),
      once(Buffer.from('{"kind":"nothing"}')),
    );
    const second = run(place, ['start'], {
      SEGL_DATA: segl.data,
      SEGL_HTTP: `127.0.0.1:${await freePort()}`,
      ...env,
    });
    assert.equal(await second.ended, 1);
    assert.match(second.lines.join('\n'), new RegExp(`blob ${batchKey(last + 1)} .*was changed`));
    await diskBlobs(join(segl.data, 'blobs')).delete(batchKey(last + 1));
    segl = await startSegl(place, { env });
  });
});
