import type { RefusalCode } from '../../../src/message/refusals.ts';

/** Each refusal as a sentence for a person, with the way on. */
export const refusals: Readonly<Record<RefusalCode, string>> = {
  malformed: 'We could not read what was sent. Load the page again and retry.',
  unauthenticated: 'Sign in to go on.',
  forbidden: 'Your account may not do that. Ask an administrator if you need it.',
  not_found: 'There is nothing here. It may have been moved or deleted.',
  request_in_flight:
    'The same request is still being worked on. Wait a moment, and look before you try again.',
  delivery_final: 'This delivery has ended, so it can no longer be changed. Send a new message instead.',
  not_held: 'This delivery is not held back, so there is nothing to let go.',
  not_locked: 'This delivery is not locked, so there is nothing to unlock.',
  unlocks_exhausted: 'This delivery has been unlocked as often as is safe. Send a new message instead.',
  already_exists: 'That already exists. Choose another name or address.',
  gone: 'This is no longer available.',
  too_large: 'That is too large. Try with fewer or smaller files.',
  unsupported_media_type: 'This kind of content is not understood here.',
  invalid: 'Something is missing or not understood. Check what you typed.',
  empty_message: 'Write a text or choose an attachment.',
  no_recipient_left: 'Give at least one recipient that the message can be sent to.',
  too_many_recipients: 'There are too many recipients. Send the message in several rounds.',
  too_many_attachments: 'There are too many attachments. Pack them into one file, or send several messages.',
  mail_loop:
    'The mail went round in a circle. Ask whoever runs your mail server to look for a loop in its routing.',
  sender_not_allowed: 'You may not send from this address. Choose another, or ask an administrator.',
  idempotency_mismatch: 'This form has been sent before with other content. Load the page again and retry.',
  expiry_invalid: 'Choose for how long the message can be read.',
  no_phone: 'A phone number is missing. Without it the recipient cannot get a code.',
  phone_invalid: 'That is not a phone number. Type it as +45 20 12 34 56, for example.',
  email_invalid: 'That is not an e-mail address. Type it as name@example.com, for example.',
  no_live_code: 'That code no longer works. Ask for a new one.',
  wrong_code: 'That code is not right. Check it and try again.',
  password_weak: 'The password is too short.',
  budget_spent: 'There have been many attempts. Wait some minutes and try again.',
  second_factor_needed: 'That takes a second factor. Set one up under “Your account”, then sign in with it.',
  proof_too_old: 'Prove again that it is you, then go on.',
  reason_needed: 'Say why you need to see this. The reason is recorded.',
  changed_meanwhile:
    'Somebody else changed this while you were looking at it. Here is how it stands now; make your change again.',
  last_administrator:
    'Somebody must remain who can administer everything. Give another person that role first, and let them sign in.',
  not_logged_yet:
    'The newest of this is not in the log yet. Try again in a moment. If that does not help, tell whoever runs this server.',
  in_use: 'Something still depends on this. Move or close that first.',
  code_used: 'That code has been used already. Wait for the next one.',
  clock_off:
    'That code is right for another time: the clock of your device is wrong. Let it set the time by itself, then try again.',
  passkey_invalid: 'That passkey does not work here. Try another, or sign in another way.',
  sign_in_failed: 'The sign-in did not succeed. Start again.',
  no_role: 'You are known, but nobody has given you a role here. Ask an administrator.',
  identity_provider_away: 'Your organisation’s sign-in does not answer. Try again in a moment.',
  notice_waits:
    'The notice has not left yet: until then you can still recall the message without a trace. Try again when it has left.',
  same_address: 'That is the address it went to before. Give the right person’s.',
  already_closed: 'Somebody has closed this already.',
  not_asked: 'Nobody has asked you for that.',
  blocked_address: 'Your organisation has blocked this address or its domain. Check it, or ask compliance.',
  overloaded: 'There is a great deal to do here right now. Try again in a moment.',
  already_signed: 'This has been signed already. Nothing was changed.',
  already_declined:
    'This was declined before, and stays so. Talk to the sender if you have changed your mind.',
  stronger_needed: 'The sender asks for a stronger proof of who you are. Choose one of the ways shown.',
  identity_differs: 'The person who signed in is not the one this message is for. Nothing was opened.',
  not_permitted: 'The sender of this message does not allow that. Ask them.',
  upload_offset: 'The upload has come further or less far than that. It goes on from where it stands.',
};
export type RefusalTexts = typeof refusals;
