import type { Request, RequestHandler, Response } from 'express';
import { endingOf, findDelivery } from '../../../delivery/find-delivery.ts';
import { appendUpload } from '../../../delivery/replies/append-upload.ts';
import { beginUpload } from '../../../delivery/replies/begin-upload.ts';
import type { Replying } from '../../../delivery/replies/find-replying.ts';
import { findUpload, type Upload } from '../../../delivery/replies/find-upload.ts';
import { inSlot } from '../../../delivery/replies/form-slots.ts';
import { removeUpload } from '../../../delivery/replies/remove-upload.ts';
import { replyLimits } from '../../../delivery/replies/reply-limits.ts';
import { saveDraft } from '../../../delivery/replies/save-draft.ts';
import { stageReply } from '../../../delivery/replies/stage-reply.ts';
import { isUuid } from '../../../message/ids.ts';
import { Refusal, refusalCodes } from '../../../message/refusals.ts';
import { receive } from '../../http/receive.ts';
import type { WebOptions } from '../options.ts';
import { param } from '../page.ts';
import { basePath } from './landing.ts';
import { replyingOf } from './reply-access.ts';
import { takenUnderLease } from './under-lease.ts';

type Answering = (replying: Replying, request: Request, response: Response) => Promise<void>;

/** For a script: what is refused is answered as JSON with its code. */
const answering =
  (options: WebOptions, answer: Answering): RequestHandler =>
  async (request, response) => {
    response.set('Cache-Control', 'no-store');
    try {
      const replying = await replyingOf(options, request);
      if (!replying) throw await reasonWithout(options, request);
      await answer(replying, request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, facts } = error;
      if (code === 'upload_offset') response.set('Upload-Offset', String(facts.offset));
      response.status(refusalCodes[code].http).json({ code, ...facts });
    }
  };

async function reasonWithout({ ctx }: WebOptions, request: Request): Promise<Refusal> {
  const delivery = await findDelivery(ctx.db, param(request, 'token'));
  if (!delivery) return new Refusal('not_found');
  return new Refusal(endingOf(delivery) ? 'gone' : 'unauthenticated');
}

/** `PUT /m/<token>/replies/draft` with `{form, text}`: keeps the words. */
export const putDraft = (options: WebOptions): RequestHandler =>
  answering(options, async (replying, request, response) => {
    const body = bodyOf(request);
    const staging = await stageReply(options.ctx, replying.delivery, false);
    await saveDraft(options.ctx, replying, { form: formOf(body), text: textOf(body, 'text') }, staging);
    response.status(204).end();
  });

/**
 * `POST /m/<token>/replies/uploads` with `{form, filename, contentType, size, modified?}`: begins a file, which then comes in pieces
 * (in the manner of draft-ietf-httpbis-resumable-upload). 201 with its address.
 */
export const postUpload = (options: WebOptions): RequestHandler =>
  answering(options, async (replying, request, response) => {
    const body = bodyOf(request);
    const { size, modified } = body;
    const id = await beginUpload(options.ctx, replying, {
      form: formOf(body),
      filename: textOf(body, 'filename'),
      contentType: textOf(body, 'contentType'),
      size: typeof size === 'number' ? size : Number.NaN,
      modified: typeof modified === 'number' && Number.isSafeInteger(modified) ? modified : undefined,
    });
    response
      .status(201)
      .location(`${basePath(request)}/replies/uploads/${id}`)
      .json({ id });
  });

/** `HEAD` says in `Upload-Offset` from which byte on the file is to come. */
export const headUpload = (options: WebOptions): RequestHandler =>
  answering(options, async (replying, request, response) => {
    const upload = await findUpload(options.ctx.db, replying, param(request, 'id'));
    state(response, upload).status(200).end();
  });

/**
 * `PATCH` with `Upload-Offset` and bytes: appends them. 204 with the new offset; 409 with the right one where it is another; 503
 * where too many pieces of the file come at once.
 */
export const patchUpload = (options: WebOptions): RequestHandler =>
  answering(options, async (replying, request, response) => {
    if (!request.is(['application/partial-upload', 'application/offset+octet-stream']))
      throw new Refusal('unsupported_media_type');
    const given = request.get('Upload-Offset') ?? '';
    if (!/^\d{1,15}$/.test(given)) throw new Refusal('invalid', undefined, { field: 'Upload-Offset' });
    if (Number(request.get('Content-Length') ?? 0) > replyLimits.pieceBytes)
      throw new Refusal('too_large', undefined, { limit: replyLimits.pieceBytes });
    const id = param(request, 'id').toLowerCase();
    const upload = await inSlot(`${replying.delivery}/${id}`, () =>
      append(options, request, replying, id, Number(given)),
    );
    state(response, upload).status(204).end();
  });

async function append(
  { ctx, leases }: WebOptions,
  request: Request,
  replying: Replying,
  id: string,
  offset: number,
): Promise<Upload> {
  const lease = leases.hold(replying.delivery);
  try {
    const source = takenUnderLease(receive(request), lease);
    return await appendUpload(ctx, replying, id, { offset, source });
  } finally {
    lease.release();
  }
}

/** `DELETE` takes the file out of the draft. */
export const deleteUpload = (options: WebOptions): RequestHandler =>
  answering(options, async (replying, request, response) => {
    await removeUpload(options.ctx, replying, param(request, 'id'));
    response.status(204).end();
  });

const state = (response: Response, { received, size, whole }: Upload): Response =>
  response.set({
    'Upload-Offset': String(received),
    'Upload-Length': String(size),
    'Upload-Complete': whole ? '?1' : '?0',
  });

function bodyOf(request: Request): Readonly<Record<string, unknown>> {
  const { body } = request;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal('malformed');
  return body;
}

const textOf = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

const formOf = ({ form }: Readonly<Record<string, unknown>>): string | null =>
  typeof form === 'string' && isUuid(form) ? form.toLowerCase() : null;
