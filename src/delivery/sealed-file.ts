import { randomBytes } from 'node:crypto';
import {
  associatedData,
  newDataKey,
  openBytes,
  openStream,
  sealBytes,
  sealStream,
  unwrapDataKey,
  wrapDataKey,
} from '../envelope/index.ts';
import type { Context } from './context.ts';

/** The key of a file that belongs to no message, and how it is kept: wrapped as that of a sender's copy, under the file's id. */
export interface FileKey {
  readonly dataKey: Buffer;
  readonly kid: string;
  readonly jwe: string;
}

const binding = (file: string) => ({ message: file, delivery: null });

export async function newFileKey({ keys }: Context, file: string): Promise<FileKey> {
  const dataKey = newDataKey();
  return { dataKey, ...(await wrapDataKey(keys, dataKey, binding(file))) };
}

/** Throws as `unwrapDataKey` does. */
export const openFileKey = ({ keys }: Context, file: string, jwe: string): Promise<Buffer> =>
  unwrapDataKey(keys, jwe, binding(file));

/** The number of the part that no file has: what is sealed beside its parts. */
const besideParts = 2 ** 31 - 1;

export const sealBesideFile = (dataKey: Buffer, file: string, plain: Uint8Array): Buffer =>
  sealBytes(dataKey, associatedData(file, besideParts), plain);

export const openBesideFile = (dataKey: Buffer, file: string, sealed: Uint8Array): Buffer =>
  openBytes(dataKey, associatedData(file, besideParts), sealed);

/**
 * Seals a part of a file into a blob of its own, which is listed in `staged_blobs` until the caller's transaction takes it
 * over. Another try at the same part makes another blob.
 */
export async function sealFilePart(
  ctx: Context,
  { file, part, dataKey, under = 'exports' }: { file: string; part: number; dataKey: Buffer; under?: string },
  source: AsyncIterable<Uint8Array>,
): Promise<{ blob: string; size: number; sha256: string }> {
  const blob = `${under}/${file}/${part}-${randomBytes(6).toString('hex')}`;
  await ctx.db.query('insert into staged_blobs (key) values ($1)', [blob]);
  const stream = sealStream(dataKey, associatedData(file, part), source);
  try {
    await ctx.blobs.put(blob, stream.sealed);
    return { blob, ...stream.result() };
  } catch (error) {
    await dropBlob(ctx, blob);
    throw error;
  }
}

/** Deletes a blob that nothing has taken over. What cannot be deleted now, the sweep deletes later. */
export async function dropBlob({ db, blobs }: Context, blob: string): Promise<void> {
  try {
    await blobs.delete(blob);
    await db.query('delete from staged_blobs where key = $1', [blob]);
  } catch {
    // Its row in staged_blobs stays, and the sweep finds it.
  }
}

/** Bytes `from` to before `to` of a part. */
export const openFilePart = (
  { blobs }: Context,
  {
    file,
    part,
    dataKey,
    blob,
    size,
  }: { file: string; part: number; dataKey: Buffer; blob: string; size: number },
  range: { from: number; to: number },
): AsyncIterable<Uint8Array> =>
  openStream(dataKey, associatedData(file, part), size, (from, to) => blobs.read(blob, from, to), range);
