import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The connection broke before the whole answer had come. */
  readonly cut: boolean;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** One request on a connection of its own, its path sent as it is given. */
export function ask(
  url: string,
  path: string,
  { method = 'GET', headers, body }: Asking = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, agent: false, headers: { ...headers } });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', () => undefined);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('close', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          bytes,
          text: bytes.toString(),
          cut: !response.complete,
        });
      });
    });
    request.end(body);
  });
}

/** Somebody with a browser: keeps cookies, and sends forms as a browser does. */
export class Visitor {
  readonly url: string;
  readonly cookies = new Map<string, string>();
  /** What came with `Set-Cookie`, whole. */
  readonly setCookies: string[] = [];

  constructor(url: string) {
    this.url = url;
  }

  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(this.url, path, {
      ...asking,
      headers: { ...(cookie ? { cookie } : {}), ...asking.headers },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      this.setCookies.push(line);
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/)!;
      if (/expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return answer;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask(path, { headers });
  }

  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.url, ...headers },
      body: new URLSearchParams(form).toString(),
    });
  }

  /** A multipart form, as a browser sends one with files. */
  async postFiles(
    path: string,
    fields: readonly (readonly [name: string, value: string])[],
    files: readonly { name: string; type: string; bytes: Buffer }[] = [],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    for (const { name, type, bytes } of files) {
      form.append('files', new File([new Uint8Array(bytes)], name, { type }));
    }
    const encoded = new Response(form);
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': encoded.headers.get('content-type')!, origin: this.url, ...headers },
      body: Buffer.from(await encoded.arrayBuffer()),
    });
  }
}

interface Outbox {
  waitFor(fits: (entry: { kind: string; to: string; text: string; at: string }) => boolean): Promise<{
    text: string;
    at: string;
  }>;
}

/** The token of the newest link that was mailed to this address. */
export async function linkTo(outbox: Outbox, email: string): Promise<string> {
  const mail = await outbox.waitFor((each) => each.kind === 'mail' && each.to === email);
  return mail.text.match(/\/m\/([\w-]{43})/)![1]!;
}

/** Asks for a code and reads it off the phone. */
export async function askCode(
  visitor: Visitor,
  outbox: Outbox,
  token: string,
  phone: string,
  via: 'sms' | 'call' = 'sms',
): Promise<string> {
  const since = new Date().toISOString();
  const answer = await visitor.post(`/m/${token}/codes`, { via });
  if (answer.status !== 303) throw new Error(`no code was sent: ${answer.status}`);
  const arrived = await outbox.waitFor(
    (each) => each.kind === via && each.to === phone && each.at.slice(0, 23) >= since.slice(0, 23),
  );
  return arrived.text.match(/\b\d{6}\b/)![0];
}

/** From the link to an open session. */
export async function openLink(
  visitor: Visitor,
  outbox: Outbox,
  token: string,
  phone: string,
): Promise<void> {
  const code = await askCode(visitor, outbox, token, phone);
  const answer = await visitor.post(`/m/${token}/openings`, { code });
  if (answer.status !== 303) throw new Error(`the code did not open: ${answer.status}`);
}

/** A wrong code that is no live one. */
export const otherCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
