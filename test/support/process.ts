/**
 * The product as people start it: a process of its own, on a scratch data folder and a port of its own. What a test
 * leaves running ends with the test's process, however that ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, type OutboxEntry } from './app.ts';

const entry = fileURLToPath(new URL('../../bin/segl.js', import.meta.url));

export interface Scratch {
  readonly folder: string;
  /** Ends what runs on the folder and removes it. */
  remove(): Promise<void>;
}

/** A folder in which processes and PostgreSQL servers may live; a shell outside of our process group tidies it up. */
export function scratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'segl-system-'));
  // Only what is still what we started is ended: a process id alone may be somebody else's by now.
  const script = `read _
    while read pid; do
      if tr '\\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null | grep -q segl.js; then kill -CONT "$pid"; kill -KILL "$pid"; fi
    done < "$1/pids"
    for file in "$1"/*/postmaster.pid "$1"/*/*/postmaster.pid; do
      if read pid < "$file" && [ "$(readlink "/proc/$pid/cwd")" = "\${file%/*}" ]; then
        kill -CONT "$pid"; kill -QUIT "$pid"
        while kill -0 "$pid"; do sleep 0.02; done
      fi
    done
    umount -l "$1"/* 2>/dev/null
    rm -rf "$1"`;
  appendFileSync(join(folder, 'pids'), '');
  const watcher = spawn('sh', ['-c', script, 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return {
    folder,
    async remove() {
      watcher.ref();
      const ended = once(watcher, 'exit');
      watcher.stdin.end();
      await ended;
    },
  };
}

export interface Started {
  readonly pid: number;
  /** What it printed so far, line by line, standard output and standard error together. */
  readonly lines: readonly string[];
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

export interface Segl extends Started {
  /** `http://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  /** The bootstrap administrator's token. */
  readonly token: string;
  readonly data: string;
  /** Path of the first administrator's link, while there is one. */
  readonly welcome: string | undefined;
  /** SIGKILL, and its end. */
  kill(): Promise<void>;
  /** SIGTERM, and its end: the exit code and how many seconds it took. */
  term(): Promise<{ code: number | null; seconds: number }>;
  outbox(): Promise<OutboxEntry[]>;
  /** Waits until the outbox holds an entry that fits; the newest such. */
  waitFor(fits: (entry: OutboxEntry) => boolean): Promise<OutboxEntry>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface ProcessOptions {
  readonly data?: string;
  readonly port?: number;
  readonly token?: string;
  readonly env?: Record<string, string>;
  /** Runs as this account; only root may. */
  readonly uid?: number;
  readonly gid?: number;
  readonly entry?: string;
  /** A command that ends by running the one behind it, in its own place. */
  readonly within?: readonly string[];
}

/** Runs `segl <verb>` with exactly these settings. */
export function run(
  { folder }: Scratch,
  args: readonly string[],
  env: Record<string, string>,
  options: Pick<ProcessOptions, 'uid' | 'gid' | 'entry' | 'within'> = {},
): Started {
  const { uid, gid } = options;
  const command = [...(options.within ?? []), process.execPath, options.entry ?? entry, ...args];
  const child = spawn(command[0]!, command.slice(1), {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: gid ?? uid }),
  });
  const lines: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const ended = end(child);
  if (child.pid !== undefined) appendFileSync(join(folder, 'pids'), `${child.pid}\n`);
  return { pid: child.pid ?? 0, lines, ended, signal: (name) => void child.kill(name) };
}

async function end(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code as number | null;
}

/** Starts the product and waits until it is ready. Throws with what it said where it ends instead. */
export async function startSegl(place: Scratch, options: ProcessOptions = {}): Promise<Segl> {
  const data = options.data ?? join(place.folder, 'data');
  const port = options.port ?? (await freePort());
  const token = options.token ?? randomBytes(24).toString('hex');
  const url = `http://localhost:${port}`;
  const started = run(
    place,
    ['start'],
    { SEGL_DATA: data, SEGL_HTTP: `127.0.0.1:${port}`, SEGL_BOOTSTRAP_TOKEN: token, ...options.env },
    options,
  );
  let hasEnded = false;
  void started.ended.then(() => {
    hasEnded = true;
  });
  await until(`ready at ${url}`, 30, async () => {
    if (hasEnded) throw new Error(`It did not start. It said:\n${started.lines.join('\n')}`);
    return started.lines.some((line) => line.startsWith('Segl is ready'));
  });
  const welcome = started.lines.find((line) => line.includes('/desk/welcome/'))?.match(/\/desk\/\S+/)?.[0];
  const outbox = async () => (await fetch(`${url}/outbox.json`)).json() as Promise<OutboxEntry[]>;
  return {
    ...started,
    url,
    port,
    token,
    data,
    welcome,
    outbox,
    async kill() {
      started.signal('SIGKILL');
      await started.ended;
    },
    async term() {
      const began = performance.now();
      started.signal('SIGTERM');
      const code = await Promise.race([
        started.ended,
        sleep(30_000, 'still running' as const, { ref: false }),
      ]);
      if (code === 'still running') throw new Error('It did not end within 30 seconds of SIGTERM');
      return { code, seconds: (performance.now() - began) / 1000 };
    },
    async waitFor(fits) {
      let found: OutboxEntry | undefined;
      await until('in the outbox', 15, async () => {
        found = (await outbox()).find(fits);
        return found !== undefined;
      });
      return found!;
    },
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        redirect: 'manual',
      }),
  };
}

/** Asks again and again until it is true; an error of the question counts as an error. */
export async function until(what: string, seconds: number, ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`Not ${what} within ${seconds} seconds`);
    await sleep(20);
  }
}

/** The postmaster of an embedded database. */
export const postmasterOf = (data: string): number =>
  Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
