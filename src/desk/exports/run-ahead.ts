/**
 * Pulls a source at once, and ahead of its reader by up to `most` bytes, so that a slow reader holds up neither the source
 * nor what stands behind it. Order and errors are the source's. A reader that stops stops the source.
 */
export function runAhead(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let bytes = 0;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let stopped = false;
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  const pulled = (async () => {
    try {
      for await (const chunk of source) {
        waiting.push(chunk);
        bytes += chunk.length;
        tell();
        while (bytes >= most && !stopped) await changed.promise;
        if (stopped) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      ended = true;
      tell();
    }
  })();

  return (async function* () {
    try {
      for (;;) {
        const chunk = waiting.shift();
        if (chunk) {
          bytes -= chunk.length;
          tell();
          yield chunk;
        } else if (failure) throw failure.error;
        else if (ended) return;
        else await changed.promise;
      }
    } finally {
      stopped = true;
      tell();
      await pulled;
    }
  })();
}
