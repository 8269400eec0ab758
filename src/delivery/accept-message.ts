import canonicalize from 'canonicalize';
import { v7 as uuidv7 } from 'uuid';
import { sealSecret, wrapDataKeys } from '../envelope/index.ts';
import type { Queryable } from '../evidence/ports.ts';
import type { IfMissed, Moment, Strength } from '../message/acknowledgements.ts';
import type { Statements } from '../message/content.ts';
import { languageOfCountry } from '../message/languages.ts';
import { Refusal } from '../message/refusals.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { checkSender, checkText, checkUndo, expiryOf, nobodyLeft } from './check-draft.ts';
import type { Context } from './context.ts';
import { digestOf } from './digest.ts';
import { checkStrength, termsOfDraft } from './draft-terms.ts';
import { answeredBefore, answerKey, erasedFingerprint, type Reservation } from './idempotency.ts';
import { hashToken, newLinkToken } from './link-token.ts';
import type { MailOrigin, RelayDraft, RelayEnvelope } from './mail-origin.ts';
import { judgeRecipients, type Recipient, type RecipientDraft, type Warning } from './recipients.ts';
import { hasWays, type NewWays, newWays, storeWays, withCodes } from './new-ways.ts';
import { newReference } from './reference.ts';
import { refuseMessage } from './refuse-message.ts';
import type { Sender } from './sender.ts';
import type { Staging } from './stage-message.ts';
import { type DeliveryRow, MessageNotStored, type MessageRow, storeMessage } from './store-message.ts';
import { storeAnswers, storeTerms } from './store-terms.ts';

export interface MessageDraft {
  readonly from: string;
  readonly to: readonly RecipientDraft[];
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  /** ISO 8601; absent: 90 days from now. */
  readonly expiresAt?: string | undefined;
  /** Minutes for which the notices wait, 0 to 15, so that a recall leaves no trace with anybody; absent: as the policy says. */
  readonly undoMinutes?: number | undefined;
  /** What the recipients are asked to sign; absent: nothing. */
  readonly acknowledgement?: AcknowledgementDraft | undefined;
  readonly options?: MessageOptions | undefined;
  /** The reply that this answers, by its id. */
  readonly answers?: string | undefined;
}

export interface AcknowledgementDraft {
  readonly statements: Statements;
  /** Absent: `after`. */
  readonly moment?: Moment | undefined;
  /** Absent: `code`. The organisation's policy can ask for more. */
  readonly atLeast?: Strength | undefined;
  /** ISO 8601. */
  readonly dueAt?: string | undefined;
  /** Absent: `tell`. */
  readonly ifMissed?: IfMissed | undefined;
}

/** What recipients may do, and see; as the defaults of `message_terms` where absent. */
export interface MessageOptions {
  readonly readers?: boolean | undefined;
  readonly passing?: boolean | undefined;
  readonly showsRecipients?: boolean | undefined;
  readonly replies?: boolean | undefined;
}

export interface AcceptedMessage {
  readonly id: string;
  readonly deliveries: readonly AcceptedDelivery[];
  readonly warnings?: readonly Warning[];
}

export interface AcceptedDelivery {
  readonly id: string;
  readonly email: string;
  readonly status: DeliveryStatus;
  readonly reason?: string;
  /** Told this once: it is kept nowhere. */
  readonly accessCode?: string;
}

/** How a message came, where that matters: by a request that may be repeated, or as a mail. */
export interface Arrival {
  readonly reservation?: Reservation | undefined;
  readonly mail?: MailOrigin | undefined;
  /** What else changes in the transaction that accepts it; where it throws, nothing is accepted. */
  readonly also?: ((tx: Queryable) => Promise<void>) | undefined;
}

/**
 * Accepts a message whose attachments are staged. When this returns, message, seals, events and the notices' jobs are
 * durable in one transaction; when it throws a `Refusal`, nothing of it is, and the refusal is recorded. After
 * `Unavailable` it may or may not have been accepted: the same request with its Idempotency-Key, the same mail again,
 * tells. Refuses: empty_message, invalid, sender_not_allowed, expiry_invalid, too_many_recipients, no_recipient_left,
 * idempotency_mismatch, request_in_flight, gone (what the key sent was erased).
 * What was answered before is answered again without its access codes.
 */
