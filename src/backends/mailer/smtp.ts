import { createPrivateKey } from 'node:crypto';
import type { NodemailerError, SendMailOptions } from 'nodemailer';
import Mail from 'nodemailer/lib/mailer';
import SMTPPool, { type SMTPPoolOptions, type SMTPPoolSentMessageInfo } from 'nodemailer/lib/smtp-pool';
import { type Mailer, type MailOutcome, NoSecureWay, type OutgoingMail } from '../../delivery/ports.ts';
import { Unavailable } from '../../message/refusals.ts';
import { mailbox } from './mailbox.ts';
import { handedOver, isInsecure, recipientOutcome, withoutAddresses } from './replies.ts';
import { parseSmtpUrl } from './smtp-url.ts';

export interface SmtpOptions {
  /** `smtp://[user:password@]host[:port]` or `smtps://…`. */
  readonly url: string;
  /** `key`: an RSA private key, PEM (RFC 6376). */
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly key: string } | undefined;
  readonly timeouts?: Partial<SmtpTimeouts> | undefined;
}

/** Milliseconds. */
export interface SmtpTimeouts {
  /** Until TCP, greeting, TLS and sign-in stand. */
  readonly connect: number;
  /** Of silence. Long, because whoever gives up before the reply to DATA sends the mail twice (RFC 5321 section 4.5.3.2). */
  readonly silence: number;
  /** For one mail as a whole, so that a server that trickles its replies holds nobody forever. */
  readonly mail: number;
  /** What `close` leaves to mails under way. */
  readonly close: number;
}

const usual: SmtpTimeouts = { connect: 30_000, silence: 300_000, mail: 900_000, close: 5_000 };

/**
 * Mail by SMTP over kept connections, DKIM-signed where a key is given, asking for delivery status notifications where
 * the server offers them (RFC 3461).
 *
 * With credentials TLS is demanded and the certificate verified. Without, STARTTLS is used whenever it is offered and its
 * certificate is not verified: clear text would have been accepted too, so anything gained is a gain (RFC 7435). A mail that
 * asks for TLS goes over connections of its own, on which it is demanded and verified whatever the address says.
 */
export function smtpMailer({ url, dkim, timeouts = {} }: SmtpOptions): Mailer {
  const server = parseSmtpUrl(url);
  const limits = { ...usual, ...timeouts };
  const usualTls: SMTPPoolOptions = {
    ...(server.credentials ? { requireTLS: true } : {}),
    ...(server.credentials || server.implicitTls
      ? {}
      : { tls: { rejectUnauthorized: false }, opportunisticTLS: true }),
  };
  const options = {
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    ...(server.credentials ? { auth: server.credentials, forceAuth: true } : {}),
    ...(dkim
      ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: rsaKey(dkim.key) } }
      : {}),
    connectionTimeout: limits.connect,
    greetingTimeout: limits.connect,
    dnsTimeout: limits.connect,
    socketTimeout: limits.silence,
    maxConnections: 10,
    maxMessages: 500,
    // Only a mail of which no byte has left is put back, after a kept connection was found closed.
    maxRequeues: 2,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const pool = new SMTPPool({ ...options, ...usualTls });
  // The usual connections are as good where they are verified anyway.
  const strict = usualTls.opportunisticTLS ? new SMTPPool({ ...options, requireTLS: true }) : pool;
  const { dkim: _ours, ...unsigned } = pool.options;
  const transport = new Mail<SMTPPoolSentMessageInfo, SMTPPoolOptions>(pool, pool.options);
  // What is passed on for somebody else is theirs to sign.
  const passing = new Mail<SMTPPoolSentMessageInfo, SMTPPoolOptions>(pool, unsigned);
  const enforced = new Mail<SMTPPoolSentMessageInfo, SMTPPoolOptions>(strict, strict.options);
  const underWay = new Set<Promise<unknown>>();

  async function handOver(mail: OutgoingMail): Promise<MailOutcome> {
    const envelope = { from: mail.from && mailbox(mail.from), to: mailbox(mail.to) };
    try {
      const way = mail.requireTls ? enforced : mail.relayed ? passing : transport;
      const { response } = await way.sendMail({
        envelope,
        raw: mail.raw,
        signal: AbortSignal.timeout(limits.mail),
        ...dsnOf(mail),
      });
      return handedOver(server.host, response);
    } catch (error) {
      const outcome = recipientOutcome(error as NodemailerError);
      if (outcome) return outcome;
      if (mail.requireTls && isInsecure(error as NodemailerError)) {
        throw new NoSecureWay('No TLS that could be trusted', {
          cause: withoutAddresses(error as NodemailerError),
        });
      }
      throw unavailable(error);
    }
  }

  return {
    async send(mail) {
      const sending = handOver(mail);
      underWay.add(sending);
      try {
        return await sending;
      } finally {
        underWay.delete(sending);
      }
    },
    async check() {
      try {
        await pool.verify();
      } catch (error) {
        throw unavailable(error);
      }
    },
    async close() {
      const pools = new Set([pool, strict]);
      for (const each of pools) each.close();
      const patience = setTimeout(() => pools.forEach((each) => each.close({ force: true })), limits.close);
      await Promise.allSettled(underWay);
      clearTimeout(patience);
    },
  };
}

/** RFC 3461. A notification about a mail from the null sender has nowhere to go. */
function dsnOf({ from, relayed }: OutgoingMail): Pick<SendMailOptions, 'dsn'> {
  if (!from) return {};
  if (!relayed) return { dsn: { ret: 'HDRS', notify: ['SUCCESS', 'FAILURE', 'DELAY'] } };
  const { notify, orcpt, ret, envid } = relayed;
  return {
    dsn: {
      ...(notify ? { notify: [...notify] } : {}),
      ...(orcpt ? { recipient: orcpt } : {}),
      ...(ret ? { ret } : {}),
      ...(envid ? { id: envid } : {}),
    } as NonNullable<SendMailOptions['dsn']>,
  };
}

const unavailable = (error: unknown) =>
  new Unavailable('mail', { cause: withoutAddresses(error as NodemailerError) });

/** A key that cannot sign is found now: later the mails would silently leave unsigned. */
function rsaKey(pem: string): string {
  let type: string | undefined;
  try {
    type = createPrivateKey(pem).asymmetricKeyType;
  } catch {
    // Said below, without the key's text.
  }
  if (type !== 'rsa') throw new RangeError('The DKIM key must be an RSA private key in PEM form.');
  return pem;
}
