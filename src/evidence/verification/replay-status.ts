import { eventTypes } from '../../message/event-types.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';

const opening: readonly string[] = ['delivery.opened', 'delivery.reopened', 'delivery.attachment_opened'];

/**
 * The statuses that a delivery can have after these events, by the table of events. More than one only where an event does not
 * say which of two things it did: a notice that failed may have been a reminder's, which changes nothing.
 */
export function statusesAfter(types: readonly string[]): ReadonlySet<DeliveryStatus> {
  let possible = new Set<DeliveryStatus>(['sent']);
  let opened = false;
  for (const type of types) {
    possible = new Set([...possible].flatMap((status) => after(status, type, opened)));
    opened ||= opening.includes(type);
  }
  return possible;
}

function after(status: DeliveryStatus, type: string, opened: boolean): DeliveryStatus[] {
  // What was on its way then still happened, and changes nothing.
  if (status === 'erased') return [status];
  if (opening.includes(type)) return [status === 'sent' || status === 'notified' ? 'opened' : status];
  if (type === 'delivery.unlocked') return [opened ? 'opened' : 'notified'];
  const meaning = Object.hasOwn(eventTypes, type) ? eventTypes[type as keyof typeof eventTypes] : undefined;
  if (!meaning?.status) return [status];
  if (meaning.from && !meaning.from.includes(status)) return [status];
  return type === 'delivery.notice_failed' ? [status, meaning.status] : [meaning.status];
}
