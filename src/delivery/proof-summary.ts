import { createHash } from 'node:crypto';
import type { PersonalFields } from '../evidence/commitment.ts';
import type { Gathered, GatheredEvent } from '../evidence/bundle/gather-evidence.ts';
import type { Signer } from '../evidence/bundle/signer.ts';
import type { EventType } from '../message/event-types.ts';
import type { DeliveryStatus } from '../message/statuses.ts';
import { type ProvenSigning, summarizeSigning } from './acknowledgements/summarize-signing.ts';

/** What an evidence bundle says, for people. Times are ISO 8601 UTC with microseconds. */
export interface ProofSummary {
  readonly message: string;
  /** One recipient's own, rather than the whole message's. */
  readonly isReceipt: boolean;
  readonly made: string;
  /** Null: erased, or no such message was accepted. */
  readonly sender: string | null;
  readonly sentAt: string | null;
  readonly parts: readonly { readonly part: number; readonly sha256: string }[];
  readonly recipients: readonly ProvenRecipient[];
  /** What concerns the message as a whole. */
  readonly events: readonly ProvenEvent[];
  readonly log: {
    readonly origin: string;
    readonly size: number;
    /** Base64. */
    readonly root: string;
    readonly keys: readonly string[];
  };
  /** By an authority outside of the house: the tree of so many entries is not younger than this. */
  readonly stamps: readonly { readonly size: number; readonly at: string }[];
  /** SHA-256 of the organisation's certificate, in lower-case hex. */
  readonly certificate: string;
}

export interface ProvenRecipient {
  readonly id: string;
  readonly name: string | null;
  /** Null: erased, or not told here. */
  readonly email: string | null;
  readonly isErased: boolean;
  readonly status: DeliveryStatus;
  readonly events: readonly ProvenEvent[];
  /** What they signed; null: nothing, or it was erased. */
  readonly signed: ProvenSigning | null;
}

export interface ProvenEvent {
  readonly type: EventType;
  readonly at: string;
  /** Its place in the log. */
  readonly index: number;
  readonly server: string | null;
  readonly reason: string | null;
  readonly via: 'sms' | 'call' | null;
  readonly part: number | null;
  /** Of a code that signs. */
  readonly ofSigning: boolean;
}

export async function summarize(
  { about, deliveries, events, log, timestamps, acknowledgements }: Gathered,
  signer: Signer,
  made: Date,
): Promise<ProofSummary> {
  const signings = new Map<string, ProvenSigning>();
  for (const each of acknowledgements) signings.set(each.delivery, await summarizeSigning(each, events));
  const accepted = events.find(({ event }) => event.type === 'message.accepted');
  const { from, content } = fieldsOf(accepted);
  const byDelivery = Map.groupBy(events, ({ event }) => event.delivery);
  return {
    message: about.message,
    isReceipt: about.delivery !== undefined,
    made: made.toISOString(),
    sender: textOf(from),
    sentAt: accepted?.event.at ?? null,
    parts: Array.isArray(content) ? content.map(({ part, sha256 }) => ({ part, sha256 })) : [],
    recipients: deliveries.map(({ id, status }) => {
      const own = byDelivery.get(id) ?? [];
      const { name, email } = fieldsOf(own[0]);
      return {
        id,
        name: textOf(name),
        email: textOf(email),
        isErased: own[0]?.opening === 'erased',
        status,
        events: own.map(provenEvent),
        signed: signings.get(id) ?? null,
      };
    }),
    events: (byDelivery.get(undefined) ?? []).map(provenEvent),
    log: {
      origin: log.origin,
      size: log.size,
      root: Buffer.from(log.root).toString('base64'),
      keys: log.keys,
    },
    stamps: timestamps.map(({ size, stampedAt }) => ({ size, at: stampedAt })),
    certificate: createHash('sha256').update(signer.certificates[0]!).digest('hex'),
  };
}

function fieldsOf(event: GatheredEvent | undefined): PersonalFields {
  const opening = event?.opening;
  return opening !== null && typeof opening === 'object' ? opening.fields : {};
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function provenEvent(each: GatheredEvent): ProvenEvent {
  const { type, at, details } = each.event;
  const { via, part, reason } = details;
  return {
    type: type as EventType,
    at,
    index: each.index,
    server: textOf(fieldsOf(each).server),
    reason: textOf(reason),
    via: via === 'sms' || via === 'call' ? via : null,
    part: typeof part === 'number' ? part : null,
    ofSigning: details.for === 'acknowledgement',
  };
}
