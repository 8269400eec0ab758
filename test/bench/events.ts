/**
 * What an event costs: the one statement of a state change with its event beside the insert of a row of that size, both run
 * by `pgbench` on the same durable PostgreSQL; and whether the log keeps up. `BENCH_SNAPSHOT_MINUTES` says for how long an old snapshot is held
 * open; 1 unless told. Alone: `node test/bench/events.ts`.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { diskLogKeys } from '../../src/backends/keys/log-keys.ts';
import type { ConnectionSettings } from '../../src/backends/postgres/connection.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { startEmbedded } from '../../src/backends/postgres/embedded.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';
import { recordEvent, recordEventSql } from '../../src/evidence/record-event.ts';
import { LogWriter } from '../../src/evidence/sequencer/log-writer.ts';
import { startSequencer } from '../../src/evidence/sequencer/start-sequencer.ts';
import { median, type Row } from './row.ts';

const pgbench = ['/usr/lib/postgresql/15/bin/pgbench', '/usr/lib/postgresql/17/bin/pgbench'].find(existsSync);
const seconds = 4;
const rounds = 3;
const perSecond = 500;
/** Bytes that a state change writes besides headers: the event, its opening, its place in the queue. */
const rowBytes = 480;

type Database = ReturnType<typeof openDatabase>;

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-events-'));
  const embedded = await startEmbedded(folder);
  try {
    await migrate(embedded.owner, 'segl');
    const database = openDatabase(embedded.runtime);
    const deliveries = await makeDeliveries(database);
    const rows: Row[] = [];
    let fastest = 0;
    for (const clients of [1, 50]) {
      const row = await stateChanges(database, embedded.owner, deliveries, clients, folder);
      fastest = Math.max(fastest, row.ours);
      rows.push(row);
    }
    const keys = diskLogKeys(join(folder, 'keys', 'log'));
    const writer = { db: database, keys, origin: 'bench.example/log', installation: randomUUID() };
    rows.push(await drained(database, writer, fastest));
    rows.push(await lag(database, writer, deliveries, 20, 'An event is in a signed checkpoint'));
    const minutes = Number(process.env.BENCH_SNAPSHOT_MINUTES ?? 1);
    const release = await holdSnapshot(embedded.owner);
    const name = `The same, with a snapshot held open for ${minutes} min`;
    rows.push(await lag(database, writer, deliveries, 60 * minutes, name));
    await release();
    await database.close();
    return rows;
  } finally {
    await embedded.stop();
    await rm(folder, { recursive: true });
  }
}

async function stateChanges(
  database: Database,
  owner: ConnectionSettings,
  deliveries: readonly string[],
  clients: number,
  folder: string,
): Promise<Row> {
  const rates: [number, number][] = [];
  const plain = `insert into plain (body) values ('${'x'.repeat(rowBytes)}');\n`;
  await asOwner(
    owner,
    'create table if not exists plain (id bigint generated always as identity primary key, body text)',
  );
  const run = (script: string) =>
    pgbench ? runPgbench(owner, script, clients, folder) : Promise.resolve(NaN);
  await run(changeScript(deliveries.length));
  for (let round = 0; round < rounds; round++) {
    // Who comes first changes: a checkpoint or a vacuum of the other's rows falls on both alike.
    const first = round % 2 === 0;
    const a = first ? await run(changeScript(deliveries.length)) : Number.NaN;
    const b = await run(plain);
    rates.push([first ? a : await run(changeScript(deliveries.length)), b]);
  }
  const ownClient = await change(database, deliveries, clients, seconds);
  return {
    name: `A state change with its event in one statement, ${clients} at once`,
    ours: Math.round(median(rates.map(([own]) => own))),
    anchor: Math.round(median(rates.map(([, anchor]) => anchor))),
    unit: 'changes/s',
    ratio: median(rates.map(([own, anchor]) => own / anchor)),
    target: 0.5,
    anchorName: 'pgbench, insert of a row of that size',
    note: pgbench
      ? `from one process of ours, over its usual 12 connections: ${Math.round(ownClient)} changes/s`
      : "pgbench is not installed: it is in Debian's postgresql package",
  };
}

/**
 * The very statement of `recordEvent` as a script of pgbench: its parameters become literals and what pgbench draws. Ids are
 * ordered by time, as ours are.
 */
function changeScript(deliveries: number): string {
  const id = `(lpad(to_hex((extract(epoch from statement_timestamp()) * 1000)::bigint), 12, '0') || '7'
    || lpad(to_hex(:drawn::bigint), 12, '0') || '0000000')`;
  const fields = { ip: '192.0.2.17', agent: browser };
  const values: Record<string, string> = {
    1: `('00000000-0000-4000-8000-' || lpad(to_hex(:delivery::bigint), 12, '0'))::uuid`,
    2: id,
    3: `'delivery.opened'`,
    4: `'recipient'`,
    5: `'opened'`,
    6: 'null',
    7: 'null',
    8: `'00000000-0000-4000-8000-000000000001'`,
    9: `'{}'`,
    10: `sha256('x')`,
    11: `sha256('y')`,
    12: `'${JSON.stringify(fields)}'`,
  };
  const text = recordEventSql.replaceAll(/\$(\d+)/g, (_, n: string) => values[n]!).replaceAll(/\s+/g, ' ');
  return `\\set drawn random(0, 281474976710655)\n\\set delivery random(1, ${deliveries})\n${text};\n`;
}

