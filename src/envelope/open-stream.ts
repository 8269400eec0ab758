import { ChunkReader } from './chunk-reader.ts';
import { type Chunks, LentBuffers } from './chunks.ts';
import { SegmentCipher } from './segment-cipher.ts';
import {
  AES256_GCM_HKDF_1MB,
  headerSize,
  parseHeader,
  StreamLayout,
  type StreamParameters,
  streamKey,
} from './stream-format.ts';

/** Reads sealed bytes `from` (inclusive) to `to` (exclusive), in chunks of any size. */
export type ReadSealed = (from: number, to?: number) => Promise<Chunks>;

export interface ByteRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/**
 * Opens sealed content of `plainSize` bytes, or one range of it, reading no more than the header and the segments
 * that hold the range. A segment's bytes leave only once its tag has been checked; `Fatal` where it was changed,
 * cut off, moved or exchanged, or where the content is not of this size. Errors of `read` go through.
 */
export function openStream(
  dataKey: Uint8Array,
  associatedData: Uint8Array,
  plainSize: number,
  read: ReadSealed,
  range: ByteRange = { from: 0, to: plainSize },
  parameters = AES256_GCM_HKDF_1MB,
): Chunks {
  const lent = new LentBuffers();
  const opened = openSegments(dataKey, associatedData, plainSize, read, range, parameters, lent);
  return Object.assign(opened, { reclaim: (chunk: Uint8Array) => lent.reclaim(chunk) });
}

async function* openSegments(
  dataKey: Uint8Array,
  associatedData: Uint8Array,
  plainSize: number,
  read: ReadSealed,
  range: ByteRange,
  parameters: StreamParameters,
  lent: LentBuffers,
): AsyncGenerator<Uint8Array> {
  const { from, to } = range;
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from <= to && to <= plainSize))
    throw new RangeError(`bytes ${from} to ${to} are no range of ${plainSize} bytes`);
  if (from === to && plainSize > 0) return;
  const layout = new StreamLayout(plainSize, parameters);
  const first = layout.segmentOf(from);
  const last = layout.segmentOf(Math.max(from, to - 1));
  const head = headerSize(parameters);

  const start = layout.sealedSpan(first).from;
  const body = new ChunkReader(read(start, layout.sealedSpan(last).to));
  // The header of a range that begins later is fetched beside its segments, not before them.
  const front = first === 0 ? body : new ChunkReader(read(0, head));
  try {
    const takeSegment = (segment: number) => {
      const span = layout.sealedSpan(segment);
      const taken = body.take(span.to - span.from - (segment === 0 ? head : 0));
      taken.catch(() => {});
      return taken;
    };
    let taken = first === 0 ? undefined : takeSegment(first);
    const headBytes = await front.take(head);
    const header = parseHeader(headBytes, parameters);
    front.release(headBytes);
    const cipher = new SegmentCipher(streamKey(dataKey, associatedData, header, parameters), header);
    taken ??= takeSegment(first);
    for (let segment = first; segment <= last; segment++) {
      const sealed = await taken;
      if (segment < last) taken = takeSegment(segment + 1);
      const plain = lent.lend(cipher.open(segment, segment === layout.segments - 1, sealed));
      body.release(sealed);
      const offset = layout.plainStart(segment);
      if (plainSize > 0) yield plain.subarray(Math.max(0, from - offset), to - offset);
    }
  } finally {
    await Promise.all([front.close(), body.close()]);
  }
}
