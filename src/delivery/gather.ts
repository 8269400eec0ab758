type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Reads a source up to `most` bytes. A source that ends within them is given whole as `head`, without `rest`; of a
 * longer one, `rest` yields everything from the first byte on.
 */
export async function gatherUpTo(
  source: Source,
  most: number,
): Promise<{ head: Buffer; rest?: AsyncIterable<Uint8Array> }> {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const chunks: Uint8Array[] = [];
  for (let size = 0; size <= most;) {
    const { done, value } = await iterator.next();
    if (done) return { head: Buffer.concat(chunks) };
    chunks.push(value);
    size += value.length;
  }
  return { head: Buffer.alloc(0), rest: continued(chunks, iterator) };
}

/** The first bytes of a source, at most `most`, and the whole as if nobody had looked. */
export async function peekUpTo(
  source: AsyncIterable<Uint8Array>,
  most: number,
): Promise<{ begin: Buffer; whole: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  for (let size = 0; size < most;) {
    const { done, value } = await iterator.next();
    if (done) break;
    seen.push(value);
    size += value.length;
  }
  return { begin: Buffer.concat(seen).subarray(0, most), whole: continued(seen, iterator) };
}

async function* continued(
  chunks: Uint8Array[],
  iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks.splice(0);
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