/** State changes a second through our own client, each on a delivery that nobody else has at that moment. */
async function change(
  database: Database,
  deliveries: readonly string[],
  clients: number,
  during: number,
): Promise<number> {
  let done = 0;
  const began = performance.now();
  const until = began + during * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = client; performance.now() < until; n += clients) {
        await open(database, deliveries[n % deliveries.length]!);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - began) / 1000);
}

const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const open = (database: Database, id: string) =>
  recordEvent(database, id, {
    type: 'delivery.opened',
    actor: { kind: 'recipient', id },
    personal: { ip: '192.0.2.17', agent: browser },
  });

/** Transactions a second. */
async function runPgbench(
  owner: ConnectionSettings,
  script: string,
  clients: number,
  folder: string,
): Promise<number> {
  const file = join(folder, 'script.sql');
  await writeFile(file, script);
  const where = ['-h', owner.host!, '-p', String(owner.port), '-U', owner.user!, owner.database!];
  const how = ['-n', '-M', 'prepared', '-f', file, '-T', String(seconds), '-c', String(clients), '-j', '2'];
  const { stdout } = await promisify(execFile)(pgbench!, [...how, ...where]);
  return Number(/tps = ([\d.]+)/.exec(stdout)![1]);
}

type WriterOptions = ConstructorParameters<typeof LogWriter>[0];

/** How quickly the log takes up what waits, beside how quickly it can come. */
async function drained(database: Database, options: WriterOptions, comes: number): Promise<Row> {
  const { rows } = await database.query<{ count: number }>('select count(*) as count from pending_events');
  const writer = new LogWriter(options);
  const began = performance.now();
  for (let outcome = 'more'; outcome !== 'idle';) outcome = await writer.takeBatch();
  const rate = rows[0]!.count / ((performance.now() - began) / 1000);
  return {
    name: 'Events taken up by the log',
    ours: Math.round(rate),
    anchor: comes,
    unit: 'events/s',
    ratio: rate / comes,
    target: 1,
    anchorName: 'as many as can be recorded',
  };
}

/** The longest time from an event's commit to the commit of a checkpoint that has it, at a steady rate. */
async function lag(
  database: Database,
  options: WriterOptions,
  deliveries: readonly string[],
  during: number,
  name: string,
): Promise<Row> {
  const sequencer = startSequencer(options);
  const committed = new Map<string, number>();
  const lags: number[] = [];
  const { rows } = await database.query<{ size: number }>('select size from logs');
  let seen = rows[0]!.size;
  let isOver = false;
  const watching = (async () => {
    while (!isOver || committed.size > 0) {
      const taken = await database.query<{ event: string; index: number }>(
        'select event, index from log_entries where log = 1 and index >= $1 order by index limit 5000',
        [seen],
      );
      const now = performance.now();
      for (const { event, index } of taken.rows) {
        seen = index + 1;
        const since = committed.get(event);
        if (since === undefined) continue;
        lags.push((now - since) / 1000);
        committed.delete(event);
      }
      await sleep(10);
    }
  })();
  const began = performance.now();
  const writing: Promise<void>[] = [];
  for (let n = 0; n < during * perSecond; n++) {
    const due = began + (n * 1000) / perSecond;
    if (due > performance.now() + 1) await sleep(Math.max(0, due - performance.now()));
    const recorded = open(database, deliveries[n % deliveries.length]!).then((event) => {
      if (event) committed.set(event.id, performance.now());
    });
    writing.push(recorded);
    if (writing.length >= 1_000) await Promise.all(writing.splice(0));
  }
  await Promise.all(writing);
  const rate = (during * perSecond) / ((performance.now() - began) / 1000);
  isOver = true;
  await watching;
  await sequencer.stop();
  lags.sort((a, b) => a - b);
  const longest = lags.at(-1)!;
  const half = lags[lags.length >> 1]!;
  const late = lags[Math.floor(lags.length * 0.99)]!;
  return {
    name,
    ours: longest,
    anchor: 1,
    unit: 's',
    ratio: 1 / longest,
    target: 1,
    anchorName: 'what is promised',
    note: `at ${Math.round(rate)} events/s; median ${half.toFixed(3)} s, 99 of 100 within ${late.toFixed(3)} s`,
  };
}

async function makeDeliveries(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `with unit as (
        insert into units (id, name, outward_name) values (gen_random_uuid(), 'u', 'u') returning id
      ), message as (
        insert into messages (id, unit_id, person_id, system_id, sender_address)
        select gen_random_uuid(), unit.id, null, gen_random_uuid(), 'a@example.dk' from unit returning id
      )
      insert into deliveries (message_id, expires_at, id, email, language, reference, status, seq, position)
      select message.id, now() + interval '30 days',
        ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'ana' || n || '@example.com', 'en', 'r' || n,
        'notified', 0, n
      from message, generate_series(1, 2000) n returning id`,
  );
  return rows.map(({ id }) => id);
}

async function asOwner(owner: ConnectionSettings, sql: string): Promise<void> {
  const client = new Client(owner);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Opens a transaction that sees the database of now, so that vacuum may remove nothing that ends later. */
async function holdSnapshot(settings: ConnectionSettings): Promise<() => Promise<void>> {
  const client = new Client(settings);
  await client.connect();
  await client.query('begin isolation level repeatable read');
  await client.query('select count(*) from pending_events');
  return () => client.end();
}

if (import.meta.main) {
  const rows = await bench();
  console.table(rows);
}
