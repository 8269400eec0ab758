import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { databaseName, runtimeRole } from '../../src/backends/postgres/embedded/roles.ts';
import { freePort } from '../support/app.ts';
import { type Scratch, until } from '../support/process.ts';
import { loadRecipient } from './smtp-load.ts';

const entry = fileURLToPath(new URL('../../bin/segl.js', import.meta.url));

export interface BenchProcess {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

export interface BenchGateway extends BenchProcess {
  readonly port: number;
  /** Messages whose one delivery stands and waits for its notice to leave. */
  accepted(): Promise<number>;
  /** `SEGL_*` with which another process joins this one's database. */
  readonly joining: Readonly<Record<string, string>>;
}

/**
 * The product as `npx segl start` runs it with the role `smtp` alone, on an embedded database of its own. All of this
 * machine is one trusted system, and the load's recipients have phones.
 */
export async function startGateway(place: Scratch, name: string, recipients: number): Promise<BenchGateway> {
  const data = join(place.folder, name);
  mkdirSync(data);
  await prepare(place, data, recipients);
  const port = await freePort();
  const segl = await startSegl(place, data, {
    SEGL_ROLES: 'smtp',
    SEGL_SMTP: `127.0.0.1:${port}`,
    SEGL_SMTP_TRUSTED: '127.0.0.1/32=bench',
  });
  const host = join(data, 'postgres');
  const database = new Client({ host, port: 5432, user: runtimeRole, database: databaseName });
  // Whatever breaks it shows at the next question.
  database.on('error', () => {});
  await database.connect();
  return {
    ...segl,
    port,
    joining: {
      SEGL_DATABASE: `postgres://${runtimeRole}@localhost/${databaseName}?host=${encodeURIComponent(host)}`,
      SEGL_DATA: data,
    },
    async accepted() {
      const { rows } = await database.query<{ count: string }>(
        `select count(*) from messages m where exists (
          select from deliveries d where d.message_id = m.id and d.status in ('sent', 'notified'))`,
      );
      return Number(rows[0]!.count);
    },
    async stop() {
      await database.end();
      await segl.stop();
    },
  };
}

/** A system and contacts, made as an administrator makes them. */
async function prepare(place: Scratch, data: string, recipients: number): Promise<void> {
  const port = await freePort();
  const token = randomBytes(24).toString('hex');
  const segl = await startSegl(place, data, {
    SEGL_ROLES: 'web',
    SEGL_HTTP: `127.0.0.1:${port}`,
    SEGL_BOOTSTRAP_TOKEN: token,
  });
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  await post('/systems', { name: 'bench', from: ['*@example.dk'] });
  const contacts = Array.from({ length: recipients }, (_, n) => ({
    email: loadRecipient(n + 1),
    phone: `+4520${100_000 + n}`,
  }));
  for (let from = 0; from < recipients; from += 1000) {
    await post('/contacts', { contacts: contacts.slice(from, from + 1000) });
  }
  await segl.stop();
}

/** Starts a process that ends with `place`. Its log goes to a file: reading it would take our own time. */
export async function startSegl(
  place: Scratch,
  data: string,
  env: Readonly<Record<string, string>>,
): Promise<BenchProcess> {
  const log = join(place.folder, `${env.SEGL_ROLES}-${randomBytes(4).toString('hex')}.log`);
  const file = openSync(log, 'w');
  const child = spawn(process.execPath, [entry, 'start'], {
    cwd: place.folder,
    env: { PATH: process.env.PATH ?? '', SEGL_DATA: data, ...env },
    stdio: ['ignore', file, file],
  });
  appendFileSync(join(place.folder, 'pids'), `${child.pid}\n`);
  const ended = once(child, 'exit');
  await until('ready', 30, async () => {
    const said = readFileSync(log, 'utf8');
    if (child.exitCode !== null) throw new Error(`It did not start. It said:\n${said}`);
    return said.includes('Segl is ready');
  });
  return {
    pid: child.pid!,
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
