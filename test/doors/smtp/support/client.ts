import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface Reply {
  readonly code: number;
  /** Without code; of an array's length where the reply has several lines. */
  readonly lines: readonly string[];
  /** Code and lines as one text. */
  readonly text: string;
}

/** A client of SMTP that sends exactly what it is told to, and takes one reply at a time. */
export class Client {
  #socket: Socket;
  readonly #connection: Socket;
  #received = '';
  #ended = false;
  #wake = () => undefined as void;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#connection = socket;
    this.#listen();
  }

  /** `from`: any address of 127.0.0.0/8, so that a test may be several strangers. Does not wait for the greeting. */
  static async open(port: number, from = '127.0.0.1', halfOpen = false): Promise<Client> {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, allowHalfOpen: halfOpen });
    await once(socket, 'connect');
    socket.setNoDelay(true);
    return new Client(socket);
  }

  /** Connected, greeted, and EHLO said. */
  static async greeted(port: number, from?: string): Promise<Client> {
    const client = await Client.open(port, from);
    await client.expect(220);
    await client.say('EHLO client.example', 250);
    return client;
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Resolves once the kernel has taken the bytes. */
  async flush(bytes: string | Uint8Array): Promise<void> {
    if (!this.#socket.write(bytes)) await Promise.race([once(this.#socket, 'drain'), this.end]);
  }

  async ask(line: string): Promise<Reply> {
    this.write(`${line}\r\n`);
    return this.reply();
  }

  /** Sends a line and throws with the whole reply where its code is another. */
  async say(line: string, code: number): Promise<Reply> {
    this.write(`${line}\r\n`);
    return this.expect(code);
  }

  async expect(code: number): Promise<Reply> {
    const reply = await this.reply();
    if (reply.code !== code) throw new Error(`Expected ${code}, got: ${reply.text}`);
    return reply;
  }

  /** The next reply (RFC 5321 §4.2.1). Throws where the server ended the connection instead. */
  async reply(): Promise<Reply> {
    for (;;) {
      const [whole] = this.#received.match(/^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/) ?? [];
      if (whole) {
        this.#received = this.#received.slice(whole.length);
        const lines = whole.slice(0, -2).split('\r\n');
        return {
          code: Number(whole.slice(0, 3)),
          lines: lines.map((line) => line.slice(4)),
          text: lines.join('\n'),
        };
      }
      if (this.#ended) throw new Error(`The server hung up; unread: ${JSON.stringify(this.#received)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Every reply until the server hangs up. */
  async replies(): Promise<Reply[]> {
    const all: Reply[] = [];
    for (;;) {
      try {
        all.push(await this.reply());
      } catch {
        return all;
      }
    }
  }

  /** Turns to TLS after the server agreed. Its certificate is of its own making. */
  async startTls(): Promise<void> {
    await this.say('STARTTLS', 220);
    await this.shakeHands();
  }

  /** The TLS handshake alone, where the server has agreed to it already. */
  async shakeHands(): Promise<void> {
    this.#socket.removeAllListeners('data');
    this.#socket.removeAllListeners('close');
    const secure = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    this.#socket = secure;
    this.#listen();
  }

  async secured(): Promise<this> {
    await this.startTls();
    await this.say('EHLO client.example', 250);
    return this;
  }

  /** Resolves when the server has ended the connection. */
  get end(): Promise<void> {
    return this.#ended ? Promise.resolve() : once(this.#socket, 'close').then(() => undefined);
  }

  /** No more will be sent; replies still come where the connection was opened for that. */
  shut(): void {
    this.#socket.end();
  }

  /** Ends the connection in the middle of whatever it is, with a reset. */
  cut(): void {
    this.#connection.resetAndDestroy();
  }

  #listen(): void {
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (bytes) => {
      this.#received += bytes.toString('utf8');
      this.#wake();
    });
    this.#socket.once('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }
}

export interface Transaction {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string | Uint8Array;
  /** Behind the address of MAIL, as `SIZE=1`. */
  readonly parameters?: string;
}

/** MAIL, RCPT, DATA; the reply to the first that is refused, else to the mail. */
export async function transact(client: Client, { from, to, data, parameters }: Transaction): Promise<Reply> {
  const mail = await client.ask(`MAIL FROM:<${from}>${parameters ? ` ${parameters}` : ''}`);
  if (mail.code !== 250) return mail;
  for (const address of to) {
    const rcpt = await client.ask(`RCPT TO:<${address}>`);
    if (rcpt.code !== 250) return rcpt;
  }
  await client.say('DATA', 354);
  await client.flush(stuffed(data));
  return client.reply();
}

/** A mail on the wire: dots doubled at the beginning of lines, and the end (RFC 5321 §4.5.2). */
export function stuffed(data: string | Uint8Array): Buffer {
  const text = Buffer.from(data).toString('latin1');
  const doubled = text.replace(/(^|\r\n)\./g, '$1..');
  const closed = doubled === '' || doubled.endsWith('\r\n') ? doubled : `${doubled}\r\n`;
  return Buffer.from(`${closed}.\r\n`, 'latin1');
}
