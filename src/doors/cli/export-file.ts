import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { download, Interrupted } from './download.ts';
import { type Io, UsageError, VerbFailure } from './verb.ts';

/** What a file is being made of: kept beside it until it is whole. */
interface Work {
  readonly query: string;
  /** Entries of the tree that it is of. */
  readonly size: number;
}

/** Tries after the connection broke without a single new line in between. */
const mostTries = 5;

/**
 * Downloads an export into a file, and goes on where a download before broke off: what is not a whole line is cut, and the
 * lines behind the last index follow. While it is not whole, `FILE.part.json` says what it is of. Resolves to the number of
 * entries of the log that it is of. Throws `VerbFailure`, `UsageError`.
 */
export async function exportFile(
  io: Io,
  path: string,
  query: URLSearchParams,
  tell: (line: string) => void,
): Promise<number> {
  const notes = `${path}.part.json`;
  const known = await readWork(notes);
  if (known && known.query !== query.toString()) {
    throw new UsageError(
      `${path} was begun with other flags. Give the same ones, or delete ${notes} and ${path}.`,
    );
  }
  const file = await open(path, 'a+').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be written (${error.code}).`);
  });
  let size = known?.size;
  let isBegun = known !== undefined;
  try {
    for (let tries = 0; ; tries += 1) {
      const last = await lastIndex(file, isBegun);
      const asked = new URLSearchParams(query);
      if (last !== undefined) asked.set('after', String(last));
      if (size !== undefined) asked.set('before', String(size));
      try {
        const { headers, bytes } = await download(io, `/api/v1/evidence?${asked}`);
        size ??= Number(headers['segl-log-size']);
        if (!Number.isSafeInteger(size))
          throw new VerbFailure(`${io.url} does not say how large its log is.`);
        await writeFile(notes, `${JSON.stringify({ query: query.toString(), size } satisfies Work)}\n`);
        isBegun = true;
        for await (const chunk of bytes) {
          await file.appendFile(chunk);
          const at = indexIn(chunk);
          if (at !== undefined) tell(`${Math.floor((at / Math.max(1, size)) * 100)} % of ${size} entries`);
        }
        await file.sync();
        await rm(notes, { force: true });
        return size;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw localFault(error, path);
        if ((await lastIndex(file, isBegun)) !== last) tries = 0;
        else if (tries >= mostTries) throw error;
        await sleep(500 * 2 ** tries);
      }
    }
  } finally {
    await file.close();
  }
}

async function readWork(path: string): Promise<Work | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw localFault(error, path);
    throw new UsageError(`${path} cannot be read. Delete it, and the file that it is about.`);
  }
}

/** What this machine's disk or folder refuses, as a sentence with the remedy. */
function localFault(error: unknown, path: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new VerbFailure(`There is no room left for ${path}. Make some, and give the same command again.`);
  }
  return new UsageError(`${path} cannot be written (${code}).`);
}

/**
 * The index of a file's last whole line; undefined: it has none. Of a file that was begun here, what follows that line is
 * cut; any other must be an export as it stands, and is not touched. Throws `VerbFailure`.
 */
async function lastIndex(file: FileHandle, isBegun: boolean): Promise<number | undefined> {
  const { size } = await file.stat();
  const ends: number[] = [];
  const block = Buffer.alloc(64 * 1024);
  // From the end backwards, until two ends of lines are found: the last whole line lies between them.
  for (let to = size; to > 0 && ends.length < 2;) {
    const from = Math.max(0, to - block.length);
    const { bytesRead } = await file.read(block, 0, to - from, from);
    for (
      let at = block.lastIndexOf(10, bytesRead - 1);
      at >= 0 && ends.length < 2;
      at = at > 0 ? block.lastIndexOf(10, at - 1) : -1
    ) {
      ends.push(from + at);
    }
    to = from;
  }
  const end = ends[0];
  const isOther = (end === undefined ? 0 : end + 1) < size && !isBegun;
  if (isOther) throw new VerbFailure('The file does not look like an export: it is left as it is.');
  if (end === undefined) {
    await file.truncate(0);
    return undefined;
  }
  const start = ends[1] === undefined ? 0 : ends[1] + 1;
  const head = Buffer.alloc(Math.min(64, end - start));
  await file.read(head, 0, head.length, start);
  const text = head.toString().replace(/^\ufeff/, '');
  const index = indexOf(text);
  if (index !== undefined) {
    if (end + 1 < size) await file.truncate(end + 1);
    return index;
  }
  // The head alone; anything else was not written by us, and is left as it is.
  if (start === 0 && /^"?index"?[,;|\t]/.test(text)) {
    await file.truncate(0);
    return undefined;
  }
  throw new VerbFailure('The file does not look like an export: it is left as it is.');
}

const indexOf = (line: string): number | undefined => {
  const [, digits] = /^(?:\{"index":)?(\d{1,16})[,;|\t]/.exec(line) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

/** The index of some line of a chunk, to say how far it has come. */
function indexIn(chunk: Buffer): number | undefined {
  const end = chunk.lastIndexOf(10, chunk.length - 64);
  return end < 0 ? undefined : indexOf(chunk.toString('latin1', end + 1, end + 33));
}
