import type { FileHandle } from 'node:fs/promises';
import type { Chunks } from '../../envelope/index.ts';
import { Unavailable } from '../../message/refusals.ts';

/** Reads end at multiples of this many bytes, which are where sealed segments end. */
const alignment = 1 << 20;

/** Reads under way at once: the disk and the reader do not wait for each other. */
const readsAtOnce = 2;

/** Buffers that readers have handed back, for whichever file is read next. They hold sealed bytes only. */
const spare: Buffer[] = [];
const maxSpare = 8;

/**
 * Bytes `from` (inclusive) to `to` (exclusive; absent: the end) of an open file. The file is closed at the end, on
 * error, and when the reader stops early, even before its first chunk.
 */
export function readFileRange(handle: FileHandle, from: number, to = Number.POSITIVE_INFINITY): Chunks {
  const reading: Promise<Uint8Array>[] = [];
  const lent = new WeakSet<ArrayBufferLike>();
  let position = from;
  let open = true;

  const readNext = () => {
    const size = Math.min(to, (Math.floor(position / alignment) + 1) * alignment) - position;
    const buffer = (size === alignment ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(size);
    const read = fill(handle, buffer, position);
    read.catch(() => {});
    reading.push(read);
    position += size;
  };
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    if (open) {
      open = false;
      await Promise.allSettled(reading);
      await handle.close();
    }
    return { done: true, value: undefined };
  };
  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    while (open && position < to && reading.length < readsAtOnce) readNext();
    const read = reading.shift();
    if (!open || !read) return end();
    try {
      const chunk = await read;
      if (chunk.length === 0) return await end();
      lent.add(chunk.buffer);
      return { done: false, value: chunk };
    } catch (cause) {
      await end();
      throw new Unavailable('blobs', { cause });
    }
  };
  return {
    [Symbol.asyncIterator]: () => ({ next, return: end }),
    reclaim({ buffer }) {
      if (lent.delete(buffer) && buffer.byteLength === alignment && spare.length < maxSpare)
        spare.push(Buffer.from(buffer as ArrayBuffer));
    },
  };
}

/** As many bytes as the buffer holds, or as the file has left. */
async function fill(handle: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  for (let filled = 0; ;) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
    filled += bytesRead;
    if (bytesRead === 0 || filled === buffer.length) return buffer.subarray(0, filled);
  }
}
