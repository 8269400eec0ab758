import type { PhoneOutcome } from '../../delivery/ports.ts';
import { Unavailable } from '../../message/refusals.ts';

// Raised before a request is written: the name, the connection, or the certificate was not there.
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_.*|UNABLE_TO_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_.*)$/;

/**
 * What a failed request to Twilio means for the attempt. Only codes are taken over: Twilio's sentences quote the number,
 * and the client's errors carry the whole request with the code and the token. Throws `Unavailable` where nothing was sent.
 */
export function failedOutcome(error: unknown): PhoneOutcome {
  const { status, code } = error as { status?: unknown; code?: unknown };
  // Twilio turned it down (https://www.twilio.com/docs/api/errors). A 408 or 429 may come from something in between.
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { outcome: 'failed', providerCode: Number.isInteger(code) ? String(code) : `http_${status}` };
  }
  const reason = reasonOf(error);
  if (neverSent.test(reason)) throw unavailable(reason);
  return { outcome: 'unknown', error: reason };
}

export const unavailable = (reason: string): Unavailable =>
  new Unavailable('sms', { cause: new Error(`The SMS provider could not be reached: ${reason}`) });

/** A code for the failure, free of anything personal. */
export function reasonOf(error: unknown): string {
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status === 'number') return `http_${status}`;
  return typeof code === 'string' ? code : 'unreadable_answer';
}
