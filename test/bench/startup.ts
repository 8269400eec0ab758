/**
 * From the start command to ready, beside `initdb` and the start of the same PostgreSQL alone (empty folder), and
 * beside its start with a bare express server (used folder). The product is whatever command is given; it is ready
 * when `/readyz` answers 200. Alone: `node test/bench/startup.ts`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Account, accountFor } from '../../src/backends/postgres/embedded/account.ts';
import { findBinaries } from '../../src/backends/postgres/embedded/binaries.ts';
import { median, type Row } from './row.ts';

const rounds = 5;
const root = fileURLToPath(new URL('../..', import.meta.url));
const bareServer = `
  const app = require('express')();
  app.get('/readyz', (request, response) => response.end());
  app.listen(process.env.PORT, '127.0.0.1');`;

/** What to start: `SEGL_DATA`, `SEGL_HTTP` and `SEGL_SMTP` are given to it in the environment. */
export interface StartCommand {
  readonly program: string;
  readonly args: readonly string[];
}

const product: StartCommand = { program: process.execPath, args: [join(root, 'bin/segl.js'), 'start'] };

export async function bench(command: StartCommand = product): Promise<Row[]> {
  const empty: Pair[] = [];
  const used: Pair[] = [];
  const idle: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'segl-startup-'));
    try {
      const data = join(folder, 'data');
      const alone = new Alone(folder);
      empty.push({
        anchor: alone.initialise() + (await alone.start()),
        ours: (await startProduct(command, data)).ms,
      });
      const second = await startProduct(command, data, 3_000);
      idle.push(second.memoryMiB);
      used.push({ anchor: (await alone.start()) + (await startBareServer()), ours: second.ms });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const memory = median(idle);
  return [
    // Targets are times at most, so that ratios turn round: anchor ÷ ours.
    row('Ready on an empty folder', empty, 1 / 2, 'initdb and start of PostgreSQL alone'),
    row('Ready on a used folder', used, 1 / 2.5, 'start of PostgreSQL alone and of bare express'),
    {
      name: 'Idle memory of the process, 3 s after it was ready',
      ours: memory,
      anchor: 150,
      unit: 'MiB',
      ratio: 150 / memory,
      target: 1,
      anchorName: 'allowed',
    },
  ];
}

interface Pair {
  readonly ours: number;
  readonly anchor: number;
}

const row = (name: string, pairs: readonly Pair[], target: number, anchorName: string): Row => ({
  name,
  ours: Math.round(median(pairs.map(({ ours }) => ours))),
  anchor: Math.round(median(pairs.map(({ anchor }) => anchor))),
  unit: 'ms',
  ratio: median(pairs.map(({ ours, anchor }) => anchor / ours)),
  target,
  anchorName,
});

/** The same PostgreSQL programs, with nothing around them. */
class Alone {
  readonly #account: Account | undefined;
  readonly #binaries: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, 'alone');
    mkdirSync(this.#folder);
    this.#account = accountFor(folder, this.#folder);
    this.#binaries = findBinaries(folder, this.#account);
    // The account must reach a folder that it is given by path.
    if (this.#account) {
      chownSync(this.#folder, this.#account.uid, this.#account.gid);
      chownSync(folder, this.#account.uid, this.#account.gid);
    }
  }

  initialise(): number {
    const begin = performance.now();
    const args = ['-D', this.#folder, '-E', 'UTF8', '--locale=C', '--data-checksums', '-A', 'trust'];
    const { status } = spawnSync(join(this.#binaries, 'initdb'), args, {
      ...this.#account,
      cwd: '/',
      stdio: 'ignore',
    });
    if (status !== 0) throw new Error('initdb failed');
    return performance.now() - begin;
  }

  async start(): Promise<number> {
    const begin = performance.now();
    const child = spawn(
      join(this.#binaries, 'postgres'),
      ['-D', this.#folder, '-k', this.#folder, '-c', 'listen_addresses='],
      { ...this.#account, cwd: '/', stdio: 'ignore' },
    );
    while (!this.#isReady()) await sleep(2);
    const ms = performance.now() - begin;
    await end(child, 'SIGINT');
    return ms;
  }

  #isReady(): boolean {
    try {
      return readFileSync(join(this.#folder, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready';
    } catch {
      return false;
    }
  }
}

async function startProduct(command: StartCommand, data: string, idleMilliseconds = 0) {
  const port = await freePort();
  const child = spawn(command.program, command.args, {
    cwd: root,
    env: { ...process.env, SEGL_DATA: data, SEGL_HTTP: `127.0.0.1:${port}`, SEGL_SMTP: 'off' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ms = await untilReady(child, port);
  await sleep(idleMilliseconds);
  const memoryMiB =
    Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;
  await end(child, 'SIGTERM');
  return { ms, memoryMiB: Math.round(memoryMiB) };
}

async function startBareServer(): Promise<number> {
  const port = await freePort();
  const child = spawn(process.execPath, ['-e', bareServer], {
    cwd: root,
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  const ms = await untilReady(child, port);
  await end(child, 'SIGTERM');
  return ms;
}

async function untilReady(child: ChildProcess, port: number): Promise<number> {
  const begin = performance.now();
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return performance.now() - begin;
    await sleep(2);
  }
  throw new Error('The product ended before it was ready');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

if (import.meta.main) console.table(await bench());
