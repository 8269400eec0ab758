import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type CertificateOptions, type KeyKind, makePair, type Pair } from './certificates.ts';

const run = promisify(execFile);

/** An RFC 3161 authority: openssl answers, behind a small HTTP server. */
export interface TimestampAuthority {
  readonly url: string;
  readonly root: Pair;
  readonly rootDer: Uint8Array;
  readonly signer: Pair;
  /** Bodies that were sent to it. */
  readonly asked: Buffer[];
  /** How it answers; a test may put another way in its place. */
  behave: (query: Buffer, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
  /** What openssl answers to a query, as a TimeStampResp in DER. */
  reply(query: Uint8Array): Promise<Buffer>;
  /** A query of openssl's about these bytes. */
  query(data: Uint8Array, options: readonly string[]): Promise<Buffer>;
  /** What openssl says of a query. */
  show(query: Uint8Array): Promise<string>;
  /** A token over these bytes. */
  stamp(data: Uint8Array, queryOptions?: readonly string[]): Promise<Uint8Array>;
  /** `openssl ts -verify` of a token over these bytes with the root; throws where it does not hold. */
  verify(token: Uint8Array, data: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface AuthorityOptions {
  readonly keys?: KeyKind;
  readonly root?: Pair;
  /** Of the certificate that signs the tokens. */
  readonly certificate?: CertificateOptions;
  readonly digest?: string;
  /** Lines of openssl's section `tsa`. */
  readonly settings?: readonly string[];
}

export const caExtensions = [
  'basicConstraints = critical, CA:true',
  'keyUsage = critical, keyCertSign, cRLSign',
  'subjectKeyIdentifier = hash',
];
export const tsaExtensions = [
  'basicConstraints = critical, CA:false',
  'keyUsage = critical, digitalSignature',
  'extendedKeyUsage = critical, timeStamping',
];

export const derOf = (pem: string): Uint8Array =>
  new Uint8Array(Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64'));

export async function startTimestampAuthority(options: AuthorityOptions = {}): Promise<TimestampAuthority> {
  const { keys = 'rsa:2048', digest = 'sha256', settings = ['accuracy = secs:1'] } = options;
  const folder = await mkdtemp(join(tmpdir(), 'segl-tsa-'));
  const file = (name: string) => join(folder, name);
  const root =
    options.root ??
    (await makePair(file('root'), keys, { name: 'Timestamp root', extensions: caExtensions }));
  const signer = await makePair(file('signer'), keys, {
    name: 'Timestamp authority',
    issuer: root,
    extensions: tsaExtensions,
    ...options.certificate,
  });
  await writeFile(file('serial'), '01\n');
  await writeFile(
    file('tsa.cnf'),
    `[tsa]
default_tsa = this
[this]
serial = ${file('serial')}
signer_cert = ${signer.certificateFile}
signer_key = ${signer.keyFile}
certs = ${root.certificateFile}
signer_digest = ${digest}
default_policy = 1.2.3.4.1
digests = sha1, sha256, sha384, sha512
ess_cert_id_alg = sha256
${settings.join('\n')}
`,
  );
  let count = 0;
  // Its file of serial numbers is for one at a time.
  let turn: Promise<unknown> = Promise.resolve();
  const reply = (query: Uint8Array): Promise<Buffer> => {
    const answered = turn.then(async () => {
      const [asked, answer] = [file(`q${++count}`), file(`a${count}`)];
      await writeFile(asked, query);
      await run('openssl', ['ts', '-reply', '-config', file('tsa.cnf'), '-queryfile', asked, '-out', answer]);
      return readFile(answer);
    });
    turn = answered.catch(() => undefined);
    return answered;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const query = Buffer.concat(chunks);
      authority.asked.push(query);
      Promise.resolve(authority.behave(query, request, response)).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority: TimestampAuthority = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}/tsr`,
    root,
    rootDer: derOf(root.certificate),
    signer,
    asked: [],
    behave: async (query, _request, response) => {
      const answer = await reply(query);
      response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(answer);
    },
    reply,
    async query(data, queryOptions) {
      const [bytes, query] = [file(`data${++count}`), file(`query${count}`)];
      await writeFile(bytes, data);
      await run('openssl', ['ts', '-query', '-data', bytes, ...queryOptions, '-out', query]);
      return readFile(query);
    },
    async show(query) {
      const shown = file(`shown${++count}`);
      await writeFile(shown, query);
      return (await run('openssl', ['ts', '-query', '-in', shown, '-text'])).stdout;
    },
    async stamp(data, queryOptions = ['-sha256', '-cert']) {
      const [answer, token] = [file(`answer${++count}`), file(`token${count}`)];
      await writeFile(answer, await reply(await authority.query(data, queryOptions)));
      await run('openssl', ['ts', '-reply', '-in', answer, '-token_out', '-out', token]);
      return new Uint8Array(await readFile(token));
    },
    async verify(token, data) {
      const [bytes, stamped] = [file(`data${++count}`), file(`token${count}`)];
      await writeFile(bytes, data);
      await writeFile(stamped, token);
      await run('openssl', [
        'ts',
        '-verify',
        ...['-data', bytes, '-in', stamped, '-token_in', '-CAfile', root.certificateFile],
      ]);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await turn;
      await rm(folder, { recursive: true, force: true });
    },
  };
  return authority;
}
