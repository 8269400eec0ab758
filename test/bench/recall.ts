/**
 * What a recall costs: of a message to 1,000 beside as many plain updates of the same table; and how long a byte of 200
 * running downloads leaves after it, at two processes on one database. Alone: `node test/bench/recall.ts`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '../../src/backends/postgres/embedded.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';
import { freePort } from '../support/app.ts';
import { median, type Row } from './row.ts';

const recipients = 1_000;
const rounds = 5;
const downloads = 200;
const fileBytes = 40_000_000;
const token = randomBytes(24).toString('hex');
const root = new URL('../../', import.meta.url).pathname;

type Database = ReturnType<typeof openDatabase>;

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-recall-'));
  const embedded = await startEmbedded(join(folder, 'postgres'));
  const processes: ChildProcess[] = [];
  try {
    await migrate(embedded.owner, 'segl');
    const { host, user, database } = embedded.runtime as { host: string; user: string; database: string };
    const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
    const db = openDatabase(embedded.owner);
    const urls: string[] = [];
    for (const roles of ['web,worker', 'web']) {
      const started = await startProcess(url, join(folder, 'data'), roles);
      processes.push(started.child);
      urls.push(started.url);
    }
    const rows = [await recallOfMany(db, urls[0]!), await lastByte(db, urls)];
    await db.close();
    return rows;
  } finally {
    await Promise.all(processes.map(end));
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function recallOfMany(db: Database, url: string): Promise<Row> {
  const [recalls, updates]: [number[], number[]] = [[], []];
  // One more at the beginning, that warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const [recalled, plain] = [await send(url, recipients), await send(url, recipients)];
    const { rows } = await db.query<{ id: string }>('select id from deliveries where message_id = $1', [
      plain.id,
    ]);
    const update = async () => {
      const began = performance.now();
      await db.transaction(async (tx) => {
        for (const { id } of rows) {
          await tx.query({
            name: 'plain-update',
            text: `update deliveries set status = 'recalled', seq = seq + 1 where id = $1`,
            values: [id],
          });
        }
      });
      return performance.now() - began;
    };
    const recall = async () => {
      const began = performance.now();
      await recallBy(url, recalled.id);
      return performance.now() - began;
    };
    const first = round % 2 === 0 ? await recall() : Number.NaN;
    const theirs = await update();
    const ours = round % 2 === 0 ? first : await recall();
    if (round === 0) continue;
    recalls.push(ours);
    updates.push(theirs);
  }
  return {
    name: `Recall of a message to ${recipients}, by REST, with its verdicts`,
    ours: median(recalls),
    anchor: median(updates),
    unit: 'ms',
    ratio: median(recalls.map((ours, index) => updates[index]! / ours)),
    target: 1 / 3,
    anchorName: `${recipients} plain updates in one transaction`,
  };
}

async function lastByte(db: Database, urls: readonly string[]): Promise<Row> {
  const file = Buffer.alloc(fileBytes, 'x').toString('base64');
  const times: number[] = [];
  let late = 0;
  for (let round = 0; round < 3; round += 1) {
    const { id, path, cookies } = await opened(db, urls, file, round);
    const readers = slowReaders(
      Array.from({ length: downloads }, (_, n) => {
        const { host, port } = new URL(urls[n % urls.length]!);
        return { host, port: Number(port), path, cookie: cookies[n % urls.length]! };
      }),
    );
    await readers.running;
    const asked = Date.now();
    await recallBy(urls[0]!, id);
    const { last, whole } = await readers.ended;
    late += whole;
    times.push(Math.max(1, last * 1_000 - asked));
  }
  const worst = Math.max(...times);
  return {
    name: `From asking for the recall to the last byte of ${downloads} running downloads`,
    ours: worst,
    anchor: 1_000,
    unit: 'ms',
    ratio: 1_000 / worst,
    target: 1,
    anchorName: 'what is promised',
    note: `the longest of 3 rounds, two processes; each reader takes up to 64 kB ten times a second; ${late} came to their end`,
  };
}

interface Answer {
  readonly id: string;
}

async function call(url: string, path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const send = (url: string, count: number, more: object = {}) =>
  call(url, '/messages', {
    from: 'bench@example.dk',
    to: Array.from({ length: count }, (_, n) => ({
      email: `r${n}@example.com`,
      phone: `+45201${String(10_000 + n)}`,
      language: 'en',
    })),
    subject: 'A benchmark',
    text: 'Dear reader',
    // Their notices wait, so that the worker has nothing to do meanwhile.
    undoMinutes: 15,
    ...more,
  });

const recallBy = (url: string, id: string) =>
  call(url, `/messages/${id}/recalls`, { reason: 'wrong_recipient' });

/** A message with a large file, opened at each process. */
async function opened(db: Database, urls: readonly string[], content: string, round: number) {
  const [email, phone] = [`reader${round}@example.com`, `+452019000${round}`];
  const { id } = await send(urls[0]!, 0, {
    to: [{ email, phone, language: 'en' }],
    undoMinutes: 0,
    attachments: [{ filename: 'a.bin', contentType: 'application/octet-stream', content }],
  });
  const link = (await found(urls[0]!, 'mail', email)).match(/\/m\/[\w-]{43}/)![0];
  const cookies: string[] = [];
  let file = '';
  for (const url of urls) {
    const form = { method: 'POST', redirect: 'manual' as const };
    await fetch(`${url}${link}/codes`, { ...form, body: new URLSearchParams({ via: 'sms' }) });
    const code = (await found(urls[0]!, 'sms', phone)).match(/\d{6}/)![0];
    const answer = await fetch(`${url}${link}/openings`, { ...form, body: new URLSearchParams({ code }) });
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    cookies.push(cookie);
    const page = await (await fetch(`${url}${link}`, { headers: { cookie } })).text();
    file = page.match(/\/attachments\/([\w-]+)/)![1]!;
    await db.query('delete from outbox');
  }
  return { id, path: `${link}/attachments/${file}`, cookies };
}

async function found(url: string, kind: string, to: string): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const entries = (await (await fetch(`${url}/outbox.json`)).json()) as {
      kind: string;
      to: string;
      text: string;
    }[];
    const entry = entries.find((each) => each.kind === kind && each.to === to);
    if (entry) return entry.text;
    await sleep(25);
  }
  throw new Error('the outbox stayed empty');
}

interface Download {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly cookie: string;
}

function slowReaders(targets: readonly Download[]) {
  const child = spawn('python3', [join(root, 'test/bench/slow_readers.py'), String(fileBytes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${JSON.stringify(targets)}\n`);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the readers ended early');
    return value as string;
  };
  const running = next();
  const ended = running.then(async () => JSON.parse(await next()) as { last: number; whole: number });
  return { running, ended };
}

async function startProcess(database: string, data: string, roles: string) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(root, 'bin/segl.js'), 'start'], {
    env: {
      PATH: process.env.PATH,
      SEGL_URL: url,
      SEGL_HTTP: `127.0.0.1:${port}`,
      SEGL_DATA: data,
      SEGL_DATABASE: database,
      SEGL_BOOTSTRAP_TOKEN: token,
      SEGL_ROLES: roles,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return { child, url };
    await sleep(50);
  }
  throw new Error(`${url} did not answer within 30 s`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

if (import.meta.main) console.table(await bench());
