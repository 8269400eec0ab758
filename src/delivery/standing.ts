import { type DeliveryStatus, isLive, statuses } from '../message/statuses.ts';

const list = (among: readonly string[]): string => among.map((status) => `'${status}'`).join(', ');

/** The statuses in which a delivery is open to its recipient: codes go out, content may leave, unless it awaits a signature. */
const open: readonly DeliveryStatus[] = [
  'sent',
  'notified',
  'opened',
  'reported',
  'acknowledged',
  'declined',
];

/** SQL: nobody has locked or reported the delivery whose recipient let the reader of `d` read; true of everybody else. */
const mayStillRead = `(d.parted is distinct from 'reader' or exists (select from deliveries whose
  where whose.id = d.parent_id and whose.status in (${list(open.filter((status) => status !== 'reported'))})))`;

/** SQL: the delivery `d` is open to its recipient and its time is not over. Every release asks this. */
export const stands = `(d.status in (${list(open)}) and d.expires_at > now() and ${mayStillRead})`;

/** SQL: the delivery `d` waits for something, and can still end. */
export const lives = `d.status in (${list(Object.keys(statuses).filter((each) => isLive(each as DeliveryStatus)))})`;

/** SQL: content of the delivery `d` has left for its recipient, the message itself or a file of it alone. */
export const wasOpened = `(d.opened_seq is not null or exists (
  select from events e where e.delivery = d.id and e.type = 'delivery.attachment_opened'))`;
