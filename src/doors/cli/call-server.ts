import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { type Io, VerbFailure } from './verb.ts';

export interface Upload {
  /** POST unless told. */
  readonly method?: 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Asks the running server. Throws `VerbFailure` with the server's own sentence, or with what to do. */
export async function callServer<Answer>(io: Io, path: string, upload: Upload): Promise<Answer> {
  const { status, text } = await exchange(io, path, upload);
  const answer = parse(text);
  if (status >= 200 && status < 300 && answer) return answer as Answer;
  if (status === 401) {
    throw new VerbFailure(
      `${io.url} does not know this token. Set SEGL_TOKEN to the secret of a system, or to the bootstrap token.`,
    );
  }
  throw new VerbFailure(
    sentenceOf(answer) ?? `${io.url} answered ${status}, which is not an answer of Segl.`,
  );
}

export const postJson = <Answer>(io: Io, path: string, value: unknown): Promise<Answer> => {
  const body = Buffer.from(JSON.stringify(value));
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
  return callServer(io, path, { headers, body: [body] });
};

export const getJson = <Answer>(io: Io, path: string): Promise<Answer> =>
  callServer(io, path, { method: 'GET', headers: {}, body: [] });

async function exchange(io: Io, path: string, upload: Upload): Promise<{ status: number; text: string }> {
  if (!io.token) {
    throw new VerbFailure(
      'SEGL_TOKEN is not set. Set it to the secret of a system, or to the bootstrap token.',
    );
  }
  const url = new URL(`${io.url}/api/v1${path}`);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(url, {
    method: upload.method ?? 'POST',
    headers: { authorization: `Bearer ${io.token}`, accept: 'application/json', ...upload.headers },
  });
  // A server that refuses answers before the upload has ended and stops reading: its answer counts, and not
  // the upload's failure.
  let uploadFailure: unknown;
  const answered = answerOf(request);
  const uploaded = pipeline(upload.body, request).catch((error: unknown) => {
    uploadFailure = error;
  });
  try {
    const response = await answered;
    const answer = { status: response.statusCode ?? 0, text: await textOf(response) };
    if (!request.writableFinished) request.destroy();
    return answer;
  } catch (error) {
    await uploaded;
    const cause = uploadFailure instanceof VerbFailure ? uploadFailure : error;
    if (cause instanceof VerbFailure) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new VerbFailure(
      code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? `Nothing answers at ${io.url}. Start Segl there, or set SEGL_URL to where it runs.`
        : `The connection to ${io.url} broke off (${code ?? 'no answer'}). It is not known whether the server did it.`,
    );
  }
}

const answerOf = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
  });

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The problem's sentence, and the fields that are to blame beside the first. */
function sentenceOf(problem: Record<string, unknown> | undefined): string | undefined {
  if (typeof problem?.detail !== 'string') return undefined;
  const others = Array.isArray(problem.errors) ? problem.errors.slice(1) : [];
  return [problem.detail, ...others.map(({ field, detail }) => `“${field}” ${detail}.`)].join('\n');
}
