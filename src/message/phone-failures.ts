/** Why a code did not reach a phone, and what its sender can do about it. */
export type PhoneFailure =
  | 'unreachable'
  | 'blocked'
  | 'unknown_number'
  | 'no_mobile'
  | 'filtered'
  | 'unexplained'
  | 'invalid_number'
  | 'not_served'
  | 'unsubscribed'
  | 'busy'
  | 'no_answer'
  | 'not_put_through'
  | 'canceled'
  /** Our own fault: the code never left. */
  | 'not_sent'
  /** The attempt was begun, and nobody knows how it ended. */
  | 'unsure'
  /** The provider turns us down, whatever the number. */
  | 'account'
  /** A code of the provider that has no words here. */
  | 'other';

export type PhoneAdvice = 'check_number' | 'ask_for_call' | 'ask_again' | 'tell_operator';

/** Codes that events carry where no attempt was made: nothing could be sent while the code lived; its key was gone. */
export const ownCodes = { neverSent: 'never_sent', keyGone: 'key_gone' } as const;

/** The codes of Twilio (https://www.twilio.com/docs/api/errors), its statuses of a call, and our own. */
const failures: Readonly<Record<string, PhoneFailure>> = {
  30003: 'unreachable',
  30004: 'blocked',
  30005: 'unknown_number',
  30006: 'no_mobile',
  21614: 'no_mobile',
  21635: 'no_mobile',
  30007: 'filtered',
  30008: 'unexplained',
  21211: 'invalid_number',
  21217: 'invalid_number',
  13224: 'not_served',
  21214: 'not_served',
  21612: 'not_served',
  21610: 'unsubscribed',
  20003: 'account',
  21215: 'account',
  21408: 'account',
  30002: 'account',
  http_401: 'account',
  http_403: 'account',
  busy: 'busy',
  'no-answer': 'no_answer',
  canceled: 'canceled',
  [ownCodes.neverSent]: 'not_sent',
  [ownCodes.keyGone]: 'not_sent',
};

/** Codes that say of a number, as of a landline, that no SMS will ever reach it. */
export const noMobileCodes: readonly string[] = Object.keys(failures).filter(
  (code) => failures[code] === 'no_mobile',
);

/** `outcome` and `code` as the event holds them; a code may be missing, as where it was erased. */
export function phoneFailureOf(
  via: 'sms' | 'call',
  outcome: 'failed' | 'unknown',
  code: string | null | undefined,
): PhoneFailure {
  if (outcome === 'unknown') return 'unsure';
  if (!code) return 'unexplained';
  // Of a call, the bare status means that it could not be completed as dialled; of an SMS it explains nothing.
  if (code === 'failed' && via === 'call') return 'not_put_through';
  return Object.hasOwn(failures, code) ? failures[code]! : 'other';
}

const passing: ReadonlySet<PhoneFailure> = new Set(['busy', 'no_answer', 'canceled', 'unsure']);

/** Whether the failure is worth a mail to the sender: not one that the recipient's next try may well mend. */
export const failedForGood = (failure: PhoneFailure): boolean => !passing.has(failure);

const advice: Readonly<Record<PhoneFailure, readonly PhoneAdvice[]>> = {
  unreachable: ['ask_again', 'check_number'],
  blocked: ['ask_for_call'],
  unknown_number: ['check_number'],
  no_mobile: ['ask_for_call', 'check_number'],
  filtered: ['ask_for_call'],
  unexplained: ['ask_for_call', 'check_number'],
  invalid_number: ['check_number'],
  not_served: ['check_number', 'ask_for_call'],
  unsubscribed: ['ask_for_call'],
  busy: ['ask_again'],
  no_answer: ['ask_again'],
  not_put_through: ['check_number'],
  canceled: ['ask_again'],
  not_sent: ['ask_again'],
  unsure: ['ask_again'],
  account: ['tell_operator'],
  other: ['ask_for_call', 'check_number'],
};

/** What can be done, the likeliest help first. Nobody is sent from a call to a call. */
export const adviceFor = (failure: PhoneFailure, via: 'sms' | 'call'): readonly PhoneAdvice[] =>
  advice[failure].map((each) => (each === 'ask_for_call' && via === 'call' ? 'ask_again' : each));

/** The provider's code where a person may want to look it up. Nothing that could be a telephone number. */
export const shownCode = (code: string | null | undefined): string | undefined =>
  code && /^(\d{1,6}|[a-z][a-z_-]{0,30}(_\d{3})?)$/i.test(code) ? code : undefined;
