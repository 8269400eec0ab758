import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PassThrough } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { type Io, VerbFailure } from './verb.ts';

/** What a server sent, and no more: nothing of it tells whether the rest will come. */
export interface Download {
  readonly headers: IncomingMessage['headers'];
  /** Unpacked where it came packed. Throws `Interrupted` where the connection breaks before the end. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** The connection broke, or the server does not answer now: the same may succeed later. */
export class Interrupted extends VerbFailure {}

/** Milliseconds after which a silent connection counts as broken: a server may look through a large log meanwhile. */
const patience = 120_000;

/** Asks the running server for something of any length. Throws `VerbFailure` with the server's own sentence. */
export async function download({ url, token }: Io, path: string): Promise<Download> {
  const target = new URL(`${url}${path}`);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = send(target, {
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), 'accept-encoding': 'gzip' },
    });
    asked.setTimeout(patience, () => asked.destroy(new Error('no answer')));
    asked.once('response', resolve);
    asked.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Interrupted(
          `Nothing answers at ${url} (${error.code ?? error.message}). Start Segl there, or set SEGL_URL.`,
        ),
      ),
    );
    asked.end();
  });
  const { statusCode = 0, headers } = response;
  const packed = headers['content-encoding'] === 'gzip';
  if (statusCode === 200) return { headers, bytes: unpacked(response, packed) };
  if (statusCode === 401) {
    response.destroy();
    throw new VerbFailure(
      token
        ? `${url} does not know this token. Set SEGL_TOKEN to one with the scope evidence.`
        : 'SEGL_TOKEN is not set. Set it to a token with the scope evidence.',
    );
  }
  const words = await sentenceOf(unpacked(response, packed));
  const Failure = statusCode >= 500 || statusCode === 429 ? Interrupted : VerbFailure;
  throw new Failure(words ?? `${url}${target.pathname} answered ${statusCode}.`);
}

/** What has come is given before it is told that no more will: else a connection that breaks early brings nothing ever. */
function unpacked(response: IncomingMessage, packed: boolean): AsyncIterable<Buffer> {
  const stream = packed ? createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }) : new PassThrough();
  let failure: string | undefined;
  response.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error.code ?? 'cut off';
  });
  response.on('close', () => {
    if (!response.complete) failure ??= 'cut off';
    stream.end();
  });
  response.pipe(stream, { end: false });
  return (async function* () {
    try {
      yield* stream;
    } catch (error) {
      failure ??= (error as NodeJS.ErrnoException).code ?? 'cut off';
    } finally {
      response.destroy();
    }
    if (failure !== undefined) throw new Interrupted(`The connection broke off (${failure}).`);
  })();
}

/** The sentence of a problem (RFC 9457), or the first line of a short text. */
async function sentenceOf(bytes: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    if ((size += chunk.length) > 64 * 1024) return undefined;
  }
  const text = Buffer.concat(chunks).toString();
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : undefined;
  } catch {
    return text.length < 500 ? text.split('\n')[0] || undefined : undefined;
  }
}
