import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { diskBlobs } from '../../src/backends/blobs/disk.ts';
import { diskKeys } from '../../src/backends/keys/disk.ts';
import { diskLogKeys } from '../../src/backends/keys/log-keys.ts';
import { outboxStore } from '../../src/backends/outbox/store.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import type { Context } from '../../src/delivery/context.ts';
import { openPart } from '../../src/delivery/open-body.ts';
import { openSentCopy } from '../../src/delivery/read-sent-copy.ts';
import { openSecret, sealSecret, unwrapDataKey } from '../../src/envelope/index.ts';
import { postmasterOf, type Scratch, type Segl, scratch, startSegl, until } from '../support/process.ts';

const kills = 12;
const senders = 6;

/** What a client remembers of a message that it got a 201 for. */
interface Acknowledged {
  readonly id: string;
  readonly mark: string;
  readonly deliveries: readonly string[];
  readonly file: string | undefined;
}

interface Row {
  readonly id: string;
  readonly deliveries: string[];
}

describe(`Killed ${kills} times while messages come in`, () => {
  let place: Scratch;
  let segl: Segl;
  let database: ReturnType<typeof openDatabase>;
  let ctx: Context;
  const acknowledged: Acknowledged[] = [];
  /** Requests whose answer never came, with their keys. */
  const unanswered = new Map<string, { mark: string; file: Buffer | undefined }>();
  let messages: Row[];

  before(async () => {
    place = scratch();
    segl = await startSegl(place);
    for (let round = 0; round < kills; round += 1) await comeInAndDie(round);
    database = openDatabase({
      host: join(segl.data, 'postgres'),
      port: 5432,
      user: 'segl',
      database: 'segl',
    });
    ctx = {
      db: database,
      keys: diskKeys(join(segl.data, 'keys')),
      blobs: diskBlobs(join(segl.data, 'blobs')),
      logKeys: diskLogKeys(join(segl.data, 'keys', 'log')),
      settings: {} as Context['settings'],
      signer: () => Promise.reject(new Error('nothing is signed here')),
      wake: () => undefined,
    };
    await retryUnanswered();
    // A dead worker's jobs are free when their leases have run out; the test lets that minute pass at once.
    await database.query('update jobs set leased_until = now() where leased_until is not null');
    await until('worked off', 30, async () => {
      const { rows } = await database.query("select from jobs where kind = 'notice'");
      return rows.length === 0;
    });
    messages = await everyMessage();
  });
  after(async () => {
    await database?.close();
    await segl?.kill();
    await place.remove();
  });

  async function comeInAndDie(round: number): Promise<void> {
    const from = acknowledged.length;
    let dead = false;
    const clients = Array.from({ length: senders }, async (_, client) => {
      for (let n = 0; !dead; n += 1) {
        const mark = randomBytes(12).toString('hex');
        const file = (client + n) % 3 === 0 ? randomBytes(n % 2 ? 40_000 : 400_000) : undefined;
        const key = client % 2 === 0 ? mark : undefined;
        await post(mark, file, key).catch((error) => {
          // What fetch throws when the connection breaks; an answer that is not the right one fails the test.
          if (!(error instanceof TypeError)) throw error;
          dead = true;
          if (key) unanswered.set(key, { mark, file });
        });
      }
    });
    await until('under load', 10, async () => acknowledged.length >= from + 20 + (round % 5) * 7);
    if (round % 4 === 3) process.kill(postmasterOf(segl.data), 'SIGKILL');
    await segl.kill();
    await Promise.all(clients);
    segl = await startSegl(place, { token: segl.token, port: segl.port });
  }

  async function post(mark: string, file: Buffer | undefined, key: string | undefined): Promise<void> {
    const to = [1, 2].map((n) => ({
      email: `${mark}-${n}@example.com`,
      phone: '+4520123456',
      language: 'en',
    }));
    const draft = { from: 'a@example.dk', to, subject: mark, text: `text ${mark}` };
    const headers: Record<string, string> = { authorization: `Bearer ${segl.token}` };
    if (key) headers['idempotency-key'] = key;
    let body: string | FormData;
    if (file) {
      body = new FormData();
      body.append('message', JSON.stringify(draft));
      body.append('file', new File([new Uint8Array(file)], 'f.bin'));
    } else {
      body = JSON.stringify(draft);
      headers['content-type'] = 'application/json';
    }
    const answer = await fetch(`${segl.url}/api/v1/messages`, { method: 'POST', headers, body });
    const { id, deliveries } = (await answer.json()) as { id: string; deliveries: { id: string }[] };
    // While a killed database recovers, 503 is the honest answer, and nothing was promised.
    if (answer.status === 503) return;
    assert.equal(answer.status, 201);
    acknowledged.push({
      id,
      mark,
      deliveries: deliveries.map((each) => each.id),
      file: file && digest(file),
    });
  }

  /** A client that got no answer sends the same again under its key, once the dead request's hold has ended. */
  async function retryUnanswered(): Promise<void> {
    await database.query('update idempotency_keys set leased_until = now() where fingerprint is null');
    for (const [key, { mark, file }] of unanswered) await post(mark, file, key);
  }

  async function everyMessage(): Promise<Row[]> {
    const { rows } = await database.query<Row>(
      `select m.id, array_agg(d.id order by d.position) as deliveries
        from messages m left join deliveries d on d.message_id = m.id group by m.id`,
    );
    return rows;
  }

  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const count = async (sql: string): Promise<number> =>
    (await database.query<{ count: number }>(`select count(*) as count from ${sql}`)).rows[0]!.count;

  it('every acknowledged message is there, with readable content, for its sender and each recipient', async () => {
    assert.ok(acknowledged.length > kills * 20);
    assert.ok(acknowledged.some(({ file }) => file));
    const there = new Map(messages.map((row) => [row.id, row]));
    for (const { id, mark, deliveries, file } of acknowledged) {
      assert.deepEqual(there.get(id)?.deliveries, deliveries, `message ${id}`);
      const content = (await openSentCopy(
        ctx,
        { kind: 'system', id, grants: [{ role: 'compliance', unit: null }] },
        id,
      ))!;
      assert.equal(content.subject, mark);
      assert.equal(content.text, `text ${mark}`);
      assert.deepEqual(
        content.attachments.map((each) => each.sha256),
        file ? [file] : [],
      );
    }
  });

  it('each recipient’s seal opens the same content, attachments included', async () => {
    for (const { id, deliveries, file } of acknowledged) {
      const wraps = await database.query<{ delivery: string; jwe: string }>(
        'select delivery_id as delivery, jwe from wraps where message_id = $1 and delivery_id is not null',
        [id],
      );
      assert.deepEqual(wraps.rows.map(({ delivery }) => delivery).sort(), [...deliveries].sort());
      const parts = await database.query<{ part: number; sealed: Buffer; blob: string; size: number }>(
        'select part, sealed, blob, size from parts where message_id = $1 order by part',
        [id],
      );
      for (const { delivery, jwe } of wraps.rows) {
        const key = await unwrapDataKey(ctx.keys, jwe, { message: id, delivery });
        const opened = await Promise.all(
          parts.rows.map((stored) => openPart(ctx, key, stored.part, { message: id, ...stored })),
        );
        assert.equal(opened.length, file ? 2 : 1);
        if (file) assert.equal(digest(opened[1]!), file);
      }
    }
  });

  it('no message is there by half: parts, seals, links and events all belong to it', async () => {
    assert.ok(messages.length >= acknowledged.length);
    assert.equal(
      await count(
        `events e where type = 'message.accepted' and not exists (select from messages m where m.id = e.message)`,
      ),
      0,
    );
    for (const { id, deliveries } of messages) {
      const { rows } = await database.query<Record<string, number>>(
        `select (select count(*) from parts where message_id = $1) as parts,
          (select 1 + (details ->> 'attachments')::int from events where message = $1 and type = 'message.accepted') as said,
          (select count(*) from wraps where message_id = $1) as wraps,
          (select count(*) from link_tokens where delivery_id = any ($2::uuid[])) as links,
          (select count(*) from events where message = $1 and type = 'delivery.available') as available`,
        [id, deliveries],
      );
      const [found] = rows;
      assert.equal(found!.parts, found!.said, id);
      assert.deepEqual([found!.wraps, found!.links, found!.available], [3, 2, 2], id);
    }
    assert.equal(
      await count(
        `(select delivery, max(seq) as last, count(*) as events from events where delivery is not null group by delivery) e
          join deliveries d on d.id = e.delivery where e.last <> e.events or d.seq <> e.last`,
      ),
      0,
      'the events of a delivery are counted without a gap',
    );
    assert.equal(
      await count(
        `events e where (select count(*) from pending_events p where p.event = e.id)
          + (select count(*) from log_entries x where x.event = e.id) <> 1`,
      ),
      0,
      'each event is in the log, or waits for it',
    );
  });

  it('a request that is repeated under its key is one message', async () => {
    assert.ok(unanswered.size > 0);
    const { rows } = await database.query<{ key: string; id: string }>(
      `select key, response ->> 'id' as id from idempotency_keys where fingerprint is not null`,
    );
    const answered = new Map(rows.map(({ key, id }) => [key, id]));
    const marks = new Map<string, string>();
    for (const { id } of messages) {
      const { subject } = (await openSentCopy(
        ctx,
        { kind: 'system', id, grants: [{ role: 'compliance', unit: null }] },
        id,
      ))!;
      assert.equal(marks.has(subject), false, `${subject} is there twice`);
      marks.set(subject, id);
    }
    for (const key of unanswered.keys()) assert.equal(answered.get(key), marks.get(key));
  });

  /*
   * The end of a notice's job and its event are one transaction, so the event is there exactly once. The outbox stands
   * for a mail server: what it took is committed by itself, and a process that dies between the two hands the same
   * notice over again. So a notice may arrive twice with the same link, at most once more for each job that a killed
   * worker had in its hands, and never goes missing.
   */
  it('each delivery is stamped as notified exactly once, and its notice is never missing', async () => {
    const { rows } = await database.query<{ delivery: string; notified: number; status: string }>(
      `select d.id as delivery, d.status, (select count(*) from events e where e.delivery = d.id and e.type = 'delivery.notified') as notified
        from deliveries d`,
    );
    assert.ok(rows.length >= acknowledged.length * 2);
    for (const { delivery, notified, status } of rows) {
      assert.deepEqual([notified, status], [1, 'notified'], delivery);
    }
    assert.equal(await count('jobs where dead_at is not null'), 0);
    const mails = new Map<string, Set<string>>();
    let copies = 0;
    const outbox = await everyMail();
    for (const { to, text } of outbox) {
      const links = mails.get(to) ?? new Set();
      if (links.size > 0) copies += 1;
      mails.set(to, links.add(text.match(/\/m\/([\w-]{43})/)![1]!));
    }
    assert.equal(mails.size, rows.length);
    for (const [to, links] of mails) assert.equal(links.size, 1, `${to} has two links`);
    assert.ok(copies <= kills * 20, `${copies} notices were repeated`);
  });

  async function everyMail(): Promise<{ to: string; text: string }[]> {
    const store = outboxStore(
      database,
      (value) => sealSecret(ctx.keys, 'outbox', 'outbox', value),
      (jwe) => openSecret(ctx.keys, 'outbox', 'outbox', jwe),
    );
    return [...(await store.list(1_000_000))].filter(({ kind }) => kind === 'mail');
  }

  it('what a cut upload left behind is listed, and swept away when it is old', async () => {
    const folder = join(segl.data, 'blobs');
    const onDisk = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /^[0-9a-f]{2}\/./.test(name))
        .map((name) => name.slice(3).replaceAll('_', '/'));
    const { rows } = await database.query<{ blob: string }>('select blob from parts where blob is not null');
    const wanted = new Set(rows.map(({ blob }) => blob));
    const staged = await database.query<{ key: string }>('select key from staged_blobs');
    const listed = new Set(staged.rows.map(({ key }) => key));
    for (const key of onDisk()) assert.ok(wanted.has(key) !== listed.has(key), `nobody knows of ${key}`);
    for (const key of wanted) assert.ok(onDisk().includes(key), `${key} is missing`);
    await database.query("update staged_blobs set staged_at = now() - interval '25 hours'");
    await database.query("insert into jobs (kind) values ('sweep')");
    await until('swept', 20, async () => (await count('staged_blobs')) === 0);
    assert.deepEqual(new Set(onDisk()), wanted);
    if (existsSync(join(folder, 'incoming'))) {
      await until('tidy', 5, async () => readdirSync(join(folder, 'incoming')).length === 0);
    }
  });
});
