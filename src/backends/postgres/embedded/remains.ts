import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, isReady, postmasterFile, stopServer } from './server.ts';

/**
 * What an earlier process left running on this cluster. Resolves to the process id of a sound postmaster, which is
 * adopted; else ends whatever still works here, removes its file, and resolves to nothing.
 *
 * A process is taken for one of this cluster's by its name and working directory, never by a number in a file: after
 * a restart of the machine that number may be anybody's.
 */
export async function adoptOrClear(folder: string): Promise<number | undefined> {
  const pid = Number(postmasterFile(folder)[0]);
  if (worksHere(folder, pid)) {
    while (isAlive(pid) && !isReady(folder, pid)) {
      if (postmasterFile(folder)[7]?.trim() === 'stopping') break;
      if (Number(postmasterFile(folder)[0]) !== pid) break;
      await sleep(20);
    }
    if (isReady(folder, pid) && worksHere(folder, pid)) return pid;
  }
  const left = processesOf(folder);
  const parents = left.filter((process) => !left.some(({ pid }) => pid === process.parent));
  await Promise.all(parents.map(({ pid }) => stopServer(pid, 10)));
  for (const { pid } of processesOf(folder)) await stopServer(pid, 2);
  // Their numbers may be anybody's by now, and PostgreSQL would take that for itself.
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) rmSync(join(folder, name), { force: true });
  return undefined;
}

function processesOf(folder: string): { pid: number; parent: number }[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => worksHere(folder, pid))
    .map((pid) => ({ pid, parent: parentOf(pid) }));
}

function worksHere(folder: string, pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres') return false;
    const there = statSync(`/proc/${pid}/cwd`);
    const here = statSync(folder);
    return there.dev === here.dev && there.ino === here.ino;
  } catch {
    return false;
  }
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}
