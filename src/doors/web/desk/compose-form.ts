import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import type { ComposeAsks, RecipientRow } from '../../../../views/models/compose.ts';
import type { Context } from '../../../delivery/context.ts';
import { limits } from '../../../delivery/limits.ts';
import { Staging } from '../../../delivery/stage-message.ts';
import { isLanguage } from '../../../message/languages.ts';
import { Refusal } from '../../../message/refusals.ts';
import { readAsks } from './compose-asks.ts';
import { receive, UploadCut, UploadTooSlow } from '../../http/receive.ts';

export interface ComposeForm {
  /** Names the form, so that it is not sent twice; '' where it has none. */
  readonly key: string;
  /** The choice of unit and sender address; '' where nothing was chosen. */
  readonly from: string;
  readonly rows: readonly RecipientRow[];
  readonly subject: string;
  readonly text: string;
  readonly expiresDays: number;
  /** For which the notices wait; null: as the policy says. */
  readonly undoMinutes: number | null;
  readonly asks: ComposeAsks;
  /** The button for another row was pressed: nothing is to be sent. */
  readonly more: boolean;
  readonly files: number;
}

const fieldBytes = limits.bodyBytes + 1024;
/** All fields together lie in memory. */
const fieldsBytes = fieldBytes + limits.recipients * 1024;

/**
 * Reads the form of a new message. Files are sealed as they arrive, each no faster than it is stored; the staging is
 * the caller's to accept or discard. Throws when the upload is cut off, after discarding what had come.
 */
export async function readComposeForm(
  ctx: Context,
  request: Request,
): Promise<{ form: ComposeForm; staging: Staging }> {
  if (!request.is('multipart/form-data')) throw new Refusal('unsupported_media_type');
  if (!/;\s*boundary="?[^\s";]/i.test(request.get('Content-Type') ?? '')) throw unreadable();
  const staging = new Staging(ctx);
  const fields = new Map<string, string[]>();
  let sealing = Promise.resolve();
  let current: Readable | undefined;
  let files = 0;
  let size = 0;
  let refused: unknown;
  const parser = new Busboy({
    headers: request.headers as { 'content-type': string },
    limits: {
      fieldSize: fieldBytes,
      fields: limits.recipients * 6 + 30,
      files: limits.attachments + 1,
      parts: Number.POSITIVE_INFINITY,
    },
  });
  const refuse = (error: Error) => {
    refused = error;
    parser.destroy(error);
  };
  parser.on('field', (name: string | undefined, value) => {
    if (name === undefined) return;
    size += name.length + value.length;
    if (size > fieldsBytes) return refuse(new Refusal('too_large'));
    fields.set(name, [...(fields.get(name) ?? []), value]);
  });
  // What comes after it would be lost without a word.
  parser.on('fieldsLimit', () => refuse(new Refusal('too_many_recipients')));
  parser.on('file', (_name, stream, filename, _encoding, contentType) => {
    current = stream;
    stream.on('error', () => undefined);
    if (!filename || fields.has('more')) return void stream.resume();
    files += 1;
    sealing = sealing
      .then(() => staging.addAttachment({ filename: unescapeFilename(filename), contentType }, stream))
      .catch((error) => {
        stream.resume();
        throw error;
      });
    sealing.catch(refuse);
  });
  try {
    await pipeline(receive(request), parser).catch((error) => {
      const reason = error === refused || isAboutTheUpload(error) ? error : unreadable();
      current?.destroy(reason);
      throw reason;
    });
    await sealing;
  } catch (error) {
    await sealing.catch(() => undefined);
    await staging.discard();
    throw error;
  }
  return { form: formOf(fields, files), staging };
}

const unreadable = () => new Refusal('malformed', 'The form could not be read to its end.');

const isAboutTheUpload = (error: unknown): boolean =>
  error instanceof UploadCut || error instanceof UploadTooSlow;

/** Browsers write these three characters of a file name so (HTML Standard, multipart/form-data encoding algorithm). */
const unescapeFilename = (name: string): string =>
  name.replace(/%(22|0D|0A)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

function formOf(fields: ReadonlyMap<string, readonly string[]>, files: number): ComposeForm {
  const all = (name: string) => fields.get(name) ?? [];
  const first = (name: string) => all(name)[0] ?? '';
  return {
    rows: all('email').map((email, index) => {
      const language = all('language')[index];
      return {
        email,
        phone: all('phone')[index] ?? '',
        name: all('name')[index] ?? '',
        language: isLanguage(language) ? language : 'da',
        opens: all('opens')[index] === 'access_code' ? 'access_code' : 'phone',
        identity: all('identity')[index] ?? '',
      };
    }),
    key: first('key'),
    from: first('from'),
    subject: first('subject'),
    text: first('text'),
    expiresDays: Number(first('expiresDays')) || limits.expiryDays,
    undoMinutes: first('undoMinutes') === '' ? null : Number(first('undoMinutes')),
    asks: readAsks(first),
    more: fields.has('more'),
    files,
  };
}
