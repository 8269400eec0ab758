/** Of an answer, in bytes: a token with a thousand groups is far below. */
const largest = 1024 * 1024;

/** The provider did not answer as one does: it is away, whatever stands in its place. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly because: string;

  constructor(because: string, options?: ErrorOptions) {
    super(`The identity provider gave no answer (${because})`, options);
    this.because = because;
  }
}

interface Options {
  readonly body?: unknown;
  readonly headers: Record<string, string>;
  readonly method: string;
  readonly redirect: 'manual';
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetches an answer whole, body included, within the time of `signal`. Throws NoAnswer for whatever is no answer of a
 * provider: no connection, too late, too much, an error of the server, a page for people.
 */
export async function boundedFetch(url: string, options: Options): Promise<Response> {
  let response: Response;
  let bytes: Buffer;
  try {
    response = await fetch(url, options as RequestInit);
    bytes = await readAll(response);
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    throw new NoAnswer(name === 'TimeoutError' ? 'timeout' : (cause?.code ?? 'unreachable'), {
      cause: error,
    });
  }
  const { status, headers } = response;
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (status >= 500 || status === 429) throw new NoAnswer(`http_${status}`);
  if (!/^application\/(jwt|json|[\w.-]+\+json)$/.test(type)) throw new NoAnswer(`not_json_${status}`);
  return new Response(new Uint8Array(bytes), { status, headers });
}

async function readAll(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largest) throw new NoAnswer('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
