import canonicalize from 'canonicalize';
import { v7 as uuidv7 } from 'uuid';
import { sealSecret, wrapDataKeys } from '../envelope/index.ts';
import { fitsPattern, parseEmailAddress } from '../guard/email-address.ts';
import { Refusal } from '../message/refusals.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import type { Context } from './context.ts';
import { digestOf } from './digest.ts';
import { answerKey, type Reservation } from './idempotency.ts';
import { limits } from './limits.ts';
import { hashToken, newLinkToken } from './link-token.ts';
import { judgeRecipients, type Recipient, type RecipientDraft, type Warning } from './recipients.ts';
import { newReference } from './reference.ts';
import { recordRefusedMessage } from './refused-message.ts';
import type { Sender } from './sender.ts';
import type { Staging } from './stage-message.ts';
import { type DeliveryRow, storeMessage } from './store-message.ts';

export interface MessageDraft {
  readonly from: string;
  readonly to: readonly RecipientDraft[];
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  /** ISO 8601; absent: 90 days from now. */
  readonly expiresAt?: string | undefined;
}

export interface AcceptedMessage {
  readonly id: string;
  readonly deliveries: readonly { id: string; email: string; status: DeliveryStatus; reason?: string }[];
  readonly warnings?: readonly Warning[];
}

/**
 * Accepts a message whose attachments are staged. When this returns, message, seals, events and the notices' jobs are
 * durable in one transaction; when it throws a `Refusal`, nothing of it is. After `Unavailable` it may or may not have
 * been accepted: a request repeated with its Idempotency-Key tells.
 * Refuses: empty_message, invalid, sender_not_allowed, expiry_invalid, too_many_recipients, no_recipient_left,
 * idempotency_mismatch, request_in_flight.
 */
export async function acceptMessage(
  ctx: Context,
  sender: Sender,
  draft: MessageDraft,
  staging: Staging,
  reservation?: Reservation,
): Promise<AcceptedMessage> {
  try {
    const fingerprint = reservation && fingerprintOf(draft, staging);
    if (reservation?.answered) {
      if (reservation.answered.fingerprint !== fingerprint) {
        throw new Refusal(
          'idempotency_mismatch',
          'This Idempotency-Key was used for a message with other content.',
        );
      }
      await staging.discard();
      return reservation.answered.response as AcceptedMessage;
    }
    return await accept(ctx, sender, draft, staging, reservation, fingerprint);
  } catch (error) {
    // After any other error the commit may have been kept although its answer was lost: then the blobs belong to a
    // message. They are still listed as staged where it was not, and the sweep deletes them.
    if (error instanceof Refusal) {
      await staging.discard();
      await recordRefusedMessage(ctx, sender, staging.message, error);
    }
    throw error;
  }
}

async function accept(
  ctx: Context,
  sender: Sender,
  draft: MessageDraft,
  staging: Staging,
  reservation: Reservation | undefined,
  fingerprint: string | undefined,
): Promise<AcceptedMessage> {
  const from = checkSender(sender, draft.from);
  checkText(draft, staging);
  const expiresAt = expiryOf(draft.expiresAt);
  const { recipients, warnings } = await judgeRecipients(ctx, sender.unit, draft.to);
  if (!recipients.some((r) => r.status !== 'refused')) throw nobodyLeft(recipients);

  await staging.finish({
    subject: draft.subject,
    ...(draft.text ? { text: draft.text } : {}),
    ...(draft.html ? { html: draft.html } : {}),
  });
  const deliveries = await prepareDeliveries(ctx, recipients);
  const holders = [null, ...deliveries.filter((d) => d.status !== 'refused').map((d) => d.id)];
  const seals = await wrapDataKeys(ctx.keys, staging.dataKey, staging.message, holders);
  const wraps = seals.map((seal, index) => ({ ...seal, delivery: holders[index] ?? null }));
  const answer: AcceptedMessage = {
    id: staging.message,
    deliveries: deliveries.map(({ id, email, status, reason }) => ({
      id,
      email,
      status,
      ...(reason ? { reason } : {}),
    })),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  const row = {
    installation: ctx.settings.installation,
    sender,
    from,
    expiresAt,
    staging,
    deliveries,
    wraps,
  };
  if (reservation && fingerprint) {
    await ctx.db.transaction(async (tx) => {
      await answerKey(tx, reservation, fingerprint, answer);
      await storeMessage(tx, row);
    });
  } else {
    await storeMessage(ctx.db, row);
  }
  ctx.wake();
  return answer;
}

/** The request's meaning: the same for JSON and multipart, whatever the order of fields. */
const fingerprintOf = (draft: MessageDraft, staging: Staging): string =>
  digestOf(
    Buffer.from(
      canonicalize({
        ...draft,
        attachments: staging.attachments.map(({ filename, contentType, contentId, size, sha256 }) => ({
          filename,
          contentType,
          contentId,
          size,
          sha256,
        })),
      })!,
    ),
  );

function checkSender(sender: Sender, given: string): string {
  const from = parseEmailAddress(given);
  if (!from) throw new Refusal('email_invalid', 'The sender address in "from" is not an e-mail address.');
  if (!sender.senders.some((pattern) => fitsPattern(from, pattern))) {
    throw new Refusal('sender_not_allowed', 'This account may not send from the address in "from".');
  }
  return from;
}

function checkText(draft: MessageDraft, staging: Staging): void {
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

function nobodyLeft(recipients: readonly Recipient[]): Refusal {
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
  return new Refusal('no_recipient_left', 'No recipient is left: every address or phone number was refused.');
}

async function prepareDeliveries(ctx: Context, recipients: readonly Recipient[]): Promise<DeliveryRow[]> {
  return Promise.all(
    recipients.map(async (recipient) => {
      const id = uuidv7();
      if (recipient.status !== 'sent') return { ...recipient, id, reference: newReference(), notice: null };
      const token = newLinkToken();
      const sealed = await sealSecret(ctx.keys, 'job', id, token);
      return { ...recipient, id, reference: newReference(), notice: { hash: hashToken(token), sealed } };
    }),
  );
}
