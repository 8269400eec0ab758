import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/app.ts';

export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const root = new URL('../../', import.meta.url).pathname;

/** The product as `npm start` runs it, in a process and a folder of its own. */
export async function startProduct(token: string, roles = 'web,worker'): Promise<BenchServer> {
  const data = await mkdtemp(join(tmpdir(), 'segl-bench-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(root, 'bin/segl.js'), 'start'], {
    env: {
      PATH: process.env.PATH,
      SEGL_URL: url,
      SEGL_HTTP: `127.0.0.1:${port}`,
      SEGL_DATA: data,
      SEGL_BOOTSTRAP_TOKEN: token,
      SEGL_ROLES: roles,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await answers(`${url}/readyz`, child);
  return {
    url,
    pid: child.pid!,
    async stop() {
      await end(child);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** A bare Express that answers every request with one page of the given size. */
export async function startExpress(bytes: number): Promise<BenchServer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const program = join(root, 'test/bench/bare-express.ts');
  const child = spawn(process.execPath, [program, String(port), String(bytes)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await answers(url, child);
  return { url, pid: child.pid!, stop: () => end(child) };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer within 30 s`);
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
