import type { Request, Response } from 'express';
import type { DownloadLease } from '../../delivery/download-leases.ts';
import type { ByteRange } from '../../delivery/read-attachment.ts';
import type { Attachment } from '../../message/content.ts';
import { byteRange } from './recipient/byte-range.ts';

/**
 * The bytes of a file that a request asks for, the rest of the answer's headers beside them. An attachment never changes, so its
 * id is a strong validator, with which a broken download can go on. `undefined`: the range cannot be satisfied, and that is
 * answered.
 */
export function rangeOf(
  request: Request,
  response: Response,
  { id, size }: Pick<Attachment, 'id' | 'size'>,
): (ByteRange & { readonly isPart: boolean }) | undefined {
  const validator = `"${id}"`;
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
    return undefined;
  }
  return range ? { ...range, isPart: true } : { from: 0, to: size, isPart: false };
}

/** What is sent of a file, and under what. */
export interface Sending {
  readonly attachment: Attachment;
  readonly range: ByteRange & { readonly isPart: boolean };
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Absent: nothing can end it. */
  readonly lease?: DownloadLease;
  /** Told how many bytes left, when the transfer ended in whatever way. */
  readonly ended?: (sent: number, complete: boolean) => Promise<void>;
}

/**
 * Writes the bytes no faster than they are taken, each under a fresh lease, which is released in the end. A cut is a cut, never a
 * clean end: the connection is reset, so that what still waits in its buffers does not leave.
 */
export async function sendFile(response: Response, sending: Sending): Promise<void> {
  const { attachment, range, bytes, lease, ended } = sending;
  const size = range.to - range.from;
  response.attachment(attachment.filename).set({
    'Content-Type': attachment.contentType,
    'Content-Length': String(size),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    ...(range.isPart ? { 'Content-Range': `bytes ${range.from}-${range.to - 1}/${attachment.size}` } : {}),
  });
  response.status(range.isPart ? 206 : 200);
  let sent = 0;
  let complete = false;
  const cut = () => void response.socket?.resetAndDestroy();
  lease?.lost.addEventListener('abort', cut);
  try {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length; at += 64 * 1024) {
        if (response.destroyed) return;
        if (lease && !lease.isFresh()) return cut();
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
    lease?.lost.removeEventListener('abort', cut);
    lease?.release();
    // Before the first byte an error still gets a page of its own.
    if (!complete && response.headersSent) response.destroy();
    await ended?.(sent, complete);
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
