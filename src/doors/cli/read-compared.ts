import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Compared } from '../../message/verification.ts';

/** Words that can be signed have some thousand bytes. */
const mostWords = 1024 * 1024;

/** What somebody has, to be compared with what was signed; or the sentence that says why it cannot be read. Files may be of any size. */
export async function readCompared(
  statement: string | undefined,
  files: readonly string[],
): Promise<Compared | string> {
  let path = '';
  try {
    if (statement !== undefined) {
      path = statement;
      if ((await stat(path)).size > mostWords) return `${path} is larger than any words that can be signed.`;
    }
    const words = statement === undefined ? {} : { statement: new Uint8Array(await readFile(path)) };
    const hashed = [];
    for (path of files) hashed.push({ name: basename(path), sha256: await sha256Of(path) });
    return { ...words, files: hashed };
  } catch (error) {
    return `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}
