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
    // An attachment never changes, so its id is a strong validator, with which a broken download can go on.
    const validator = `"${found.attachment.id}"`;
    const condition = request.get('If-Range');
    // RFC 9110 §13.1.5: with another validator the range does not count.
    const isConditionMet = condition === undefined || condition === validator;
    const range = isConditionMet ? byteRange(request.get('Range'), size) : undefined;
    response.set({
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      ETag: validator,
    });
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
    await send(response, opened, to - from, lease);
  };

/**
 * Writes the bytes no faster than they are taken, each under a fresh lease. A cut is a cut, never a clean end: the
 * connection is reset, so that what still waits in its buffers does not leave.
 */
async function send(
  response: Response,
  opened: OpenAttachment,
  size: number,
  lease: DownloadLease,
): Promise<void> {
  let sent = 0;
  let complete = false;
  const cut = () => void response.socket?.resetAndDestroy();
  lease.lost.addEventListener('abort', cut);
  try {
    for await (const chunk of opened.bytes) {
      for (let at = 0; at < chunk.length; at += 64 * 1024) {
        if (response.destroyed) return;
        if (!lease.isFresh()) return cut();
        const piece = chunk.subarray(at, at + 64 * 1024);
        sent += piece.length;
        // The end goes with the last bytes: a client that has them all may leave at once.
        if (sent === size) response.end(piece);
        else if (!response.write(piece)) await eventOrClose(response, 'drain');
      }
    }
    if (sent < size) throw new Error('An attachment ended before its size');
    if (size === 0) response.end();
    if (!response.writableFinished && !response.destroyed) await eventOrClose(response, 'finish');
    complete = response.writableFinished;
  } finally {
    lease.lost.removeEventListener('abort', cut);
    lease.release();
    // Before the first byte an error still gets a page of its own.
    if (!complete && response.headersSent) response.destroy();
    await opened.ended(sent, complete);
  }
}

const eventOrClose = (response: Response, event: 'drain' | 'finish'): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off(event, done).off('close', done);
      resolve();
    };
    response.on(event, done).on('close', done);
  });

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
