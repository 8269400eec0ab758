import type { Request } from 'express';
import type { z } from 'zod';
import type { MessageDraft } from '../../delivery/accept-message.ts';
import { limits } from '../../delivery/limits.ts';
import type { AttachmentHeader, Staging } from '../../delivery/stage-message.ts';
import { Refusal, type RefusalCode } from '../../message/refusals.ts';
import { acknowledgementDraft } from './acknowledgement-draft.ts';
import { parseParameters } from './header-parameters.ts';
import { invalidField } from './invalid.ts';
import type { Hold } from './large-bodies.ts';
import { checkNotEncoded, gather, parseJson, readJson } from './read-json.ts';
import { type Part, readParts } from './read-parts.ts';
import { receive, type UploadPace } from '../http/receive.ts';
import { message, messageWithoutFiles } from './schemas-messages.ts';
import { validate } from './validate.ts';

export interface MessageLimits {
  /** Bytes of a JSON body, and of the part `message` of a multipart one. */
  readonly jsonBytes: number;
  readonly hold: Hold;
  readonly pace: UploadPace;
}

/**
 * Reads a message in either of its forms, sealing its attachments into the staging as they come. Whoever calls discards
 * the staging when this throws.
 */
export async function readMessage(
  req: Request,
  staging: Staging,
  bounds: MessageLimits,
): Promise<MessageDraft> {
  const type = parseParameters(req.headers['content-type'] ?? '');
  if (type?.value !== 'multipart/form-data') return readFromJson(req, staging, bounds);
  checkNotEncoded(req);
  const boundary = type.parameters.get('boundary');
  if (!boundary || boundary.length > 70) {
    throw new Refusal('malformed', 'The multipart body has no boundary of 1 to 70 characters.');
  }
  return readFromParts(readParts(receive(req, bounds.pace), boundary), staging, bounds);
}

async function readFromJson(req: Request, staging: Staging, bounds: MessageLimits): Promise<MessageDraft> {
  const body = await readJson(req, { most: bounds.jsonBytes, hold: bounds.hold, pace: bounds.pace });
  const { attachments, ...draft } = validate(message, counted(body));
  for (const [index, { content, contentId, ...header }] of (attachments ?? []).entries()) {
    const bytes = Buffer.from(content, 'base64');
    // Node's decoder passes over what is not base64; only the one strict spelling comes back as it was.
    if (bytes.toString('base64') !== content) {
      throw invalidField(
        `attachments.${index}.content`,
        'is not base64 with padding and without line breaks',
      );
    }
    await staging.addAttachment({ ...header, ...(contentId ? { contentId } : {}) }, chunksOf(bytes));
  }
  return draftOf(draft);
}

/** The request as the verb takes it: where a wording of the list is named, with its words. */
const draftOf = ({ acknowledgement, ...draft }: z.infer<typeof messageWithoutFiles>): MessageDraft => ({
  ...draft,
  ...(acknowledgement ? { acknowledgement: acknowledgementDraft(acknowledgement) } : {}),
});

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += 1024 * 1024) yield bytes.subarray(from, from + 1024 * 1024);
}

async function readFromParts(
  parts: AsyncIterable<Part>,
  staging: Staging,
  bounds: MessageLimits,
): Promise<MessageDraft> {
  let draft: MessageDraft | undefined;
  for await (const part of parts) {
    const { name, file } = describePart(part);
    if (name === 'message') {
      if (draft) throw invalidField('message', 'comes twice');
      const bytes = await gather(part.body, 0, { most: bounds.jsonBytes, hold: bounds.hold });
      draft = draftOf(validate(messageWithoutFiles, counted(parseJson(bytes))));
    } else if (!draft) {
      throw invalidField('message', 'must be the first part, before any file');
    } else if (!file) {
      throw invalidField(name, 'has no file name: every part after “message” is a file');
    } else {
      await staging.addAttachment(file, part.body);
    }
  }
  if (!draft) throw invalidField('message', 'is missing: it is the first part, and JSON');
  return draft;
}

/** What a part says of itself (RFC 7578 §4.2). Refuses malformed: an attachment must never be passed over in silence. */
function describePart({ headers }: Part): { name: string; file?: AttachmentHeader } {
  const disposition = parseParameters(headers['content-disposition'] ?? '');
  const name = disposition?.parameters.get('name');
  if (disposition?.value !== 'form-data' || name === undefined) {
    throw new Refusal(
      'malformed',
      'A part of the multipart body has no readable Content-Disposition with a name.',
    );
  }
  const filename = disposition.parameters.get('filename');
  if (!filename) return { name };
  const contentId =
    headers['content-id'] ?? (name.startsWith('cid:') ? name.slice('cid:'.length) : undefined);
  return {
    name,
    file: {
      filename,
      contentType: headers['content-type'] ?? 'application/octet-stream',
      ...(contentId ? { contentId } : {}),
    },
  };
}

/**
 * Counts before anything looks at the entries: the faults of a list of millions would fill the memory.
 * Refuses too_many_recipients, too_many_attachments.
 */
function counted(body: unknown): unknown {
  const { to, attachments } = (body ?? {}) as { to?: unknown; attachments?: unknown };
  checkCount(to, 'too_many_recipients', 'recipients', limits.recipients);
  checkCount(attachments, 'too_many_attachments', 'attachments', limits.attachments);
  return body;
}

function checkCount(list: unknown, code: RefusalCode, noun: string, limit: number): void {
  if (!Array.isArray(list) || list.length <= limit) return;
  throw new Refusal(code, `A message takes at most ${limit} ${noun}; this one has ${list.length}.`, {
    limit,
    given: list.length,
  });
}
