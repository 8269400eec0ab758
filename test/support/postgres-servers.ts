/**
 * The PostgreSQL servers the tests run on: the embedded 18, and Debian's 15 where it is installed. Each has a database
 * `segl` with all migrations applied, from which every suite clones its own. Nothing in them is worth keeping, so
 * they run without fsync.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountFor } from '../../src/backends/postgres/embedded/account.ts';
import { findBinaries } from '../../src/backends/postgres/embedded/binaries.ts';
import {
  databaseName,
  ownerRole,
  prepareRoles,
  runtimeRole,
} from '../../src/backends/postgres/embedded/roles.ts';
import { initialise, launch } from '../../src/backends/postgres/embedded/server.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';

export interface TestServer {
  readonly name: string;
  /** The folder of its socket. */
  readonly host: string;
}

/** Names the servers that a runner has started for everybody: JSON of `TestServer[]`. */
export const serversVariable = 'TEST_POSTGRES_SERVERS';

/** Debian's own package. */
const debian15 = '/usr/lib/postgresql/15/bin';

const settings = {
  fsync: 'off',
  timezone: 'UTC',
  max_connections: '200',
  shared_buffers: '64MB',
  unix_socket_permissions: '0700',
};

const hasDebian15 = existsSync(join(debian15, 'postgres'));

/** The names of the servers that `startServers` starts, known beforehand. */
export const serverNames: readonly string[] = ['PostgreSQL 18', ...(hasDebian15 ? ['PostgreSQL 15'] : [])];

/** Starts all of them; `stop` ends them and removes their files, and so does the end of this process, however it ends. */
export async function startServers(): Promise<{ servers: readonly TestServer[]; stop(): Promise<void> }> {
  const started = await Promise.all(
    serverNames.map((name) => start(name, name === 'PostgreSQL 15' ? debian15 : undefined)),
  );
  return {
    servers: started.map(({ server }) => server),
    stop: async () => void (await Promise.all(started.map(({ stop }) => stop()))),
  };
}

async function start(name: string, binaries?: string) {
  const data = mkdtempSync(join(tmpdir(), 'segl-test-'));
  const folder = join(data, 'postgres');
  const account = accountFor(data, folder);
  const cluster = {
    folder,
    account,
    binaries: binaries ?? findBinaries(data, account),
    settings,
    startLog: join(data, 'log'),
  };
  const stop = endWithUs(data);
  await initialise(cluster);
  await launch(cluster);
  const server = { host: folder, port: 5432 };
  await prepareRoles(server);
  await migrate({ ...server, user: ownerRole, database: databaseName }, runtimeRole);
  return { server: { name, host: folder }, stop };
}

/**
 * Ends every PostgreSQL below the folder, and removes it, when the answer is called or this process ends, however it
 * ends: a shell in a session of its own waits for our end of a pipe to close, which outlives even our SIGKILL.
 */
export function endWithUs(folder: string): () => Promise<void> {
  const script = `read _
    find "$1" -name postmaster.pid -exec head -n 1 {} ';' | while read pid; do
      kill -QUIT "$pid"
      while kill -0 "$pid" && ! grep -q '^State:.Z' "/proc/$pid/status"; do sleep 0.02; done
    done
    rm -rf "$1"`;
  const watcher = spawn('sh', ['-c', script, 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return async () => {
    watcher.ref();
    const ended = once(watcher, 'exit');
    watcher.stdin.end();
    await ended;
  };
}
