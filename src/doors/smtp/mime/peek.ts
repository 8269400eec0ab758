/** The first bytes of a source, `most` or a segment more, or all of it; and the whole as if nobody had looked. */
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
  return { begin: Buffer.concat(seen).subarray(0, most), whole: again(seen, iterator) };
}

async function* again(seen: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    while (seen.length > 0) yield seen.shift()!;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
