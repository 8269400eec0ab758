import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import { limits } from '../../../delivery/limits.ts';
import { replyLimits } from '../../../delivery/replies/reply-limits.ts';
import type { ReplyForm } from '../../../delivery/replies/save-draft.ts';
import { type ReplyStaging, tooLarge, tooMany } from '../../../delivery/replies/stage-reply.ts';
import { isUuid } from '../../../message/ids.ts';
import { Refusal } from '../../../message/refusals.ts';
import { UploadCut, UploadTooSlow } from '../../http/receive.ts';

/** The form of an answer, as it was posted. */
export interface PostedReply extends ReplyForm {
  /** What is to be done with it; where no button says, it is sent. */
  readonly does: 'send' | 'save' | 'discard' | 'remove';
  /** The file that is to be taken out of the draft. */
  readonly remove: string;
  readonly files: number;
  /** Absent: it came without files. */
  readonly staging: ReplyStaging | undefined;
  /** Why not all of it was taken. Nothing is staged then. */
  readonly refused: Refusal | undefined;
}

/** Makes the staging for the files of a form; `form` is its name, where it was said before the first file. */
export type Stage = (form: string | null) => Promise<ReplyStaging>;

const fieldBytes = limits.bodyBytes + 1024;
/** Boundaries, headers and fields beside the files. */
const besideFiles = fieldBytes + replyLimits.files * 1024;
/** Milliseconds in which the words of a form that is too large may still come, so that they are not lost. */
const patience = 2000;

/**
 * Reads the form of an answer, with files or without. Files are sealed as they come, no faster than they are stored. What is too
 * large as a whole is refused before its first file. Without `stage` it is read up to its first file. Throws when it is cut off
 * or cannot be read, after discarding what had come.
 */
export async function readReplyForm(
  request: Request,
  source: AsyncIterable<Uint8Array>,
  stage?: Stage,
): Promise<PostedReply> {
  if (!request.is(['multipart/form-data', 'application/x-www-form-urlencoded']))
    throw new Refusal('unsupported_media_type');
  if (request.is('multipart/form-data') && !/;\s*boundary="?[^\s";]/i.test(request.get('Content-Type') ?? ''))
    throw unreadable();
  const fields = new Map<string, string>();
  const isTooLarge = Number(request.get('Content-Length') ?? 0) > replyLimits.bytes + besideFiles;
  let staging: ReplyStaging | undefined;
  let sealing = Promise.resolve();
  let current: Readable | undefined;
  let files = 0;
  let ended: Error | undefined;
  const parser = new Busboy({
    headers: request.headers as { 'content-type': string },
    limits: { fieldSize: fieldBytes, fields: 20, files: replyLimits.files + 1, parts: 200 },
  });
  const stopped = Promise.withResolvers<never>();
  const end = (error: Error) => {
    ended ??= error;
    parser.destroy(ended);
    // A client that sends nothing more must not hold the answer up.
    stopped.reject(ended);
  };
  stopped.promise.catch(() => undefined);
  parser.on('field', (name: string | undefined, value: string, _: boolean, isCut: boolean) => {
    if (name === undefined) return;
    if (isCut) return end(new Refusal('too_large', undefined, { field: 'text' }));
    if (!fields.has(name)) fields.set(name, value);
  });
  parser.on('fieldsLimit', () => end(unreadable()));
  parser.on('partsLimit', () => end(tooMany()));
  parser.on('filesLimit', () => end(tooMany()));
  parser.on('file', (_name, stream, filename, _encoding, contentType) => {
    current = stream;
    stream.on('error', () => undefined);
    if (!filename) return void stream.resume();
    files += 1;
    if (!stage) return end(new Refusal('unauthenticated'));
    if (isTooLarge) return end(tooLarge());
    sealing = sealing
      .then(async () => {
        staging ??= await stage(nameOf(fields));
        await staging.add({ filename: unescapeFilename(filename), contentType }, stream);
      })
      .catch((error) => {
        stream.resume();
        throw error;
      });
    sealing.catch(end);
  });
  const timer = isTooLarge ? setTimeout(() => end(tooLarge()), patience) : undefined;
  try {
    await Promise.race([pipeline(source, parser), stopped.promise]).catch((error) => {
      const reason = error === ended || isAboutTheUpload(error) ? error : unreadable();
      current?.destroy(reason);
      throw reason;
    });
    await sealing;
  } catch (error) {
    await sealing.catch(() => undefined);
    await staging?.discard();
    if (!(error instanceof Refusal) || error.code === 'malformed' || error.code === 'gone') throw error;
    return { ...readFields(fields), files, staging: undefined, refused: error };
  } finally {
    clearTimeout(timer);
  }
  return { ...readFields(fields), files, staging, refused: undefined };
}

const unreadable = () => new Refusal('malformed', 'The form could not be read to its end.');

const isAboutTheUpload = (error: unknown): boolean =>
  error instanceof UploadCut ||
  error instanceof UploadTooSlow ||
  (error instanceof Refusal && error.code === 'gone');

/** Browsers write these three characters of a file name so (HTML Standard, multipart/form-data encoding algorithm). */
const unescapeFilename = (name: string): string =>
  name.replace(/%(22|0D|0A)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

const nameOf = (fields: ReadonlyMap<string, string>): string | null => {
  const form = fields.get('form') ?? '';
  return isUuid(form) ? form.toLowerCase() : null;
};

function readFields(fields: ReadonlyMap<string, string>): Omit<PostedReply, 'files' | 'staging' | 'refused'> {
  const said = fields.get('do');
  const remove = fields.get('remove') ?? '';
  const other = said === 'save' || said === 'discard' ? said : 'send';
  return {
    form: nameOf(fields),
    text: fields.get('text') ?? '',
    remove,
    does: remove ? 'remove' : other,
  };
}
