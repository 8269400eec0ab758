import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import { refuseFile } from '../../../desk/contacts/import-refusals.ts';
import { Refusal } from '../../../message/refusals.ts';
import { receive, UploadCut, UploadTooSlow } from '../../http/receive.ts';

/**
 * Reads a form of one file, which comes after its fields: `take` gets the fields so far and the file as it arrives.
 * Refuses: unsupported_media_type, malformed, invalid (there is no file). Throws what `take` throws, and `UploadCut` where
 * the upload breaks off.
 */
export async function readUpload<Result>(
  request: Request,
  take: (fields: ReadonlyMap<string, string>, file: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  if (!request.is('multipart/form-data')) throw new Refusal('unsupported_media_type');
  if (!/;\s*boundary="?[^\s";]/i.test(request.get('Content-Type') ?? '')) throw unreadable();
  const fields = new Map<string, string>();
  const parser = new Busboy({
    headers: request.headers as { 'content-type': string },
    limits: { fieldSize: 1024, fields: 10, files: 1, parts: 20 },
  });
  let taking: Promise<Result> | undefined;
  let current: Readable | undefined;
  let refused: unknown;
  parser.on('field', (name, value) => void fields.set(name, value));
  parser.on('file', (_name, stream, filename) => {
    stream.on('error', () => undefined);
    if (!filename || taking) return void stream.resume();
    current = stream;
    taking = take(fields, stream);
    taking.catch((error: unknown) => {
      refused = error;
      parser.destroy(error as Error);
    });
  });
  try {
    await pipeline(receive(request), parser);
  } catch (error) {
    const isUpload = error instanceof UploadCut || error instanceof UploadTooSlow;
    const reason = error === refused || isUpload ? error : unreadable();
    current?.destroy(reason as Error);
    await taking?.catch(() => undefined);
    throw reason;
  }
  if (!taking) throw refuseFile('no_file');
  return taking;
}

const unreadable = () => new Refusal('malformed', 'The form could not be read to its end.');
