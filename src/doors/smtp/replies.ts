import { Refusal, type RefusalCode, Unavailable } from '../../message/refusals.ts';

/** An SMTP reply that is not a success. The sentence begins with its enhanced status code (RFC 3463). */
export class SmtpReply extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, status: string, sentence: string) {
    super(`${status} ${sentence}`);
    this.name = 'SmtpReply';
    this.responseCode = responseCode;
  }
}

export const tooLarge = (maxBytes: number): string =>
  `The mail is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB. Send large files in several mails, or by the page.`;

const replies: Partial<Record<RefusalCode, readonly [code: number, status: string]>> = {
  unauthenticated: [535, '5.7.8'],
  sender_not_allowed: [553, '5.7.1'],
  email_invalid: [553, '5.1.3'],
  too_large: [552, '5.3.4'],
  too_many_recipients: [554, '5.5.3'],
  no_recipient_left: [554, '5.1.3'],
  blocked_address: [550, '5.7.1'],
  mail_loop: [554, '5.4.6'],
  request_in_flight: [451, '4.7.1'],
  budget_spent: [451, '4.7.1'],
  overloaded: [451, '4.3.2'],
};

const parts: Record<Unavailable['part'], string> = {
  database: 'The database',
  blobs: 'The file store',
  keys: 'The key store',
  mail: 'The mail relay',
  sms: 'The SMS provider',
};

/** What a failure is to the client: refused for good with the sentence, or nothing kept and to be tried again. */
export function replyTo(error: unknown): SmtpReply {
  if (error instanceof SmtpReply) return error;
  if (error instanceof Refusal) {
    const [code, status] = replies[error.code] ?? [554, '5.6.0'];
    return new SmtpReply(code, status, error.message);
  }
  const sentence =
    error instanceof Unavailable
      ? `${parts[error.part]} of this server cannot be reached. Nothing was kept; send the mail again in a while.`
      : 'Something went wrong in this server. Nothing was kept; send the mail again in a while.';
  return new SmtpReply(451, '4.3.0', sentence);
}
