import { NoTimestamp, type TimestampAuthority } from '../../evidence/timestamps/ports.ts';

/** Bytes: an answer holds a token of at most half of it. */
const largest = 128 * 1024;

/**
 * An authority over HTTP (RFC 3161 §3.4). Credentials in the address are sent as HTTP Basic. Redirects are not followed: they
 * would lead to an authority that nobody chose. `patience` is in milliseconds, for the whole answer: shorter than a transaction
 * may be silent, and than a process has to stop.
 */
export function httpAuthority(address: URL, patience = 5_000): TimestampAuthority {
  const url = new URL(address);
  const headers: Record<string, string> = {
    'Content-Type': 'application/timestamp-query',
    Accept: 'application/timestamp-reply',
  };
  if (url.username || url.password) {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.Authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    url.username = url.password = '';
  }
  return {
    async ask(request) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers,
          body: request as Uint8Array<ArrayBuffer>,
          redirect: 'manual',
          signal: AbortSignal.timeout(patience),
        });
        if (response.status !== 200) {
          await response.body?.cancel();
          throw new NoTimestamp(`http_${response.status}`);
        }
        return await readAll(response);
      } catch (cause) {
        if (cause instanceof NoTimestamp) throw cause;
        throw new NoTimestamp(codeOf(cause), { cause });
      }
    },
  };
}

async function readAll({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by an error closes the connection.
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > largest) throw new NoTimestamp('too_large');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function codeOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'timeout';
  return typeof cause?.code === 'string' && /^\w{1,40}$/.test(cause.code) ? cause.code : 'unreachable';
}
