import type { Readable } from 'node:stream';
import { Unavailable } from '../../message/refusals.ts';

/** A response's body as chunks. Its connection ends with it, and when the reader stops, even before the first chunk. */
export function bodyChunks(body: Readable): AsyncIterable<Uint8Array> {
  // An error may come before the reader does.
  body.on('error', () => {});
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        try {
          return await chunks.next();
        } catch (cause) {
          throw new Unavailable('blobs', { cause });
        }
      },
      async return() {
        body.destroy();
        return { done: true, value: undefined };
      },
    }),
  };
}
