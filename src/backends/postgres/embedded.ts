import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionSettings } from './connection.ts';
import { accountFor } from './embedded/account.ts';
import { embeddedMajor, findBinaries } from './embedded/binaries.ts';
import { lockFolder } from './embedded/folder-lock.ts';
import { adoptOrClear } from './embedded/remains.ts';
import { databaseName, ownerRole, prepareRoles, runtimeRole } from './embedded/roles.ts';
import { type Cluster, initialise, isAlive, launch, openFolder, stopServer } from './embedded/server.ts';
import { embeddedSettings } from './embedded/settings.ts';

export interface Embedded {
  /** As the owner of the tables: for migrations alone. */
  readonly owner: ConnectionSettings;
  /** As the restricted role: for the server. */
  readonly runtime: ConnectionSettings;
  /** Stops PostgreSQL and lets the data folder go. */
  stop(): Promise<void>;
}

/**
 * The PostgreSQL that comes with Segl, on `<dataFolder>/postgres`: made on the first start, adopted where it outlived
 * the process that started it, started again where it ends by itself. It listens on a unix socket in its own folder
 * and nowhere else. One process at a time holds a data folder; every other is refused with a sentence.
 */
export async function startEmbedded(dataFolder: string): Promise<Embedded> {
  const data = openDataFolder(dataFolder);
  const unlock = lockFolder(data);
  try {
    const folder = join(data, 'postgres');
    for (const name of readdirSync(data)) {
      if (name.startsWith('postgres.new-')) rmSync(join(data, name), { recursive: true, force: true });
    }
    refuseOtherMajor(folder);
    const account = accountFor(data, folder);
    const cluster: Cluster = {
      folder,
      account,
      binaries: findBinaries(data, account),
      settings: embeddedSettings,
      startLog: join(data, 'postgres-start.log'),
    };
    if (!statSync(folder, { throwIfNoEntry: false })) await initialise(cluster);
    const pid = (await adoptOrClear(folder)) ?? (await launch(cluster));
    const keeper = keepRunning(cluster, pid);
    const { host, release } = socketFolder(folder);
    const server = { host, port: 5432 };
    try {
      await prepareRoles(server);
    } catch (error) {
      await keeper.stop();
      release();
      throw error;
    }
    return {
      owner: { ...server, user: ownerRole, database: databaseName },
      runtime: { ...server, user: runtimeRole, database: databaseName },
      async stop() {
        await keeper.stop();
        release();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function openDataFolder(dataFolder: string): string {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    accessSync(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(dataFolder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `The data folder ${dataFolder} cannot be written (${code}). Give it to the user who starts Segl, or set SEGL_DATA`,
      {
        cause,
      },
    );
  }
}

function refuseOtherMajor(folder: string): void {
  let found: string;
  try {
    found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !statSync(folder, { throwIfNoEntry: false })) return;
    if (code === 'EACCES') return;
    throw new Error(
      `The folder ${folder} is there, but holds no PostgreSQL database. Move it away, or restore it`,
      {
        cause: error,
      },
    );
  }
  const own = embeddedMajor();
  if (found !== own) {
    throw new Error(
      `The database in ${folder} was made by PostgreSQL ${found}, and this Segl brings ${own}. Start the Segl that made it, make a backup, and restore that here`,
    );
  }
}

/** Starts the server again whenever it has ended without our doing, waiting longer from failure to failure. */
function keepRunning(cluster: Cluster, first: number): { stop(): Promise<void> } {
  let pid = first;
  let pause = 100;
  const stopping = new AbortController();
  const wait = { ref: false, signal: stopping.signal };
  const watch = async () => {
    for (;;) {
      await sleep(pause, undefined, wait);
      if (isAlive(pid)) continue;
      try {
        pid = (await adoptOrClear(cluster.folder)) ?? (await launch(cluster));
        pause = 100;
      } catch {
        // Why is in the start log. Until it is mended every statement is `Unavailable`, which people see at /readyz.
        pause = Math.min(pause * 2, 5_000);
      }
    }
  };
  const watched = watch().catch(() => {});
  return {
    async stop() {
      stopping.abort();
      await watched;
      await stopServer(pid, 5);
    },
  };
}

/** A unix socket's address has 107 bytes at most; a longer one is reached through an open folder. */
function socketFolder(folder: string): { host: string; release: () => void } {
  if (Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= 107) return { host: folder, release: () => {} };
  const descriptor = openFolder(folder);
  return { host: `/proc/self/fd/${descriptor}`, release: () => closeSync(descriptor) };
}
