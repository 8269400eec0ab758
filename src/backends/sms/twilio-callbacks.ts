import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';

/** The fields of a form that Twilio posts. */
export type TwilioParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What Twilio later says about an attempt. `handed_over`: under way, or ended without proof that it was heard or read. */
export interface AttemptStatus {
  readonly attempt: string;
  readonly outcome: 'delivered' | 'failed' | 'handed_over';
  readonly providerId?: string;
  readonly providerCode?: string;
}

/**
 * Whether Twilio itself sent this request: HMAC-SHA-1 under the account's token over the address and all fields. `url`
 * is the whole public address as Twilio was given it, so a signature made for one attempt fits no other.
 */
export function verifyTwilio(
  token: string,
  signature: string | undefined,
  url: string,
  params: TwilioParams,
): boolean {
  return signature !== undefined && validateRequest(token, signature, url, params);
}

const smsOutcomes: Readonly<Record<string, AttemptStatus['outcome']>> = {
  accepted: 'handed_over',
  scheduled: 'handed_over',
  queued: 'handed_over',
  sending: 'handed_over',
  sent: 'handed_over',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

// A completed call may have been taken by a machine: that the code was heard is known from the key press alone.
const callOutcomes: Readonly<Record<string, AttemptStatus['outcome']>> = {
  queued: 'handed_over',
  initiated: 'handed_over',
  ringing: 'handed_over',
  'in-progress': 'handed_over',
  completed: 'handed_over',
  busy: 'failed',
  'no-answer': 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** Reads a verified callback to `/sms/<attempt>`; `undefined`: a status that says nothing about the outcome. */
export const smsStatus = (attempt: string, params: TwilioParams): AttemptStatus | undefined =>
  read(attempt, smsOutcomes, params, 'MessageStatus', 'MessageSid');

/** Reads a verified callback to `/calls/<attempt>/status`. */
export const callStatus = (attempt: string, params: TwilioParams): AttemptStatus | undefined =>
  read(attempt, callOutcomes, params, 'CallStatus', 'CallSid');

function read(
  attempt: string,
  outcomes: Readonly<Record<string, AttemptStatus['outcome']>>,
  params: TwilioParams,
  statusName: string,
  idName: string,
): AttemptStatus | undefined {
  const status = one(params[statusName]);
  const outcome = status && Object.hasOwn(outcomes, status) ? outcomes[status] : undefined;
  if (!status || !outcome) return undefined;
  const id = one(params[idName]);
  return {
    attempt,
    outcome,
    ...(id ? { providerId: id } : {}),
    ...(outcome === 'failed' ? { providerCode: one(params.ErrorCode) || status } : {}),
  };
}

const one = (value: string | readonly string[] | undefined) =>
  typeof value === 'string' ? value : undefined;
