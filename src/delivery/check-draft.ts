import { fitsPattern, parseEmailAddress } from '../guard/email-address.ts';
import { longestUndo } from '../message/recalls.ts';
import { Refusal } from '../message/refusals.ts';
import type { MessageDraft } from './accept-message.ts';
import { limits } from './limits.ts';
import type { Recipient } from './recipients.ts';
import type { Sender } from './sender.ts';
import type { Staging } from './stage-message.ts';

/** The sender's address. Refuses: email_invalid, sender_not_allowed. */
export function checkSender(sender: Sender, given: string): string {
  const from = parseEmailAddress(given);
  if (!from) throw new Refusal('email_invalid', 'The sender address in "from" is not an e-mail address.');
  if (!sender.senders.some((pattern) => fitsPattern(from, pattern))) {
    throw new Refusal('sender_not_allowed', 'This account may not send from the address in "from".');
  }
  return from;
}

/** Refuses: empty_message, invalid, too_large. */
export function checkText(draft: MessageDraft, staging: Staging): void {
  if (!draft.text?.trim() && !draft.html?.trim() && staging.attachments.length === 0) {
    throw new Refusal(
      'empty_message',
      'The message has neither text nor attachment. Write something or add a file.',
    );
  }
  if ([...draft.subject].length > limits.subjectLength) {
    throw new Refusal('invalid', `The subject has more than ${limits.subjectLength} characters.`);
  }
  if (Buffer.byteLength(draft.text ?? '') + Buffer.byteLength(draft.html ?? '') > limits.bodyBytes) {
    throw new Refusal(
      'too_large',
      `The text is larger than ${limits.bodyBytes / 1024 / 1024} MiB. Send it as an attachment.`,
    );
  }
}

/** ISO 8601 in UTC. Between an hour and 400 days from now; 90 days where the sender said nothing. */
export function expiryOf(given: string | undefined, now = Date.now()): string {
  const day = 24 * 60 * 60 * 1000;
  const at = given === undefined ? now + limits.expiryDays * day : Date.parse(given);
  if (!(at > now + 60 * 60 * 1000 && at <= now + limits.longestExpiryDays * day)) {
    throw new Refusal(
      'expiry_invalid',
      `The expiry must lie between one hour and ${limits.longestExpiryDays} days from now.`,
    );
  }
  return new Date(at).toISOString();
}

/** Refuses invalid. */
export function checkUndo(minutes: number | undefined): number | undefined {
  if (minutes === undefined || (Number.isInteger(minutes) && minutes >= 0 && minutes <= longestUndo)) {
    return minutes;
  }
  throw new Refusal('invalid', `A notice can wait for 0 to ${longestUndo} whole minutes.`, {
    field: 'undoMinutes',
  });
}

/** Why nobody gets the message, as one refusal. */
export function nobodyLeft(recipients: readonly Recipient[]): Refusal {
  const reasons = [...new Set(recipients.map((r) => r.reason))];
  const sole = reasons.length === 1 ? reasons[0] : undefined;
  if (sole === 'phone_invalid') {
    return new Refusal(
      'phone_invalid',
      'The phone number is none. Give it with its country code, as +4520123456.',
    );
  }
  if (sole === 'email_invalid')
    return new Refusal('email_invalid', 'The address of the recipient is no e-mail address.');
  if (sole === 'blocked_address') {
    return new Refusal(
      'blocked_address',
      'Nothing may be sent to this address: your organisation has blocked it or its domain. Check it, or ask compliance.',
    );
  }
  return new Refusal('no_recipient_left', 'No recipient is left: every address or phone number was refused.');
}
