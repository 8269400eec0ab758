/**
 * The same chunks, with the next one asked for while the present one is worked on. A source that must stop early
 * is told so.
 */
export async function* readAhead(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  const ask = () => {
    const next = iterator.next();
    next.catch(() => {});
    return next;
  };
  try {
    let asked = ask();
    for (;;) {
      let result: IteratorResult<Uint8Array>;
      try {
        result = await asked;
      } catch (error) {
        ended = true;
        throw error;
      }
      if (result.done) {
        ended = true;
        return;
      }
      asked = ask();
      yield result.value;
    }
  } finally {
    if (!ended) await iterator.return?.();
  }
}
