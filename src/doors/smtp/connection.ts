import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection';
import { networkOf } from '../../delivery/budgets.ts';
import { MailParser } from './mail-parser.ts';
import { tooLarge } from './replies.ts';
import { replyLines } from './reply-text.ts';
import type { GatewayServer } from './server.ts';

const statusFirst = /^([245]\.\d{1,3}\.\d{1,3}) (.*)$/s;

/** Connections at once from one network of strangers. */
const mostOfNetwork = 50;
/** Part of all places that strangers may take. */
const forStrangers = 0.9;
/** Refusals that a stranger gets before we hang up. */
const patience = 20;

/** What the library says in its own words, as a person would want it said. */
const sentences: Readonly<Record<string, string>> = {
  TOO_MANY_RECIPIENTS: '4.5.3 A mail takes no more recipients. Send it to the others in a mail of its own.',
  MAILBOX_SYNTAX_ERROR: '5.1.3 The address of the recipient is not written as one. Check it.',
  SENDER_SYNTAX_ERROR: '5.1.7 The address of the sender is not written as one. Check it.',
};

/** A connection whose replies may bring their own enhanced status code, and that treats systems and strangers apart. */
export class GatewayConnection extends SMTPConnection {
  readonly isTrusted: boolean;
  readonly #server: GatewayServer;
  #refusals = 0;

  constructor(
    server: GatewayServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions | null | undefined,
  ) {
    super(server, socket, options);
    this.#server = server;
    this.isTrusted = server.isTrusted(this.remoteAddress);
  }

  get isStranger(): boolean {
    return !this.isTrusted && !this.session.user;
  }

  override _createParser(): MailParser {
    const parser = new MailParser();
    parser.oncommand = (command, callback) => this._onCommand(command, callback);
    parser.on('error', () => this.send(421, '5.5.2 A command line is at most 16 KB long.'));
    return parser;
  }

  /** A mail is arriving or waits for our answer. */
  get hasMail(): boolean {
    return Boolean(this._dataStream);
  }

  /** Not all of the mail has come yet. */
  get isReceiving(): boolean {
    return Boolean(this._dataStream && !this._dataStream.writableEnded);
  }

  /** Strangers wait for the greeting, which finds out those who talk before they listen. A known system does not. */
  override init(): void {
    const crowded = this.#crowded();
    if (!crowded && !this.isTrusted) return super.init();
    this._setListeners(() => (crowded ? this.send(421, crowded) : this.connectionReady()));
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const ours =
      context === 'MESSAGE_TOO_BIG'
        ? `5.3.4 ${tooLarge(this._server.options.size ?? 0)}`
        : typeof context === 'string' && sentences[context];
    const said = ours || data;
    const own = typeof said === 'string' ? statusFirst.exec(said) : null;
    if (own) {
      const [, status, text = ''] = own;
      super.send(
        code,
        replyLines(text).map((line) => `${status} ${line}`),
        false,
      );
    } else if (Array.isArray(said) && !this.secure) {
      // RFC 4954 §4: no mechanism that would show the secret is offered in the clear.
      super.send(
        code,
        said.filter((line) => !line.startsWith('AUTH ')),
        context,
      );
    } else super.send(code, said, context);
    if (code === 421 || code < 200) return;
    if (this.#server.isStopping && !this.hasMail) return this.sayStopping();
    if (code >= 400 && this.isStranger) this.#refusals += 1;
    if (this.#refusals >= patience) this.send(421, '4.7.0 Too many commands were refused. Good bye.');
  }

  sayStopping(): void {
    this.send(421, '4.3.2 This server is being stopped. Send again in a moment.');
  }

  #crowded(): string | undefined {
    const most = this.#server.options.maxClients ?? Number.POSITIVE_INFINITY;
    const tooMany = '4.3.2 Too many connections at once. Come again in a moment.';
    if (this.#server.connections.size > most) return tooMany;
    if (!this.isStranger) return undefined;
    const strangers = this.#server.all().filter((each) => each.isStranger);
    if (strangers.length > Math.ceil(most * forStrangers)) return tooMany;
    const network = networkOf(this.remoteAddress);
    const neighbours = strangers.filter(({ remoteAddress }) => networkOf(remoteAddress) === network);
    return neighbours.length > mostOfNetwork
      ? '4.7.0 Too many connections from your network at once. Come again in a moment.'
      : undefined;
  }
}
