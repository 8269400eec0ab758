import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { limits as messageLimits } from '../../delivery/limits.ts';
import { GatewaySenders } from '../../desk/gateway-senders.ts';
import { GatewaySystems, type Neighbour } from '../../desk/gateway-systems.ts';
import { currentPolicy } from '../../desk/policy.ts';
import { remembered } from '../../desk/remembered.ts';
import { Refusal } from '../../message/refusals.ts';
import { acceptedSentence } from './accepted-sentence.ts';
import { type Closing, closeServer } from './close-server.ts';
import { addRecipient, begin, type Transaction } from './envelope.ts';
import { MailCutOff } from './mime/read-mail.ts';
import type { SmtpOptions } from './options.ts';
import { receiveAnswer } from './receive-answer.ts';
import { type Gateway, receiveMail } from './receive-mail.ts';
import { receiveReturn } from './receive-return.ts';
import { replyTo, SmtpReply, tooLarge } from './replies.ts';
import { GatewayServer } from './server.ts';
import { SlowWatch } from './slow-watch.ts';

export interface SmtpDoor {
  /** Resolves to the port, once it listens. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new mail; what is being received gets a few seconds to end. */
  close(): Promise<void>;
}

/** The SMTP gateway (RFC 5321): mail of systems in, and what comes back to our own return addresses. */
export function smtpDoor(options: SmtpOptions): SmtpDoor {
  const { ctx, log, maxBytes, hostname } = options;
  const systems = new GatewaySystems(ctx, options.trusted);
  const gateway: Gateway = {
    ctx,
    hostname,
    maxBytes,
    policy: remembered(() => currentPolicy(ctx.db)),
    senders: new GatewaySenders(ctx),
  };
  const transactions = new WeakMap<SMTPServerSession, Transaction>();
  const underWay: Closing['underWay'] = new Map();

  const clientOf = async ({ user, remoteAddress }: SMTPServerSession): Promise<Neighbour> =>
    user ? { system: await systems.current(user as string) } : systems.ofNetwork(remoteAddress);

  /** Runs a handler for the library's callback; what it throws becomes a reply. */
  const answered = <Answer>(
    callback: (error?: Error | null, answer?: Answer) => void,
    work: () => Promise<Answer>,
  ): void => {
    work().then(
      (answer) => callback(null, answer),
      (error: unknown) => {
        if (!(error instanceof SmtpReply || error instanceof Refusal)) log.failure(error);
        callback(replyTo(error));
      },
    );
  };

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const transaction = transactions.get(session)!;
    const { client, returned, returnTo, tagged } = transaction;
    if (tagged) {
      const accepted = await receiveAnswer(gateway, { client, returnTo, tagged }, stream);
      return accepted ? acceptedSentence(accepted) : '2.6.0 Thank you.';
    }
    if (!returned) return acceptedSentence(await receiveMail(gateway, transaction, session, stream));
    await receiveReturn(ctx, returned, returnTo, stream, maxBytes);
    return '2.6.0 Thank you.';
  }

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
      authMethods: ['PLAIN', 'LOGIN'],
      authOptional: true,
      disableReverseLookup: true,
      hideDSN: false,
      hideENHANCEDSTATUSCODES: false,
      hideREQUIRETLS: true,
      disabledCommands: ['WIZ', 'SHELL', 'KILL', 'HELP'],
      logger: false,
      // Without a turn of the event loop in between, in which an eager system might talk before it is greeted.
      onConnect: (_session, callback) => callback(),
      onAuth({ username, password }, session, callback) {
        answered(callback, async () => ({
          user: await systems.signIn(username ?? '', password ?? '', session.remoteAddress).catch(tooOften),
        }));
      },
      onMailFrom(address, session, callback) {
        answered(callback, async () => {
          transactions.set(session, begin(ctx, await clientOf(session), address.address));
        });
      },
      onRcptTo(address, session, callback) {
        answered(callback, () =>
          addRecipient(ctx, transactions.get(session)!, address, session.remoteAddress),
        );
      },
      onData(stream, session, callback) {
        const began = performance.now();
        const recipients = session.envelope.rcptTo.length;
        watch.follow(stream, session.id);
        const facts = () => ({
          recipients,
          bytes: stream.byteLength,
          ms: Math.round(performance.now() - began),
        });
        const work = receive(stream, session).then(
          (sentence) => {
            log.mail({ outcome: 'accepted', ...facts() });
            callback(null, sentence);
          },
          (error: unknown) => {
            const reply = replyTo(error);
            const cut = error instanceof MailCutOff;
            const outcome = cut ? 'cut_off' : reply.responseCode < 500 ? 'deferred' : 'refused';
            log.mail({ outcome, code: reply.message.split(' ', 1)[0]!, ...facts() });
            if (outcome === 'deferred') log.failure(error);
            // The rest of the mail is let pass unread: the reply belongs after its end.
            stream.on('error', () => undefined).resume();
            stream.on('data', () => {
              if (stream.byteLength > 2 * maxBytes)
                server.cut(session.id, 552, `5.3.4 ${tooLarge(maxBytes)}`);
            });
            callback(reply);
          },
        );
        underWay.set(stream, work);
        void work.finally(() => underWay.delete(stream));
      },
    },
    (ip) => systems.isTrusted(ip),
  );
  const watch = new SlowWatch(
    (id) => server.cut(id, 421, '4.4.2 The mail comes too slowly. Nothing was kept; send it again.'),
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
      await closeServer({ server, underWay });
    },
  };
}

/** RFC 4954 §6: whoever signs in is told so by 454, not by the 451 of a mail. */
function tooOften(error: unknown): never {
  if (error instanceof Refusal && error.code === 'budget_spent')
    throw new SmtpReply(454, '4.7.0', error.message);
  throw error;
}
