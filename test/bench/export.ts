/**
 * The export of a million events as gzipped CSV, over HTTP as a system asks for it, beside `psql \copy` of the same query
 * through `gzip -1`, in turn on the same database. Alone: `node test/bench/export.ts`.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/backends/postgres/embedded.ts';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { withLiterals } from '../../src/backends/postgres/copy-out.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';
import { copyOfRows } from '../../src/desk/exports/evidence-rows.ts';
import { loadEvidence } from '../support/evidence-load.ts';
import type { TestDatabase } from '../support/database.ts';
import { median, type Row } from './row.ts';

const messages = Number(process.env.BENCH_EXPORT_MESSAGES ?? 157_000);
const rounds = 3;
const psql = ['/usr/lib/postgresql/15/bin/psql', '/usr/bin/psql'].find((path) => existsSync(path));
const token = 'bench-bench-bench-bench-bench-bench';

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-export-'));
  const embedded = await startEmbedded(folder);
  let server: ChildProcess | undefined;
  try {
    await migrate(embedded.owner, 'segl');
    const owner = openDatabase(embedded.owner, { connections: 1, statementTimeout: 1_800_000 });
    await loadEvidence({ owner } as TestDatabase, { messages, every: 200, events: 'all' });
    const { rows } = await owner.query<{ size: number }>('select size from logs where id = 1');
    const size = rows[0]!.size;
    await owner.close();
    const { host, user, database } = embedded.runtime as { host: string; user: string; database: string };
    const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
    const started = await startServer(url);
    server = started.child;
    const query = copyOfRows(
      { terms: {}, units: null, format: 'csv', timeZone: 'Europe/Copenhagen' },
      { log: 1, from: 0, to: size },
    );
    const sql = withLiterals(query.text, query.values);
    const pairs: [number, number][] = [];
    for (let round = 0; round < rounds; round += 1) {
      const theirs = round % 2 === 1 ? await runPsql(sql, { host, user, database }) : Number.NaN;
      const ours = await download(started.port);
      pairs.push([ours, round % 2 === 1 ? theirs : await runPsql(sql, { host, user, database })]);
    }
    const peak = await askPeak(server);
    return [
      {
        name: `Export of ${size} events as gzipped CSV`,
        ours: median(pairs.map(([ours]) => size / ours)),
        anchor: median(pairs.map(([, theirs]) => size / theirs)),
        unit: 'events/s',
        ratio: median(pairs.map(([ours, theirs]) => theirs / ours)),
        target: 0.9,
        anchorName: 'psql \\copy | gzip -1',
        note: `largest resident memory of the server: ${peak} MB${psql ? '' : '; psql is not installed'}`,
      },
    ];
  } finally {
    server?.kill();
    await embedded.stop();
    await rm(folder, { recursive: true });
  }
}

async function startServer(url: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(join(import.meta.dirname, 'export-server.ts'), [url, token]);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve((told as { port: number }).port));
    child.once('exit', () => reject(new Error('The server of the bench did not start')));
  });
  return { child, port };
}

const askPeak = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('message', (told) => resolve((told as { peak: number }).peak));
    child.send('peak');
  });

/** Seconds for the whole export. */
function download(port: number): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' };
    const asked = request({ port, host: '127.0.0.1', path: '/api/v1/evidence', headers }, (response) => {
      response.on('data', () => undefined);
      response.on('error', reject);
      response.on('end', () =>
        response.statusCode === 200
          ? resolve((performance.now() - start) / 1000)
          : reject(new Error(`The export was answered ${response.statusCode}`)),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function runPsql(
  sql: string,
  { host, user, database }: { host: string; user: string; database: string },
): Promise<number> {
  if (!psql) return Number.NaN;
  const start = performance.now();
  const line = sql.replace(/\s*\n\s*/g, ' ').replace(/^copy/, '\\copy');
  const script = `"$0" -qX -h "$1" -U "$2" -d "$3" | gzip -1 | cat > /dev/null`;
  const child = spawn('bash', ['-o', 'pipefail', '-c', script, psql, host, user, database], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.end(`${line}\n`);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`psql ended with ${code}`);
  return (performance.now() - start) / 1000;
}

if (import.meta.main) console.table(await bench());
