import { setTimeout as sleep } from 'node:timers/promises';
import { type LogSource, Unreadable } from '../../evidence/log/log-source.ts';

export interface LogServerOptions {
  /** A secret of a system with the scope `evidence`: sent for bundles of entries, and for nothing else. */
  readonly token?: string;
  /** How long one answer may take, in milliseconds; half a minute. */
  readonly timeout?: number;
  /** Pauses before the tries after the first, in milliseconds. */
  readonly pauses?: readonly number[];
}

/**
 * A log as a server hands it out: `url` is that of the log (`https://mail.example/log`), below which its checkpoint lies. Throws
 * `RangeError` where the URL is not one of http or https.
 */
export function logServer(url: string, options: LogServerOptions = {}): LogSource {
  const { token, timeout = 30_000, pauses = [500, 2_000] } = options;
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  if (base.protocol !== 'https:' && base.protocol !== 'http:')
    throw new RangeError('a log is read by http or https');

  async function tryRead(path: string, limit: number): Promise<Uint8Array | undefined> {
    const headers = token && path.startsWith('tile/entries/') ? { authorization: `Bearer ${token}` } : {};
    // Nobody may send the token elsewhere.
    const answer = await fetch(new URL(path, base), {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    if (answer.status === 404) {
      await answer.body?.cancel();
      return undefined;
    }
    if (!answer.ok || !answer.body) {
      await answer.body?.cancel();
      throw new Answered(answer.status);
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of answer.body) {
      length += chunk.length;
      if (length > limit) throw new Unreadable(`the server sends more than ${limit} bytes`);
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(length);
    chunks.reduce((at, chunk) => (bytes.set(chunk, at), at + chunk.length), 0);
    return bytes;
  }

  return {
    async read(path, limit) {
      for (let tries = 0; ; tries++) {
        try {
          return await tryRead(path, limit);
        } catch (error) {
          if (error instanceof Unreadable) throw error;
          const pause = pauses[tries];
          if (error instanceof Answered && !error.mayPass) throw new Unreadable(error.message);
          if (pause === undefined) throw new Unreadable(reason(error));
          await sleep(pause);
        }
      }
    },
  };
}

/** The server answered, but not with what was asked for. */
class Answered extends Error {
  readonly mayPass: boolean;

  constructor(status: number) {
    super(`the server answered ${status}${status === 401 || status === 403 ? ': a token is needed' : ''}`);
    this.mayPass = status === 429 || status >= 500;
  }
}

function reason(error: unknown): string {
  if (error instanceof Answered) return error.message;
  const { cause, name } = error as Error & { cause?: { code?: string } };
  return `the server could not be reached (${cause?.code ?? name})`;
}
