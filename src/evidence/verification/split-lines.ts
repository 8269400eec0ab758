const lineFeed = 0x0a;

/** The lines of a file, each with its line feed, the last one maybe without. One of more than `longest` bytes is null. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<Uint8Array | null> {
  let held: Uint8Array[] = [];
  let size = 0;
  const take = (): Uint8Array | null => {
    const line = size > longest ? null : held.length === 1 ? held[0]! : Buffer.concat(held);
    [held, size] = [[], 0];
    return line;
  };
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(lineFeed, from);
      const to = end < 0 ? chunk.length : end + 1;
      size += to - from;
      // Of a line that is too long no more is kept than shows it.
      if (size <= longest) held.push(chunk.subarray(from, to));
      if (end >= 0) yield take();
      from = to;
    }
  }
  if (size > 0) yield take();
}
