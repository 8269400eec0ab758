import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/backends/postgres/database.ts';
import { startEmbedded } from '../../src/backends/postgres/embedded.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';
import type { Database } from '../../src/evidence/ports.ts';
import { loadDeliveries } from '../support/delivery-load.ts';
import { median, type Row } from './row.ts';

const deliveries = Number(process.env.BENCH_DELIVERIES ?? 1_000_000);
const rounds = 3;
const psql = ['/usr/lib/postgresql/15/bin/psql', '/usr/bin/psql'].find((path) => existsSync(path));

export interface Pass {
  readonly name: string;
  /** Goes over all deliveries once, as the product does. */
  readonly run: (db: Database) => Promise<void>;
  /** The tables whose rows the pass reads, and that `COPY` writes out beside it. */
  readonly tables: readonly string[];
}

/** A pass over a million deliveries beside `COPY` of the same rows, in turn on the same database. */
export async function benchPass({ name, run, tables }: Pass): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segl-pass-'));
  const embedded = await startEmbedded(folder);
  try {
    await migrate(embedded.owner, 'segl');
    const owner = openDatabase(embedded.owner, { connections: 1, statementTimeout: 1_800_000 });
    await loadDeliveries({ owner }, deliveries);
    await owner.close();
    const database = openDatabase(embedded.runtime);
    const { host, user, database: called } = embedded.runtime as Record<'host' | 'user' | 'database', string>;
    const copy = () => copyOut(tables, ['-h', host, '-U', user, '-d', called]);
    const pairs: [number, number][] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = round % 2 === 1 ? await copy() : Number.NaN;
      const start = performance.now();
      await run(database);
      const ours = (performance.now() - start) / 1000;
      pairs.push([ours, round % 2 === 1 ? before : await copy()]);
    }
    await database.close();
    return [
      {
        name: `${name} of ${deliveries} deliveries`,
        ours: median(pairs.map(([ours]) => ours)),
        anchor: median(pairs.map(([, theirs]) => theirs)),
        unit: 's',
        ratio: median(pairs.map(([ours, theirs]) => theirs / ours)),
        target: 0.2,
        anchorName: `psql COPY ${tables.join(', ')} TO STDOUT`,
        ...(psql ? {} : { note: 'psql is not installed' }),
      },
    ];
  } finally {
    await embedded.stop();
    await rm(folder, { recursive: true });
  }
}

async function copyOut(tables: readonly string[], to: readonly string[]): Promise<number> {
  if (!psql) return Number.NaN;
  const start = performance.now();
  const child: ChildProcess = spawn(psql, ['-qX', ...to], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin!.end(tables.map((table) => `copy ${table} to stdout;\n`).join(''));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`psql ended with ${String(code)}`);
  return (performance.now() - start) / 1000;
}
