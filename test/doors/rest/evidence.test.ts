import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { commitmentOf } from '../../../src/evidence/commitment.ts';
import { columns } from '../../../src/desk/exports/columns.ts';
import { unsafeCell } from '../../../src/desk/exports/safe-cell.ts';
import { recordPlainEvent } from '../../../src/evidence/record-plain-event.ts';
import { eventTypes } from '../../../src/message/event-types.ts';
import { readStrictCsv, takeUp } from '../../desk/exports/support.ts';
import { withDatabases } from '../../support/database.ts';
import { openRest, type Rest, until } from './support/rest.ts';

type Row = Record<(typeof columns)[number], string>;

withDatabases('The evidence, exported over REST,', (db) => {
  let rest: Rest;
  before(async () => {
    rest = await openRest(db);
    await rest.send({
      from: 'lea@fredericia.example',
      to: [{ email: 'ana@example.com', phone: '+4520123456' }],
    });
    await rest.send({
      from: '=cmd@fredericia.example',
      to: [{ email: '+bo@example.com', phone: '+4520123457' }],
    });
    await rest.send({
      from: 'lea@fredericia.example',
      to: [
        { email: 'a_a@example.com', phone: '+4520123458' },
        { email: 'axa@example.com', phone: '+4520123459' },
      ],
    });
    for (const word of hostile) {
      await recordPlainEvent(rest.ctx.db, {
        type: 'policy.changed',
        actor: { kind: 'staff', id: rest.system },
        personal: { before: null, after: word },
      });
    }
    await takeUp(rest);
  });
  after(() => rest.close());

  const hostile = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    "'=1",
    '"=1',
    ',=1',
    ';=1',
    ';;"  =1',
    '|@x',
    'a\r\nb',
    '＝1',
    '"',
    'æøå €',
    "a,'=1",
    "x; ''=2",
  ];

  const get = (query = '', headers: Record<string, string> = {}) =>
    fetch(`${rest.url}/evidence${query}`, {
      headers: { authorization: `Bearer ${rest.admin}`, 'accept-encoding': 'identity', ...headers },
    });

  async function rows(query = '', delimiter = ','): Promise<Row[]> {
    const response = await get(query);
    assert.equal(response.status, 200, await response.clone().text());
    const [head, ...records] = readStrictCsv((await response.text()).replace(/^\ufeff/, ''), delimiter);
    assert.deepEqual(head, columns);
    return records.map((record) => Object.fromEntries(columns.map((name, at) => [name, record[at]!])) as Row);
  }

  test('is the log, entry by entry', async () => {
    const { rows: entries } = await db.database.query<{ index: number; entry: Buffer }>(
      'select index, entry from log_entries order by index',
    );
    const exported = await rows();
    assert.equal(exported.length, entries.length);
    for (const [at, row] of exported.entries()) {
      const entry = JSON.parse(entries[at]!.entry.toString());
      assert.equal(row.index, String(at));
      assert.equal(row.event, entry.id);
      assert.equal(row.at, entry.at);
      assert.equal(row.type, entry.type);
      assert.equal(row.uri, eventTypes[entry.type as keyof typeof eventTypes].uri);
      assert.equal(row.message, entry.message ?? '');
      assert.equal(row.delivery, entry.delivery ?? '');
      assert.equal(row.seq, String(entry.seq ?? ''));
      assert.deepEqual([row.actor, row.actor_id], [entry.actor.kind, entry.actor.id]);
      assert.deepEqual(JSON.parse(unsafeCell(row.details)), entry.details);
      assert.equal(row.opening, entry.commitment ? 'disclosed' : 'none');
      if (!entry.commitment) continue;
      assert.equal(Buffer.from(row.commitment, 'hex').toString('base64'), entry.commitment);
      const fields = JSON.parse(unsafeCell(row.fields));
      assert.equal(commitmentOf(Buffer.from(row.k, 'hex'), fields).toString('hex'), row.commitment);
    }
  });

  test('has no cell that a spreadsheet takes for a formula, and gives each text back', async () => {
    for (const [query, delimiter] of [
      ['', ','],
      ['?delimiter=;', ';'],
      ['?delimiter=tab', '\t'],
      ['?delimiter=|', '|'],
      ['?format=excel', ';'],
    ] as const) {
      const exported = await rows(query, delimiter);
      for (const row of exported) {
        for (const cell of Object.values(row)) {
          assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/, query);
          assert.doesNotMatch(cell, /[,;|\t\r\n][" ]*[=+\-@＝＋－＠]/, query);
        }
      }
      const words = exported
        .filter(({ type, fields }) => type === 'policy.changed' && fields)
        .map(({ fields }) => JSON.parse(unsafeCell(fields)).after);
      assert.deepEqual(words, hostile);
      assert.ok(exported.some(({ sender }) => unsafeCell(sender) === '=cmd@fredericia.example'));
      assert.ok(exported.some(({ recipient }) => unsafeCell(recipient) === '+bo@example.com'));
    }
    const excel = Buffer.from(await (await get('?format=excel')).arrayBuffer());
    assert.equal(excel.subarray(0, 3).toString('hex'), 'efbbbf');
  });

  test('says the same as JSON Lines, each line with its entry as it was signed', async () => {
    const csv = await rows();
    const text = await (await get('?format=jsonl')).text();
    assert.ok(text.endsWith('\n'));
    const lines = text
      .slice(0, -1)
      .split('\n')
      .map((line) => JSON.parse(line));
    // Each export is an event itself, and none of them is in the log yet.
    assert.equal(lines.length, csv.length);
    for (const [at, line] of lines.entries()) {
      const row = csv[at]!;
      assert.deepEqual(
        [line.index, line.event, line.at, line.type, line.uri, line.seq ?? ''],
        [Number(row.index), row.event, row.at, row.type, row.uri, row.seq && Number(row.seq)],
      );
      assert.equal(line.sender ?? '', unsafeCell(row.sender));
      assert.equal(line.recipient ?? '', unsafeCell(row.recipient));
      const entry = JSON.parse(line.entry);
      assert.equal(entry.id, line.event);
      assert.deepEqual(entry.details, line.details);
      if (entry.commitment) {
        const { k, fields } = line.opening;
        assert.equal(commitmentOf(Buffer.from(k, 'base64'), fields).toString('base64'), entry.commitment);
      } else assert.equal(line.opening, null);
    }
  });

  test('is narrowed to a period, an address, a type and a message', async () => {
    const all = await rows();
    const message = all.find(({ type }) => type === 'message.accepted')!.message;
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const past = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const cases: [query: string, fits: (row: Row) => boolean][] = [
      [`?from=${past}&to=${day}`, () => true],
      [`?from=${day}`, () => false],
      ['?to=2020-02-29', () => false],
      ['?from=9999-12-31', () => false],
      [`?from=${all[3]!.at}&to=${all[6]!.at}`, ({ at }) => at >= all[3]!.at && at < all[6]!.at],
      ['?type=delivery.available', ({ type }) => type === 'delivery.available'],
      ['?sender=LEA@fredericia.example', ({ sender }) => sender === 'lea@fredericia.example'],
      ['?sender=lea*', ({ sender }) => sender === 'lea@fredericia.example'],
      ['?sender=ea*', () => false],
      ['?recipient=a_a@example.com', ({ recipient }) => recipient === 'a_a@example.com'],
      ['?recipient=a_*', ({ recipient }) => recipient === 'a_a@example.com'],
      ['?recipient=%25*', () => false],
      [
        '?recipient=a*&type=delivery.available',
        ({ recipient, type }) => recipient.startsWith('a') && type === 'delivery.available',
      ],
      [`?message=${message}`, (row) => row.message === message],
    ];
    for (const [query, fits] of cases) {
      const found = await rows(query);
      assert.deepEqual(found, all.filter(fits), query);
    }
  });

  test('goes on after any of its lines, without one twice or missing', async () => {
    const whole = await get();
    const size = whole.headers.get('segl-log-size');
    const text = await whole.text();
    const lines = text.split('\r\n');
    for (const at of [0, 1, 7, lines.length - 3]) {
      const rest = await (await get(`?after=${at}&before=${size}`)).text();
      assert.equal(`${lines.slice(0, at + 2).join('\r\n')}\r\n${rest}`, text);
    }
    assert.equal(await (await get(`?after=${Number(size) - 1}&before=${size}`)).text(), '');
    assert.equal(await (await get('?after=999999999999')).text(), '');
  });

  test('is compressed for who takes that', async () => {
    const plain = await (await get()).text();
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      const asked = request(`${rest.url}/evidence`, {
        headers: { authorization: `Bearer ${rest.admin}`, 'accept-encoding': 'gzip' },
      });
      asked.on('response', (response) => {
        assert.equal(response.headers['content-encoding'], 'gzip');
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks)));
        response.on('error', reject);
      });
      asked.on('error', reject);
      asked.end();
    });
    assert.equal(gunzipSync(bytes).toString(), plain);
  });

  test('refuses what is no day, type, address or delimiter, and records nothing then', async () => {
    const counted = async () =>
      (await db.database.query("select from events where type = 'export.made'")).count;
    const had = await counted();
    const bad = [
      'from=2026-02-30',
      'to=2026-13-01',
      'from=yesterday',
      'from=2026-02-28T25:00:00Z',
      'from=2026-03-02&to=2026-03-01',
      'from=0000-00-00',
      'from=2026-02-30T10:00:00Z',
      'type=delivery.vanished',
      'type=',
      'delimiter=a',
      'delimiter=%22',
      'delimiter=%0A',
      'delimiter=,,',
      'delimiter=%00',
      'sender=*',
      'sender=a*b@example.com',
      `sender=${'a'.repeat(400)}`,
      'recipient=a%00',
      'recipient=a%0Ab',
      'recipient=%20',
      'message=1',
      'after=-1',
      'after=1.5',
      'after=99999999999999999999',
      'before=x',
      'format=xml',
      'status=opened',
      'unknown=1',
    ].filter((query) => !['recipient=%20', 'type='].includes(query));
    for (const query of bad) {
      const response = await get(`?${query}`);
      assert.equal(response.status, 422, `${query}: ${await response.clone().text()}`);
      assert.equal(((await response.json()) as { code: string }).code, 'invalid', query);
    }
    assert.equal(await counted(), had);
  });

  test('is itself evidence, which names no address', async () => {
    await get('?recipient=ana@example.com&format=jsonl');
    const { rows: made } = await db.database.query<{
      details: unknown;
      fields: unknown;
      actor: string;
      actor_id: string;
    }>(
      `select e.details, f.fields, e.actor, e.actor_id from events e join event_fields f on f.event = e.id
        where e.type = 'export.made' order by e.id desc limit 1`,
    );
    const size = (await db.database.query<{ size: number }>('select size from logs')).rows[0]!.size;
    assert.deepEqual(made[0]!.details, { via: 'api', log: 1, from: 0, size, format: 'jsonl' });
    assert.deepEqual(made[0]!.fields, { terms: { recipient: 'ana@example.com' }, units: null });
    assert.equal(made[0]!.actor, 'system');
  });

  test('shows what was erased as erased', async () => {
    const all = await rows();
    const victim = all.find(({ type }) => type === 'delivery.available')!;
    await db.database.query('delete from event_fields where event = $1', [victim.event]);
    const again = (await rows()).find(({ event }) => event === victim.event)!;
    assert.deepEqual(
      [again.opening, again.fields, again.k, again.commitment],
      ['erased', '', '', victim.commitment],
    );
    const line = (await (await get('?format=jsonl')).text())
      .split('\n')
      .map((each) => each && JSON.parse(each))
      .find(({ event }) => event === victim.event);
    assert.equal(line.opening, 'erased');
  });

  test('breaks off where the database goes away, and never ends as if it were whole', async () => {
    await addEntries(60_000);
    const server = await readWhile(rest, async () => {
      await db.database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where state = 'active' and query like 'copy (%' and datname = current_database() and pid <> pg_backend_pid()",
      );
    });
    assert.equal(server.complete, false);
    assert.ok(server.bytes > 0);
  });

  test('stops asking the database when its reader is gone, also one that had read slowly', async () => {
    const copying = async () =>
      (
        await db.database.query(
          "select from pg_stat_activity where state = 'active' and query like 'copy (%' and datname = current_database() and pid <> pg_backend_pid()",
        )
      ).count;
    const asked = request(`${rest.url}/evidence`, { headers: { authorization: `Bearer ${rest.admin}` } });
    asked.on('error', () => undefined);
    asked.end();
    await new Promise<void>((resolve) =>
      asked.once('response', (response) => response.once('readable', resolve)),
    );
    asked.destroy();
    await until('no copy runs', async () => (await copying()) === 0);
    assert.equal(rest.failures.length, 0);
  });

  test('takes no more at once than a few', async () => {
    const open = await Promise.all(
      Array.from({ length: 5 }, () => {
        const asked = request(`${rest.url}/evidence`, { headers: { authorization: `Bearer ${rest.admin}` } });
        asked.on('error', () => undefined);
        asked.end();
        return new Promise<{ status: number; end(): void }>((resolve) =>
          asked.once('response', (response) =>
            resolve({ status: response.statusCode!, end: () => asked.destroy() }),
          ),
        );
      }),
    );
    const statuses = open.map(({ status }) => status).sort();
    for (const each of open) each.end();
    assert.deepEqual(statuses, [200, 200, 200, 503, 503]);
    await until('others may again', async () => {
      const response = await get('?message=0197a3c2-7b1e-7c3a-9f00-000000000001');
      await response.text();
      return response.status === 200;
    });
  });

  /** Entries whose events are as large as they may be in practice, so that no buffer holds them all. */
  async function addEntries(count: number): Promise<void> {
    await db.owner.query(
      `with made as (insert into events (id, v, type, actor, actor_id, details, commitment)
          select gen_random_uuid(), 1, 'policy.changed', 'staff', gen_random_uuid(), jsonb_build_object('n', n, 'x', repeat('x', 1000)), null
          from generate_series(1, $1::int) n returning id),
        size as (select size from logs where id = 1)
        insert into log_entries (log, index, event, entry, leaf)
          select 1, size.size + row_number() over () - 1, id, $2::bytea, $2::bytea from made, size`,
      [count, randomBytes(16)],
    );
    await db.owner.query('update logs set size = (select count(*) from log_entries) where id = 1');
  }
});

/** Does something again and again from the first bytes of an export on, until it ends: whether it ended well. */
function readWhile(rest: Rest, act: () => Promise<void>): Promise<{ complete: boolean; bytes: number }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${rest.url}/evidence`, { headers: { authorization: `Bearer ${rest.admin}` } });
    asked.on('error', reject);
    asked.on('response', (response) => {
      let bytes = 0;
      let ended = false;
      response.on('error', () => undefined);
      response.on('close', () => {
        ended = true;
        resolve({ complete: response.complete, bytes });
      });
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      void (async () => {
        while (!ended) await act();
      })();
    });
    asked.end();
  });
}
