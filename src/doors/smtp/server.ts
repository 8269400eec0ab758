import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection';
import { GatewayConnection } from './connection.ts';

/** The SMTP server (RFC 5321) with what it leaves to be decided. */
export class GatewayServer extends SMTPServer {
  readonly isTrusted: (ip: string) => boolean;
  /** It takes no new mail: what is under way may end. */
  isStopping = false;

  constructor(options: SMTPServerOptions, isTrusted: (ip: string) => boolean) {
    super(options);
    this.isTrusted = isTrusted;
  }

  override connect(socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null): void {
    const connection = new GatewayConnection(this, socket, options);
    this.connections.add(connection);
    connection.on('error', (error) => this.emit('error', error));
    connection.init();
  }

  /** Ends a connection from our side. */
  cut(id: string, code: number, sentence: string): void {
    for (const each of this.all()) {
      if (each.id !== id) continue;
      each.send(code, sentence);
      each.close();
    }
  }

  /** Hangs up on whoever is not in the middle of a mail; the others follow with the answer to theirs. */
  stop(): void {
    this.isStopping = true;
    for (const each of this.all()) if (!each.hasMail) each.sayStopping();
  }

  all(): GatewayConnection[] {
    return [...this.connections] as GatewayConnection[];
  }
}
