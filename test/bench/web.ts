import { randomBytes } from 'node:crypto';
import autocannon from 'autocannon';
import { median, type Row } from './row.ts';
import { type BenchServer, startExpress, startProduct } from './web-servers.ts';

const connections = 50;
const rounds = 3;
const seconds = 5;
const token = randomBytes(24).toString('hex');

interface Shot {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Requests a second over kept connections, each with a request of its own. */
async function rate(server: BenchServer, shots: readonly Shot[], expected: string): Promise<number> {
  let next = 0;
  const result = await autocannon({
    url: server.url.replace('localhost', '127.0.0.1'),
    connections,
    duration: seconds,
    verifyBody: (body: unknown) => String(body).includes(expected),
    setupClient(client) {
      const shot = shots[next++ % shots.length]!;
      client.setRequests([{ ...shot, headers: { host: new URL(server.url).host, ...shot.headers } }]);
    },
  });
  if (result.mismatches > 0 || result.non2xx > 0 || result.errors > 0) {
    const { mismatches, non2xx, errors } = result;
    throw new Error(`wrong answers: ${JSON.stringify({ mismatches, non2xx, errors })}`);
  }
  return result.requests.average;
}

const message = (n: number) => ({
  from: 'bench@example.dk',
  to: [{ email: `r${n}@example.com`, phone: `+4520${String(100_000 + n)}`, language: 'en' }],
  subject: 'A benchmark',
  text: 'Dear reader,\n\nthis is what a letter looks like.\n'.repeat(20),
});

/** Sends a message, follows its notice, and gives the request that reads it within a session. */
async function opened({ url }: BenchServer, n: number): Promise<Shot> {
  const created = await fetch(`${url}/api/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(message(n)),
  });
  if (created.status !== 201) throw new Error(await created.text());
  const { to } = message(n);
  const path = (await found(url, (entry) => entry.to === to[0]!.email)).match(/\/m\/[\w-]{43}/)![0];
  const form = { method: 'POST', redirect: 'manual' as const };
  await fetch(`${url}${path}/codes`, { ...form, body: new URLSearchParams({ via: 'sms' }) });
  const code = (await found(url, (entry) => entry.to === to[0]!.phone)).match(/\d{6}/)![0];
  const answer = await fetch(`${url}${path}/openings`, { ...form, body: new URLSearchParams({ code }) });
  const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
  return { method: 'GET', path, headers: { cookie } };
}

async function found(url: string, fits: (entry: { to: string }) => boolean): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const entries = (await (await fetch(`${url}/outbox.json`)).json()) as { to: string; text: string }[];
    const entry = entries.find(fits);
    if (entry) return entry.text;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the outbox stayed empty');
}

const page: Shot[] = [{ method: 'GET', path: '/', headers: {} }];
const creators: Shot[] = Array.from({ length: connections }, (_, n) => ({
  method: 'POST',
  path: '/api/v1/messages',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify(message(1000 + n)),
}));
const read = 'what a letter looks like';
const created = '"status":"sent"';

/** Pairs of our rate and bare Express's, taken in turn, after a warm-up in which both have compiled what is hot. */
async function paired(
  express: BenchServer,
  product: BenchServer,
  shots: readonly Shot[],
  expected: string,
): Promise<number[][]> {
  for (let round = 0; round < 3; round += 1) await rate(product, shots, expected);
  await rate(express, page, 'xxx');
  const runs: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    runs.push([await rate(product, shots, expected), await rate(express, page, 'xxx')]);
  }
  return runs;
}

/** Reading and creating, against what bare Express answers in the same minute on the same machine. */
export async function bench(): Promise<Row[]> {
  const express = await startExpress(6000);
  const rows: Row[] = [];
  try {
    const whole = await startProduct(token);
    try {
      const idle = await idleMegabytes(whole.pid);
      const readers: Shot[] = [];
      for (let n = 0; n < connections; n += 1) readers.push(await opened(whole, n));
      rows.push(row('Reading an opened message', await paired(express, whole, readers, read), 0.1));
      const together = await paired(express, whole, creators, created);
      rows.push(row('Creating through REST, notices worked off by the same process', together, null));
      rows.push({
        name: 'Idle memory of the process',
        ours: idle,
        anchor: 150,
        unit: 'MB',
        ratio: 150 / idle,
        target: 1,
        anchorName: '150 MB',
      });
    } finally {
      await whole.stop();
    }
    const door = await startProduct(token, 'web');
    try {
      rows.push(
        row('Creating through REST (role web)', await paired(express, door, creators, created), 0.08),
      );
    } finally {
      await door.stop();
    }
  } finally {
    await express.stop();
  }
  return rows;
}

function row(name: string, runs: readonly number[][], target: number | null): Row {
  return {
    name,
    ours: median(runs.map(([ours]) => ours!)),
    anchor: median(runs.map(([, anchor]) => anchor!)),
    unit: 'requests/s',
    ratio: median(runs.map(([ours, anchor]) => ours! / anchor!)),
    target,
    anchorName: 'bare Express',
    note: `${connections} kept connections; each answer after a durable commit`,
  };
}

async function idleMegabytes(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)![1]) / 1000;
}

if (import.meta.main) console.table(await bench());
