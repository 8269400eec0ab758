import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';

/** One cluster on this disk: its folder, and the programs, account and settings it is run with. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: string;
  /** `undefined`: ourselves. */
  readonly account: Account | undefined;
  /** Given on the command line at every start, so that they follow the version of Segl and not the cluster's age. */
  readonly settings: Readonly<Record<string, string>>;
  /** What PostgreSQL says before its own log begins. */
  readonly startLog: string;
}

/**
 * The child's descriptor 3 is the cluster's open folder, and this is its name: the account needs no way there by
 * path, and a socket inside has a short address wherever the folder lies.
 */
const folderOfChild = '/proc/self/fd/3';

/** Opens a folder to hand on; `/proc/self/fd/<n>` then leads there. */
export const openFolder = (folder: string): number =>
  openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);

/** Makes the cluster in a temporary folder beside its place and renames it: it is there wholly or not at all. */
export async function initialise(cluster: Cluster): Promise<void> {
  const fresh = mkdtempSync(`${cluster.folder}.new-`);
  try {
    if (cluster.account) chownSync(fresh, cluster.account.uid, cluster.account.gid);
    const options = ['-E', 'UTF8', '--locale=C', '--data-checksums', '-A', 'trust', '-U', 'postgres'];
    const child = run(cluster, 'initdb', ['-D', folderOfChild, ...options], fresh);
    const [code] = await once(child, 'exit');
    if (code !== 0) throw failure(cluster, 'could not make its database');
    renameSync(fresh, cluster.folder);
    const parent = openFolder(dirname(cluster.folder));
    fsyncSync(parent);
    closeSync(parent);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Starts PostgreSQL and resolves to its process id once it takes connections. It is no part of our process group:
 * a Ctrl-C reaches us alone, and we stop it when our own work has ended.
 */
export async function launch(cluster: Cluster): Promise<number> {
  const settings = Object.entries(cluster.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = run(
    cluster,
    'postgres',
    ['-D', folderOfChild, '-k', folderOfChild, '-c', 'listen_addresses=', ...settings],
    cluster.folder,
  );
  child.unref();
  const pid = child.pid!;
  while (child.exitCode === null && child.signalCode === null) {
    if (isReady(cluster.folder, pid)) return pid;
    await sleep(5);
  }
  throw failure(cluster, 'did not start');
}

/** The postmaster says in the eighth line of its file how far it is. */
export function isReady(folder: string, pid: number): boolean {
  const lines = postmasterFile(folder);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

export function postmasterFile(folder: string): readonly string[] {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** A zombie is dead: whoever should have collected it may be stopped. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** A fast shutdown; after `seconds` an immediate one, from which the next start recovers. */
export async function stopServer(pid: number, seconds: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    const until = performance.now() + seconds * 1000;
    signalTo(pid, signal);
    while (isAlive(pid) && performance.now() < until) await sleep(10);
  }
}

function run(cluster: Cluster, program: string, args: readonly string[], folder: string): ChildProcess {
  const descriptors = [openSync(cluster.startLog, 'w', 0o600), openFolder(folder)] as const;
  try {
    return spawn(join(cluster.binaries, program), args, {
      ...cluster.account,
      cwd: '/',
      detached: true,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', descriptors[0], descriptors[0], descriptors[1]],
    });
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function failure(cluster: Cluster, what: string): Error {
  const said = [cluster.startLog, ...newestLog(cluster.folder)].flatMap((file) =>
    readFileSync(file, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW })
      .trim()
      .split('\n')
      .slice(-5),
  );
  return new Error(`PostgreSQL ${what}. It said:\n${said.join('\n')}`);
}

function newestLog(folder: string): string[] {
  try {
    const files = readdirSync(join(folder, 'log')).map((name) => join(folder, 'log', name));
    return files.sort((a, b) => lstatSync(b).mtimeMs - lstatSync(a).mtimeMs).slice(0, 1);
  } catch {
    return [];
  }
}
