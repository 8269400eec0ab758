import type { SMTPServerSession } from 'smtp-server';
import { limits as messageLimits } from '../../delivery/limits.ts';
import { GatewaySystems } from '../../desk/gateway-systems.ts';
import { currentPolicy } from '../../desk/policy.ts';
import { remembered } from '../../desk/remembered.ts';
import type { System } from '../../desk/staff.ts';
import { acceptedSentence } from './accepted-sentence.ts';
import { SlowWatch } from './slow-watch.ts';
import type { SmtpOptions } from './options.ts';
import { type Gateway, receiveMail } from './receive-mail.ts';
import { receiveReturn } from './receive-return.ts';
import { checkRecipient, checkReturnPath, type Transaction } from './envelope.ts';
import { MailCutOff } from './mime/read-mail.ts';
import { replyTo } from './replies.ts';
import { GatewayServer } from './server.ts';

export interface SmtpDoor {
  /** Resolves to the port, once it listens. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new mail; what is being received gets a few seconds to end. */
  close(): Promise<void>;
}

/** Milliseconds that mails under way get when the door closes. */
const closing = 3_000;

/** The SMTP gateway (RFC 5321): mail of systems in, and what comes back to our own return addresses. */
export function smtpDoor(options: SmtpOptions): SmtpDoor {
  const { ctx, log, maxBytes, hostname } = options;
  const systems = new GatewaySystems(ctx, options.trusted);
  const gateway: Gateway = { ctx, hostname, maxBytes, policy: remembered(() => currentPolicy(ctx.db)) };
  const transactions = new WeakMap<SMTPServerSession, Transaction>();

  const systemFor = async (session: SMTPServerSession): Promise<System | undefined> => {
    const signedIn = (session.user as System | undefined)?.id;
    return signedIn ? systems.current(signedIn) : systems.ofNetwork(session.remoteAddress);
  };
  /** Runs a handler for the library's callback; what it throws becomes a reply. */
  const answered = (callback: (error?: Error | null) => void, work: () => Promise<void>): void => {
    work().then(
      () => callback(),
      (error: unknown) => {
        const reply = replyTo(error);
        if (reply.responseCode === 451) log.failure(error);
        callback(reply);
      },
    );
  };

  const server = new GatewayServer(
    {
      name: hostname,
      banner: 'Segl',
      heloResponse: '%s at your service',
      ...options.tls,
      minVersion: 'TLSv1.2',
      size: maxBytes,
      maxRecipients: messageLimits.recipients,
      maxClients: options.limits?.clients ?? 1000,
      socketTimeout: (options.limits?.silence ?? 300) * 1000,
      closeTimeout: closing,
      authMethods: ['PLAIN', 'LOGIN'],
      authOptional: true,
      disableReverseLookup: true,
      hideDSN: false,
      hideENHANCEDSTATUSCODES: false,
      hideREQUIRETLS: true,
      disabledCommands: ['WIZ', 'SHELL', 'KILL', 'HELP'],
      logger: false,
      onAuth({ username, password }, session, callback) {
        systems.signIn(username ?? '', password ?? '', session.remoteAddress).then(
          (user) => callback(null, { user }),
          (error: unknown) => {
            const reply = replyTo(error);
            if (reply.responseCode === 451 && !('code' in (error as object))) log.failure(error);
            callback(reply);
          },
        );
      },
      onMailFrom(address, session, callback) {
        answered(callback, async () => {
          const system = await systemFor(session);
          if (system) checkReturnPath(system, address.address);
          transactions.set(session, { system, returned: undefined });
        });
      },
      onRcptTo(address, session, callback) {
        const transaction = transactions.get(session)!;
        answered(callback, async () => {
          const first = session.envelope.rcptTo.length === 0;
          transactions.set(
            session,
            await checkRecipient(ctx, transaction, address.address, first, session.remoteAddress),
          );
        });
      },
      onData(stream, session, callback) {
        const began = performance.now();
        const { system, returned } = transactions.get(session)!;
        const recipients = session.envelope.rcptTo.length;
        const done = watch.follow(stream, session.id);
        const work = returned
          ? receiveReturn(ctx, returned, session, stream).then(() => '2.6.0 Thank you.')
          : receiveMail(gateway, system!, session, stream).then(acceptedSentence);
        const facts = () => ({
          recipients,
          bytes: stream.byteLength,
          ms: Math.round(performance.now() - began),
        });
        work.then(
          (sentence) => {
            done();
            log.mail({ outcome: 'accepted', ...facts() });
            callback(null, sentence);
          },
          (error: unknown) => {
            done();
            const reply = replyTo(error);
            const cut = error instanceof MailCutOff;
            const outcome = cut ? 'cut_off' : reply.responseCode < 500 ? 'deferred' : 'refused';
            log.mail({ outcome, code: reply.message.split(' ', 1)[0]!, ...facts() });
            if (outcome === 'deferred') log.failure(error);
            // The rest of the mail is let pass unread: the reply belongs after its end.
            stream.on('error', () => undefined).resume();
            callback(reply);
          },
        );
      },
    },
    (ip) => systems.isTrusted(ip),
  );
  const watch = new SlowWatch(
    (id) => server.cut(id, '4.4.2 The mail comes too slowly. Nothing was kept; send it again.'),
    options.limits?.slowAfter,
  );
  // Broken connections, failed handshakes: the other side's affair.
  server.on('error', () => undefined);

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(port, host, () => {
          server.server.off('error', reject);
          const bound = server.server.address();
          resolve(typeof bound === 'object' && bound ? bound.port : port);
        });
      }),
    async close() {
      watch.stop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
