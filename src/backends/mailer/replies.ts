import type { NodemailerError } from 'nodemailer';
import type { MailOutcome } from '../../delivery/ports.ts';

/** Replies are other people's words of any length: as much as a person would read. */
const readable = (reply: string) =>
  reply
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 500);

export const handedOver = (server: string, reply: string): MailOutcome => ({
  outcome: 'handed_over',
  server,
  reply: readable(reply),
});

/**
 * What a failed hand-over means for this one recipient; `undefined` where it says nothing about the recipient, but about
 * the connection or about ourselves.
 */
export function recipientOutcome(error: NodemailerError): MailOutcome | undefined {
  const { responseCode: code, command, response } = error;
  if (!code || !response || !['MAIL FROM', 'RCPT TO', 'DATA'].includes(command ?? '')) return undefined;
  if (code >= 400 && code < 500) return { outcome: 'deferred', reply: readable(response) };
  if (code < 500 || command === 'MAIL FROM' || blamesUs(code)) return undefined;
  return { outcome: 'refused', reply: readable(response) };
}

// Unknown or misplaced commands, parameters not understood (RFC 5321 section 4.2.2), TLS or a sign-in asked for (RFC 4954
// section 6): the next recipient would be answered the same. 501 is left out, for servers give it to addresses too.
const blamesUs = (code: number) => [500, 502, 503, 504, 530, 534, 535, 538, 555].includes(code);

/** Whether TLS was not to be had, or not with a certificate that proves the server's name. */
export const isInsecure = ({ code, message }: NodemailerError): boolean =>
  code === 'ETLS' || (code === 'ESOCKET' && /certificate|altnames|SSL routines/i.test(message));

/** The cause told to operators: no address of a recipient stands in it. */
export function withoutAddresses(error: NodemailerError): Error {
  const where = [error.code, error.command].filter(Boolean).join(' at ');
  const words = readable(error.message).replace(/[^\s<>]+@[^\s<>]+/g, 'an address');
  return new Error(where ? `${where}: ${words}` : words);
}
