import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountFor } from '../../src/backends/postgres/embedded/account.ts';
import { findBinaries } from '../../src/backends/postgres/embedded/binaries.ts';
import {
  databaseName,
  ownerRole,
  prepareRoles,
  runtimeRole,
} from '../../src/backends/postgres/embedded/roles.ts';
import {
  type Cluster,
  initialise,
  launch,
  postmasterFile,
  stopServer,
} from '../../src/backends/postgres/embedded/server.ts';
import { migrate } from '../../src/backends/postgres/migrate.ts';
import type { Scratch } from '../support/process.ts';

/** A PostgreSQL of a test's own, which it may stop, start and freeze. It ends with the scratch folder. */
export interface OwnPostgres {
  /** `postgres://…` of the restricted role, for SEGL_DATABASE. */
  readonly url: string;
  readonly host: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** SIGSTOP and SIGCONT, to the postmaster and everything it started. */
  freeze(): void;
  thaw(): void;
}

/** Starts it, with the product's roles and tables. It is durable: what it acknowledged survives its end. */
export async function ownPostgres(place: Scratch, inFolder = place.folder): Promise<OwnPostgres> {
  const data = join(inFolder, 'server');
  mkdirSync(data);
  const host = join(data, 'postgres');
  const account = accountFor(data, host);
  const cluster: Cluster = {
    folder: host,
    account,
    binaries: findBinaries(data, account),
    settings: { timezone: 'UTC', unix_socket_permissions: '0700', shared_buffers: '32MB' },
    startLog: join(data, 'log'),
  };
  await initialise(cluster);
  let pid = await launch(cluster);
  const server = { host, port: 5432 };
  await prepareRoles(server);
  await migrate({ ...server, user: ownerRole, database: databaseName }, runtimeRole);
  const signal = (name: NodeJS.Signals) => {
    for (const each of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(each, name);
      } catch {
        // It ended by itself meanwhile.
      }
    }
  };
  return {
    url: `postgres://${runtimeRole}@localhost/${databaseName}?host=${encodeURIComponent(host)}`,
    host,
    async stop() {
      await stopServer(Number(postmasterFile(host)[0]), 10);
    },
    async start() {
      pid = await launch(cluster);
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  };
}

function childrenOf(parent: number): number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.map(Number).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false;
    }
  });
}