export async function acceptMessage(
  ctx: Context,
  sender: Sender,
  draft: MessageDraft,
  staging: Staging,
  { reservation, mail, also }: Arrival = {},
): Promise<AcceptedMessage> {
  try {
    const fingerprint = reservation && fingerprintOf(draft, staging);
    if (reservation?.answered) {
      if (reservation.answered.fingerprint === erasedFingerprint) {
        const { id } = reservation.answered.response as { id: string };
        throw new Refusal('gone', 'What was sent with this Idempotency-Key has been erased.', {
          message: id,
        });
      }
      if (reservation.answered.fingerprint !== fingerprint) {
        throw new Refusal(
          'idempotency_mismatch',
          'This Idempotency-Key was used for a message with other content.',
        );
      }
      await staging.discard();
      return reservation.answered.response as AcceptedMessage;
    }
    const { row, answer, ways } = await prepare(ctx, sender, draft, staging, mail);
    const asks = row.terms !== null || hasWays(ways) || draft.answers !== undefined;
    if (also || asks || (reservation && fingerprint)) {
      await ctx.db.transaction(async (tx) => {
        if (reservation && fingerprint) await answerKey(tx, reservation, fingerprint, answer);
        await storeMessage(tx, { ...row, answer });
        if (row.terms) await storeTerms(tx, answer.id, row.terms);
        if (draft.answers !== undefined) await storeAnswers(tx, sender, answer.id, draft.answers);
        await storeWays(tx, { kind: 'sender', id: sender.id }, ways);
        await also?.(tx);
      });
    } else {
      await storeMessage(ctx.db, { ...row, answer });
    }
    ctx.wake();
    return { ...answer, deliveries: withCodes(answer.deliveries, ways) };
  } catch (error) {
    const before =
      error instanceof MessageNotStored && mail?.once && (await answeredBefore(ctx, sender.id, mail.once));
    if (before) {
      await staging.discard();
      return before as AcceptedMessage;
    }
    // After any other error the commit may have been kept although its answer was lost: then the blobs belong to a
    // message. They are still listed as staged where it was not, and the sweep deletes them.
    if (error instanceof Refusal) {
      const recipients = [...draft.to, ...(mail?.passOn ?? [])].map(({ email }) => email);
      await refuseMessage(ctx, sender, staging, error, mail && { id: mail.id, recipients });
    }
    throw error;
  }
}

async function prepare(
  ctx: Context,
  sender: Sender,
  draft: MessageDraft,
  staging: Staging,
  mail: MailOrigin | undefined,
): Promise<{ row: MessageRow; answer: AcceptedMessage; ways: NewWays }> {
  const from = checkSender(sender, draft.from);
  const expiresAt = expiryOf(draft.expiresAt);
  const undoMinutes = checkUndo(draft.undoMinutes);
  const relays = (mail?.passOn ?? []).map((relay) => passedOn(ctx, relay));
  const { terms, statements } = await termsOfDraft(ctx.db, draft, expiresAt);
  const { recipients, warnings } = await judgeRecipients(ctx, sender.unit, draft.to);
  const isRead = recipients.some((r) => r.status !== 'refused');
  if (relays.length === 0 && !isRead) throw nobodyLeft(recipients);
  checkStrength(ctx, terms, recipients);
  // What is passed on to everybody is kept only as it came, and only until it has left.
  if (draft.to.length > 0) {
    if (isRead) checkText(draft, staging);
    await staging.finish({
      subject: draft.subject,
      ...(draft.text ? { text: draft.text } : {}),
      ...(draft.html ? { html: draft.html } : {}),
      ...(statements ? { statements } : {}),
    });
  }
  const deliveries = await Promise.all([...recipients, ...relays].map((each) => prepareDelivery(ctx, each)));
  const ways = await newWays(ctx, deliveries);
  const holders = [null, ...deliveries.filter(isSealed).map((d) => d.id)];
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
  const { installation } = ctx.settings;
  return {
    row: { installation, sender, from, expiresAt, undoMinutes, staging, terms, deliveries, wraps, mail },
    answer,
    ways,
  };
}

const isSealed = ({ status, job }: DeliveryRow): boolean => status !== 'refused' && job?.kind !== 'relay';

type Prepared = Recipient & { readonly envelope?: RelayEnvelope };

const passedOn = (ctx: Context, { email, envelope }: RelayDraft): Prepared => ({
  email,
  name: null,
  phone: null,
  language: languageOfCountry(ctx.settings.country),
  status: 'sent',
  reason: 'not_secured',
  envelope,
});

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

async function prepareDelivery(ctx: Context, { envelope, ...recipient }: Prepared): Promise<DeliveryRow> {
  const row = { ...recipient, id: uuidv7(), reference: newReference() };
  if (envelope) {
    const sealed = await sealSecret(ctx.keys, 'job', row.id, JSON.stringify(envelope));
    return { ...row, job: { kind: 'relay', hash: null, sealed } };
  }
  if (recipient.status !== 'sent') return { ...row, job: null };
  const token = newLinkToken();
  const sealed = await sealSecret(ctx.keys, 'job', row.id, token);
  return { ...row, job: { kind: 'notice', hash: hashToken(token), sealed } };
}
