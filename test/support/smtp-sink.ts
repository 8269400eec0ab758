import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import tls from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** Key and certificate of `localhost` and 127.0.0.1, made for tests and trusted by nobody else. */
export const localhostPem = readFileSync(new URL('localhost.pem', import.meta.url), 'utf8');

/** Lets this process trust the certificate of the test servers, as an operator's own authority would be. */
export const trustLocalhost = (): void =>
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), localhostPem]);

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly secure: boolean;
  readonly user: string | undefined;
  /** The NOTIFY parameters of the recipients. */
  readonly notify: readonly string[];
}

/** What to answer instead of yes: a reply code and its words. */
export type Refusing = (what: string) => { code: number; words: string } | undefined;

export interface SinkOptions {
  readonly tls?: 'none' | 'starttls' | 'implicit';
  readonly credentials?: { readonly user: string; readonly pass: string };
  readonly onMail?: Refusing;
  readonly onRcpt?: Refusing;
  readonly onData?: Refusing;
  readonly smtpUtf8?: boolean;
  /** Where it listens; the certificate is not good for anything but the usual 127.0.0.1. */
  readonly host?: string;
}

export interface Sink {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** Connections that were greeted so far. */
  readonly connections: () => number;
  close(): Promise<void>;
}

interface Dsn {
  dsn?: { notify?: string[] };
}

/** A real SMTP server on 127.0.0.1 that keeps what it takes and refuses what it is told to. */
export async function smtpSink(options: SinkOptions = {}): Promise<Sink> {
  const received: ReceivedMail[] = [];
  let connections = 0;
  const answer = (refusing: Refusing | undefined, what: string) => {
    const no = refusing?.(what);
    return no ? Object.assign(new Error(no.words), { responseCode: no.code }) : undefined;
  };
  const server = new SMTPServer({
    secure: options.tls === 'implicit',
    ...(options.tls && options.tls !== 'none' ? { key: localhostPem, cert: localhostPem } : {}),
    disabledCommands: [
      ...(options.tls === 'starttls' ? [] : ['STARTTLS']),
      ...(options.credentials ? [] : ['AUTH']),
    ],
    hideDSN: false,
    hideENHANCEDSTATUSCODES: false,
    hideSMTPUTF8: options.smtpUtf8 === false,
    authOptional: !options.credentials,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_session, done) {
      connections++;
      done();
    },
    onAuth({ username, password }, _session, done) {
      const right = username === options.credentials?.user && password === options.credentials?.pass;
      done(
        right ? null : new Error('Authentication credentials invalid'),
        right ? { user: username } : undefined,
      );
    },
    onMailFrom: ({ address }, _session, done) => done(answer(options.onMail, address)),
    onRcptTo: ({ address }, _session, done) => done(answer(options.onRcpt, address)),
    onData(stream, session, done) {
      buffer(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          secure: session.secure,
          user: session.user,
          notify: rcptTo.flatMap((rcpt) => (rcpt as Dsn).dsn?.notify ?? []),
        });
        const no = answer(options.onData, raw.toString());
        if (no) received.pop();
        done(no, 'Taken as number 1');
      }, done);
    },
  } satisfies SMTPServerOptions);
  // A client that goes away in the middle is part of the tests.
  server.on('error', () => {});
  const listening = server.listen(0, options.host ?? '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  return {
    port: portOf(listening.address()),
    received,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/**
 * A server of which the test writes every word: `answer` gets each line of a session ('' stands for the connection
 * itself) and returns the bytes to send, nothing for silence, or `cut` to break the connection.
 */
export async function scriptedServer(
  answer: (line: string, session: number) => string | undefined | typeof cut,
): Promise<{ port: number; lines: readonly string[]; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const lines: string[] = [];
  let sessions = 0;
  const server = createServer((socket) => {
    const session = ++sessions;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    const say = (line: string) => {
      const words = answer(line, session);
      if (words === cut) socket.destroy();
      else if (words !== undefined) socket.write(words);
    };
    let rest = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      const complete = (rest + chunk).split('\r\n');
      rest = complete.pop() ?? '';
      for (const line of complete) {
        if (socket.destroyed) return;
        lines.push(line);
        say(line);
      }
    });
    say('');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    lines,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const cut = Symbol('cut');

const portOf = (address: unknown): number => (address as { port: number }).port;
