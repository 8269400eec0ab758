import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { countDropped } from '../http/young-garbage.ts';

/** An answer of any length. */
export interface Streamed {
  readonly type: string;
  /** Its bytes, made as they are taken, and no more of them once `signal` is aborted. */
  bytes(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** Milliseconds in which a client must take what waits for it: some 64 KiB. */
const patience = 120_000;

/**
 * Streams an answer, no faster than it is taken, and compressed for who takes that. What fails before the first byte is
 * thrown, and can be answered. What fails later, and a client that takes nothing any more, has its connection destroyed: an
 * answer that has ended well is whole.
 */
export async function sendStreamed(req: Request, res: Response, { type, bytes }: Streamed): Promise<void> {
  const isCompressed = req.acceptsEncodings('gzip', 'identity') === 'gzip';
  res.status(200).set({ 'Content-Type': type, 'X-Accel-Buffering': 'no', Vary: 'Accept-Encoding' });
  if (isCompressed) res.set('Content-Encoding', 'gzip');
  if (req.method === 'HEAD') return void res.end();
  const gone = new AbortController();
  const leave = () => gone.abort(new Error('The client is gone'));
  res.on('close', leave);
  if (res.destroyed) leave();
  const watch = watchPace(res);
  try {
    const source = bytes(gone.signal)[Symbol.asyncIterator]();
    const first = await source.next();
    // Taken off before a problem is written in its place.
    const stream = Readable.from(following(first, source), { objectMode: false });
    if (isCompressed) await pipeline(stream, gzip(), res);
    else await pipeline(stream, res);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!res.headersSent) {
      for (const name of ['Content-Type', 'Content-Encoding', 'X-Accel-Buffering']) res.removeHeader(name);
      throw error;
    }
    res.destroy();
    throw error;
  } finally {
    clearInterval(watch);
    res.off('close', leave);
  }
}

const gzip = () => createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 });

async function* following(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      yield next.value;
      countDropped(4 * next.value.length);
    }
  } finally {
    await rest.return?.();
  }
}

/** Destroys a connection over which nothing has gone for too long although something waits. */
function watchPace(res: Response): NodeJS.Timeout {
  let since = performance.now();
  res.on('drain', () => {
    since = performance.now();
  });
  return setInterval(() => {
    if (!res.writableNeedDrain) since = performance.now();
    else if (performance.now() - since > patience) res.destroy();
  }, 5_000).unref();
}
