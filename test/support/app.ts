import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { serve } from '../../src/composition/serve.ts';
import { readConfig } from '../../src/config.ts';
import type { TestDatabase } from './database.ts';

export interface OutboxEntry {
  kind: 'mail' | 'sms' | 'call';
  to: string;
  at: string;
  subject?: string;
  text: string;
  raw?: string;
}

export interface App {
  /** `http://localhost:PORT`. */
  readonly url: string;
  /** Where the SMTP gateway listens, where the test switched it on; its port. */
  readonly smtp: number | undefined;
  /** The bootstrap administrator's token. */
  readonly token: string;
  readonly data: string;
  /** Path of the first administrator's link. */
  readonly welcome: string | undefined;
  /** Everything that the product logged, a JSON line each. */
  readonly logged: string[];
  outbox(): Promise<OutboxEntry[]>;
  /** Waits until the outbox holds an entry that fits; the newest such. */
  waitFor(fits: (entry: OutboxEntry) => boolean): Promise<OutboxEntry>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The whole product in this process, on the suite's database, with a data folder and a port of its own. */
export async function startApp(db: TestDatabase, env: Record<string, string> = {}): Promise<App> {
  const data = await mkdtemp(join(tmpdir(), 'segl-app-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const token = randomBytes(24).toString('hex');
  const logged: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void logged.push(line) });
  const config = readConfig({
    SEGL_URL: url,
    SEGL_HTTP: `127.0.0.1:${port}`,
    SEGL_DATA: data,
    SEGL_DATABASE: db.url,
    SEGL_BOOTSTRAP_TOKEN: token,
    SEGL_SMTP: 'off',
    ...env,
  });
  const running = await serve(config, log);
  const outbox = async () => (await fetch(`${url}/outbox.json`)).json() as Promise<OutboxEntry[]>;
  return {
    url,
    token,
    smtp: running.gateway === undefined ? undefined : Number(running.gateway.split(':').at(-1)),
    data,
    welcome: running.welcome,
    logged,
    outbox,
    async waitFor(fits) {
      for (let tries = 0; tries < 400; tries += 1) {
        const found = (await outbox()).find(fits);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error('Nothing that fits came into the outbox within ten seconds');
    },
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        redirect: 'manual',
      }),
    get: (path, headers = {}) =>
      fetch(`${url}${path}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
        redirect: 'manual',
      }),
    async close() {
      await running.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
