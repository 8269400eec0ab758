import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Upload } from './call-server.ts';
import { UsageError, VerbFailure } from './verb.ts';

interface File {
  readonly path: string;
  readonly size: number;
  readonly head: Buffer;
}

/**
 * A message and its files as multipart/form-data (RFC 7578), read from the disk while it is sent. `onSent` is told the
 * bytes sent so far and in all. Throws `UsageError` for a file that cannot be read.
 */
export async function uploadOf(
  message: object,
  paths: readonly string[],
  onSent: (sent: number, all: number) => void,
): Promise<Upload> {
  const boundary = `segl-${randomBytes(18).toString('hex')}`;
  const first = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="message"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(message)}`,
  );
  const files = await Promise.all(paths.map((path) => describeFile(path, boundary)));
  const last = Buffer.from(`\r\n--${boundary}--\r\n`);
  const all = files.reduce((sum, { head, size }) => sum + head.length + size, first.length + last.length);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(all),
    },
    body: counted(bytesOf(first, files, last), (sent) => onSent(sent, all)),
  };
}

async function describeFile(path: string, boundary: string): Promise<File> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`${path} is not a file that can be read.`);
  const name = basename(path)
    .replace(/["\\]/g, '\\$&')
    .replace(/[\r\n]/g, ' ');
  const type = contentTypes[extname(path).toLowerCase()] ?? 'application/octet-stream';
  const head = Buffer.from(
    `\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  return { path, size: found.size, head };
}

async function* bytesOf(first: Buffer, files: readonly File[], last: Buffer): AsyncGenerator<Uint8Array> {
  yield first;
  for (const { path, size, head } of files) {
    yield head;
    let read = 0;
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
        read += chunk.length;
        yield chunk;
      }
    } catch (error) {
      throw new VerbFailure(
        `${path} could not be read (${(error as NodeJS.ErrnoException).code}). Nothing was sent.`,
      );
    }
    if (read !== size) throw new VerbFailure(`${path} changed while it was being sent. Nothing was sent.`);
  }
  yield last;
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onSent: (sent: number) => void,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const chunk of source) {
    yield chunk;
    sent += chunk.length;
    onSent(sent);
  }
}

/** What recipients' browsers need to know of the commonest files; of any other they ask the person. */
const contentTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.zip': 'application/zip',
};
