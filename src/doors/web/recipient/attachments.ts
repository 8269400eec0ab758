import { once } from 'node:events';
import type { RequestHandler, Response } from 'express';
import type { DownloadLease } from '../../../delivery/download-leases.ts';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { findAttachment, type OpenAttachment, readAttachment } from '../../../delivery/read-attachment.ts';
import { sessionBody } from '../../../delivery/session-body.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param, sendPage } from '../page.ts';
import { byteRange } from './byte-range.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** `GET /m/<token>/attachments/<id>`, whole or a range of bytes; without a session, the way to one. */
export const getAttachment =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx, leases } = options;
    const token = param(request, 'token');
    const session = await recipientSession(ctx, request);
    const found = session && (await findAttachment(ctx, token, session, param(request, 'id')));
    if (!session || !found) return withoutSession(options, session, request, response);

    const { size } = found.attachment;
    const range = byteRange(request.get('Range'), size);
    response.set({ 'Accept-Ranges': 'bytes', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    if (range === 'unsatisfiable') {
      response.status(416).set('Content-Range', `bytes */${size}`).end();
      return;
    }
    const { from, to } = range ?? { from: 0, to: size };
    const opened = await readAttachment(ctx, token, session, found, { from, to }, clientOf(request));
    if (!opened) return withoutSession(options, session, request, response);
    const lease = leases.hold(opened.delivery);
    response.attachment(found.attachment.filename).set({
      'Content-Type': found.attachment.contentType,
      'Content-Length': String(to - from),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      ...(range ? { 'Content-Range': `bytes ${from}-${to - 1}/${size}` } : {}),
    });
    response.status(range ? 206 : 200);
    await send(response, opened, lease);
  };

/** Writes the bytes no faster than they are taken, each under a fresh lease. A cut is a cut, never a clean end. */
async function send(response: Response, opened: OpenAttachment, lease: DownloadLease): Promise<void> {
  let sent = 0;
  let complete = false;
  try {
    for await (const chunk of opened.bytes) {
      for (let at = 0; at < chunk.length; at += 64 * 1024) {
        if (!lease.isFresh() || response.destroyed) return;
        const piece = chunk.subarray(at, at + 64 * 1024);
        sent += piece.length;
        if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
    }
    complete = !response.destroyed;
  } finally {
    lease.release();
    if (complete) response.end();
    // Before the first byte an error still gets a page of its own.
    else if (response.headersSent) response.destroy();
    await opened.ended(sent, complete);
  }
}

/** Says why no byte comes: the delivery has ended, the session has, or there is no such attachment. */
async function withoutSession(
  { ctx }: WebOptions,
  session: string | undefined,
  request: Parameters<RequestHandler>[0],
  response: Response,
): Promise<void> {
  const delivery = await linkedDelivery(ctx, request, response);
  if (!delivery) return;
  if (endingOf(delivery)) return showLanding(ctx, request, response, delivery);
  if (session && (await sessionBody(ctx, param(request, 'token'), session))) throw new Refusal('not_found');
  sendPage(
    ctx,
    request,
    response,
    'session-ended',
    { base: basePath(request) },
    { status: 401, language: delivery.language },
  );
}
