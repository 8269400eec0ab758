import { constants } from 'node:buffer';
import type { Request } from 'express';
import { Refusal } from '../../message/refusals.ts';
import type { Hold } from './large-bodies.ts';
import { receive, type UploadPace } from '../http/receive.ts';

interface JsonLimits {
  readonly most: number;
  readonly hold: Hold;
  readonly pace?: UploadPace | undefined;
}

/** Reads a JSON body into memory. Refuses: unsupported_media_type, too_large, overloaded, malformed. */
export async function readJson(req: Request, limits: JsonLimits): Promise<unknown> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced === 0 && req.headers['transfer-encoding'] === undefined) return {};
  checkMediaType(req);
  const bytes = await gather(receive(req, limits.pace), announced, limits);
  return parseJson(bytes);
}

/** Refuses too_large, overloaded: as soon as the announced or the arrived bytes are too many. */
export async function gather(
  source: AsyncIterable<Buffer>,
  announced: number,
  { most, hold }: JsonLimits,
): Promise<Buffer> {
  // A string longer than this cannot be made at all.
  const limit = Math.min(most, constants.MAX_STRING_LENGTH);
  const check = (size: number) => {
    if (size > limit) {
      const mebibytes = Math.floor(limit / 1024 / 1024);
      throw new Refusal(
        'too_large',
        `This takes at most ${mebibytes >= 1 ? `${mebibytes} MiB` : `${limit} bytes`}. Files of any size go as multipart/form-data.`,
        { limitBytes: limit },
      );
    }
    hold.grow(size);
  };
  check(announced);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    check(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** RFC 8259: UTF-8 and nothing else. Refuses malformed. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's own words quote the text, which is nobody's business.
    throw new Refusal('malformed', 'The JSON could not be read: it must be one JSON value in UTF-8.');
  }
}

function checkMediaType(req: Request): void {
  const type = req.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    throw new Refusal('unsupported_media_type', 'Send the body as application/json in UTF-8.');
  }
  checkNotEncoded(req);
}

export function checkNotEncoded(req: Request): void {
  const encoding = req.headers['content-encoding'];
  if (encoding && encoding !== 'identity') {
    throw new Refusal('unsupported_media_type', 'Send the body without a Content-Encoding.');
  }
}
