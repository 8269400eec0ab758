/**
 * The closed set of reasons for which Segl refuses something, each told to the person it concerns.
 * A code is part of the outer contract: it never changes its meaning. `http` is the status at HTTP doors.
 */
export const refusalCodes = {
  malformed: { http: 400, title: 'The request could not be read' },
  unauthenticated: { http: 401, title: 'Sign in, or send a valid token' },
  forbidden: { http: 403, title: 'This account may not do that' },
  second_factor_needed: { http: 403, title: 'A second factor is needed' },
  proof_too_old: { http: 403, title: 'Prove again that it is you' },
  reason_needed: { http: 403, title: 'Say why you need to see this' },
  not_found: { http: 404, title: 'There is nothing here' },
  request_in_flight: { http: 409, title: 'The same request is still being worked on' },
  delivery_final: { http: 409, title: 'This delivery has ended' },
  not_held: { http: 409, title: 'This delivery is not held' },
  not_locked: { http: 409, title: 'This delivery is not locked' },
  unlocks_exhausted: { http: 409, title: 'This delivery cannot be unlocked again' },
  already_exists: { http: 409, title: 'That already exists' },
  changed_meanwhile: { http: 409, title: 'Somebody else changed this meanwhile' },
  last_administrator: { http: 409, title: 'Somebody must remain who administers' },
  not_logged_yet: { http: 409, title: 'The log has not taken this up yet' },
  notice_waits: { http: 409, title: 'The notice has not left yet' },
  same_address: { http: 409, title: 'That is the address it went to before' },
  already_closed: { http: 409, title: 'This was closed already' },
  not_asked: { http: 409, title: 'Nobody has asked for that' },
  already_signed: { http: 409, title: 'This was signed already' },
  already_declined: { http: 409, title: 'This was declined already' },
  stronger_needed: { http: 403, title: 'A stronger proof is needed' },
  identity_differs: { http: 403, title: 'That is somebody else' },
  not_permitted: { http: 403, title: 'The sender does not allow that' },
  upload_offset: { http: 409, title: 'The upload continues elsewhere' },
  in_use: { http: 409, title: 'Something still depends on this' },
  gone: { http: 410, title: 'This is no longer available' },
  too_large: { http: 413, title: 'The content is too large' },
  unsupported_media_type: { http: 415, title: 'This kind of content is not understood' },
  invalid: { http: 422, title: 'Something in the request is not valid' },
  empty_message: { http: 422, title: 'The message has neither text nor attachment' },
  blocked_address: { http: 422, title: 'Nothing may be sent to this address' },
  no_recipient_left: { http: 422, title: 'No recipient is left' },
  too_many_recipients: { http: 422, title: 'Too many recipients in one message' },
  too_many_attachments: { http: 422, title: 'Too many attachments in one message' },
  mail_loop: { http: 422, title: 'The mail goes round in a circle' },
  sender_not_allowed: { http: 422, title: 'This sender address is not allowed here' },
  idempotency_mismatch: { http: 422, title: 'The Idempotency-Key was used for another request' },
  expiry_invalid: { http: 422, title: 'The expiry is not valid' },
  no_phone: { http: 422, title: 'A phone number is missing' },
  phone_invalid: { http: 422, title: 'That is not a phone number' },
  email_invalid: { http: 422, title: 'That is not an e-mail address' },
  no_live_code: { http: 422, title: 'Ask for a new code' },
  wrong_code: { http: 422, title: 'The code is not right' },
  code_used: { http: 422, title: 'This code was used already' },
  clock_off: { http: 422, title: 'The clock of the device is wrong' },
  passkey_invalid: { http: 422, title: 'This passkey does not prove who you are' },
  sign_in_failed: { http: 422, title: 'The sign-in did not succeed' },
  no_role: { http: 403, title: 'Nobody has given this account a role here' },
  password_weak: { http: 422, title: 'The password is too short' },
  budget_spent: { http: 429, title: 'Too many attempts; wait a little' },
  identity_provider_away: { http: 503, title: 'The organisation’s sign-in does not answer' },
  overloaded: { http: 503, title: 'Too much at once; try again shortly' },
} as const;

export type RefusalCode = keyof typeof refusalCodes;

/** Something the caller asked for that will not be done. The message is a sentence for a person. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** Facts a door may show or put in its answer: field names, counts, seconds. Never personal data. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: RefusalCode, sentence?: string, facts: Record<string, string | number> = {}) {
    super(sentence ?? refusalCodes[code].title);
    this.name = 'Refusal';
    this.code = code;
    this.facts = facts;
  }
}

/** A part that we depend on does not answer: nothing was done, the same request may succeed later. */
export class Unavailable extends Error {
  readonly part: 'database' | 'blobs' | 'keys' | 'mail' | 'sms';

  constructor(part: Unavailable['part'], options?: ErrorOptions) {
    super(`The ${part} does not answer`, options);
    this.name = 'Unavailable';
    this.part = part;
  }
}

/** Nothing is released or accepted yet, for the database may hold what was destroyed after a backup was made of it. */
export class Frozen extends Unavailable {
  override readonly name = 'Frozen';

  constructor() {
    super('database');
    this.message =
      'The service starts, and first makes sure that nothing destroyed has come back from a backup';
  }
}

/** Evidence or sealed content is in doubt. The work stops; a person must look. */
export class Fatal extends Error {
  override readonly name = 'Fatal';
}
