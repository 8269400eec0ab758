import { eventTypes } from '../../message/event-types.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import type { LoggedEvent } from '../bundle/logged-event.ts';

type Told = Pick<LoggedEvent, 'type' | 'details'>;

const opening: readonly string[] = ['delivery.opened', 'delivery.reopened', 'delivery.attachment_opened'];

/** The status that a delivery has after these events, all of them from its first on, by the table of events. */
export function statusAfter(events: readonly Told[]): DeliveryStatus {
  let status: DeliveryStatus = 'sent';
  let opened = false;
  for (const event of events) {
    status = next(status, event, opened);
    opened ||= opening.includes(event.type);
  }
  return status;
}

function next(status: DeliveryStatus, { type, details }: Told, opened: boolean): DeliveryStatus {
  // What is erased stays so, whatever was on its way meanwhile.
  if (status === 'erased') return status;
  if (opening.includes(type)) return status === 'sent' || status === 'notified' ? 'opened' : status;
  if (type === 'delivery.unlocked') return opened ? 'opened' : 'notified';
  // A reminder that comes back changes nothing.
  if (type === 'delivery.notice_failed' && details.reminder === true) return status;
  const meaning = Object.hasOwn(eventTypes, type) ? eventTypes[type as keyof typeof eventTypes] : undefined;
  if (!meaning?.status || (meaning.from && !meaning.from.includes(status))) return status;
  return meaning.status;
}
