import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection';

const statusFirst = /^([245]\.\d{1,3}\.\d{1,3}) (.*)$/s;

/** A connection whose replies may bring their own enhanced status code, and who need not wait where it is trusted. */
class GatewayConnection extends SMTPConnection {
  readonly prompt: boolean;

  constructor(
    server: GatewayServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions | null | undefined,
  ) {
    super(server, socket, options);
    this.prompt = server.greetsAtOnce(this.remoteAddress);
  }

  /** Strangers wait for the greeting, which finds out those who talk before they listen. A known system does not. */
  override init(): void {
    if (!this.prompt) return super.init();
    this._setListeners(() => {
      const { maxClients } = this._server.options;
      if (maxClients && this._server.connections.size > maxClients) {
        return this.send(421, '4.3.2 Too many connections at once; come again in a moment.');
      }
      this.connectionReady();
    });
  }

  override send(code: number, data?: string | string[], context?: string | false): void {
    const own = typeof data === 'string' ? statusFirst.exec(data) : null;
    if (own) super.send(code, data, false);
    else super.send(code, data, context);
  }
}

/** The SMTP server (RFC 5321) with what it leaves to be decided. */
export class GatewayServer extends SMTPServer {
  readonly greetsAtOnce: (ip: string) => boolean;

  constructor(options: SMTPServerOptions, greetsAtOnce: (ip: string) => boolean) {
    super(options);
    this.greetsAtOnce = greetsAtOnce;
  }

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null): void {
    const connection = new GatewayConnection(this, socket, options);
    this.connections.add(connection);
    connection.on('error', (error) => this.emit('error', error));
    connection.init();
  }

  /** Ends a connection from our side. */
  cut(id: string, sentence: string): void {
    for (const connection of this.connections) if (connection.id === id) connection.send(421, sentence);
  }
}
