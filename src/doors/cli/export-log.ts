import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { download, Interrupted } from './download.ts';
import { type Io, VerbFailure } from './verb.ts';

/** Hashes of a tile, and entries of a bundle, at most (C2SP tlog-tiles). */
const width = 256;
const hashLength = 32;
/** Files that are fetched side by side. */
const atOnce = 8;
const mostTries = 5;
const mostBytes = 32 * 1024 * 1024;

/**
 * Copies a log into a folder, in the layout of C2SP tlog-tiles: what is there already and whole is not fetched again, and the
 * checkpoint comes last. Resolves to the size of its tree. Throws `VerbFailure`.
 */
export async function exportLog(
  io: Io,
  log: string,
  folder: string,
  tell: (line: string) => void,
): Promise<number> {
  const checkpoint = await fetchBytes(io, `${log}/checkpoint`);
  const size = sizeOf(checkpoint.toString());
  const paths = [...tilePaths(size)];
  let done = 0;
  const queue = paths.values();
  const work = async () => {
    for (const path of queue) {
      await copy(io, log, folder, path);
      done += 1;
      tell(`${Math.floor((done / paths.length) * 100)} % of ${paths.length} files`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await keep(join(folder, 'vkey'), await fetchBytes(io, `${log}/vkey`));
  await keep(join(folder, 'checkpoint'), checkpoint);
  return size;
}

/** The second line of a checkpoint (C2SP tlog-checkpoint). */
function sizeOf(note: string): number {
  const size = note.split('\n')[1] ?? '';
  if (!/^(0|[1-9]\d{0,15})$/.test(size)) throw new VerbFailure('What the server calls a checkpoint is none.');
  return Number(size);
}

/** The names of all tiles and bundles of a tree. */
export function* tilePaths(size: number): Generator<string> {
  for (const path of pathsOf('entries', size)) yield path;
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / width)) {
    for (const path of pathsOf(String(level), hashes)) yield path;
  }
}

function* pathsOf(level: string, count: number): Generator<string> {
  for (let index = 0; index * width < count; index += 1) {
    const wide = Math.min(width, count - index * width);
    const digits = String(index);
    const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g)!;
    const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
    yield `tile/${level}/${number}${wide === width ? '' : `.p/${wide}`}`;
  }
}

async function copy(io: Io, log: string, folder: string, path: string): Promise<void> {
  const target = join(folder, path);
  if (await isThere(target)) return;
  const bytes = await fetchBytes(io, `${log}/${path}`);
  const wide = Number(/\.p\/(\d+)$/.exec(path)?.[1] ?? width);
  if (!path.startsWith('tile/entries/') && bytes.length !== wide * hashLength) {
    throw new VerbFailure(`${path} has ${bytes.length} bytes, and should have ${wide * hashLength}.`);
  }
  await keep(target, bytes);
}

/** Files come to their names only when they are whole. */
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

async function keep(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const old = await readFile(path).catch(() => undefined);
  if (old?.equals(bytes)) return;
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}

async function fetchBytes(io: Io, path: string): Promise<Buffer> {
  for (let tries = 0; ; tries += 1) {
    try {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of (await download(io, path)).bytes) {
        chunks.push(chunk);
        if ((size += chunk.length) > mostBytes) throw new VerbFailure(`${path} is larger than any tile.`);
      }
      return Buffer.concat(chunks);
    } catch (error) {
      if (!(error instanceof Interrupted) || tries >= mostTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
    }
  }
}
