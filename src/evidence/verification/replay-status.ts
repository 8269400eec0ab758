import { eventTypes } from '../../message/event-types.ts';
import type { DeliveryStatus } from '../../message/statuses.ts';
import type { LoggedEvent } from '../bundle/logged-event.ts';

export type ToldEvent = Pick<LoggedEvent, 'type' | 'details'>;

const opening: readonly string[] = ['delivery.opened', 'delivery.reopened', 'delivery.attachment_opened'];

/** What goes back to where the recipient had come before it: signed for or declined, read, or told of. */
const returning: readonly string[] = ['delivery.unlocked', 'delivery.report_lifted'];

/** The recipient's answer: nothing but a lock, a recall or an erasure leaves it, and a lock comes back to it. */
const answers: readonly string[] = ['delivery.acknowledged', 'delivery.declined'];

/** Events that change a status by rules of their own, beside those whose status stands in the table. */
export const changing: readonly string[] = [...opening, ...returning];

/** The status that a delivery has after these events, all of them from its first on, by the table of events. */
export const statusAfter = (events: readonly ToldEvent[]): DeliveryStatus =>
  statusesAfter(events).at(-1) ?? 'sent';

/** The status after each of them. */
export function statusesAfter(events: readonly ToldEvent[]): DeliveryStatus[] {
  let status: DeliveryStatus = 'sent';
  let before: DeliveryStatus = 'notified';
  return events.map((event) => {
    status = next(status, event, before);
    if (answers.includes(event.type)) before = status;
    else if (opening.includes(event.type) && before === 'notified') before = 'opened';
    return status;
  });
}

/** `before`: how far the recipient had come. */
function next(status: DeliveryStatus, { type, details }: ToldEvent, before: DeliveryStatus): DeliveryStatus {
  // What is erased stays so, whatever was on its way meanwhile.
  if (status === 'erased') return status;
  if (opening.includes(type)) return status === 'sent' || status === 'notified' ? 'opened' : status;
  if (returning.includes(type)) return before;
  // A reminder that comes back changes nothing.
  if (type === 'delivery.notice_failed' && details.reminder === true) return status;
  // What has ended stays as it ended: only no more codes for its receipt are taken.
  if (type === 'delivery.locked' && details.for === 'receipt') return status;
  const meaning = Object.hasOwn(eventTypes, type) ? eventTypes[type as keyof typeof eventTypes] : undefined;
  if (!meaning?.status || (meaning.from && !meaning.from.includes(status))) return status;
  return meaning.status;
}
