import { type EventType, eventTypes } from '../../message/event-types.ts';
import { isUuid } from '../../message/ids.ts';
import { Refusal } from '../../message/refusals.ts';
import { type DeliveryStatus, statuses } from '../../message/statuses.ts';
import { addressTerm } from './address-term.ts';
import { checkPeriod, type Period } from './period.ts';

/** What evidence is narrowed to; what is absent narrows nothing. Addresses as `addressTerm` gives them. */
export interface Terms extends Period {
  readonly sender?: string | undefined;
  readonly recipient?: string | undefined;
  readonly type?: EventType | undefined;
  readonly status?: DeliveryStatus | undefined;
  /** The id. */
  readonly message?: string | undefined;
}

export const termNames = ['from', 'to', 'sender', 'recipient', 'type', 'status', 'message'] as const;
export type TermName = (typeof termNames)[number];

/**
 * Reads terms as somebody typed them; empty ones are absent. Refuses invalid, naming the `field`: no day, no address, no
 * type, no status, no id, or a period that ends before it begins.
 */
export function readTerms(typed: Readonly<Partial<Record<TermName, string | undefined>>>): Terms {
  const given = Object.fromEntries(
    termNames.flatMap((name) => {
      const text = typed[name]?.trim();
      return text ? [[name, text]] : [];
    }),
  ) as Partial<Record<TermName, string>>;
  checkPeriod(given);
  const { sender, recipient, type, status, message } = given;
  if (type !== undefined && !isEventType(type)) throw wrong('type', 'must be a type of event.');
  if (status !== undefined && !isStatus(status)) throw wrong('status', 'must be a status of a delivery.');
  if (message !== undefined && !isUuid(message)) throw wrong('message', 'must be the id of a message.');
  return {
    ...(given as Terms),
    ...(sender ? { sender: addressTerm('sender', sender) } : {}),
    ...(recipient ? { recipient: addressTerm('recipient', recipient) } : {}),
    ...(message ? { message: message.toLowerCase() } : {}),
  };
}

const wrong = (field: TermName, how: string): Refusal =>
  new Refusal('invalid', `“${field}” ${how}`, { field });

const isEventType = (text: string): text is EventType => Object.hasOwn(eventTypes, text);
const isStatus = (text: string): text is DeliveryStatus => Object.hasOwn(statuses, text);
