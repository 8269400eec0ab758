import { changing, statusesAfter, type ToldEvent } from '../../evidence/verification/replay-status.ts';
import { type EventType, eventTypes } from '../../message/event-types.ts';
import { type DeliveryStatus, isLive } from '../../message/statuses.ts';

/**
 * The story of a delivery: a letter for each of its events that may change a status, in their order. A million deliveries
 * have a few hundred stories, so each is replayed once, by the rules with which strangers check a bundle.
 */
export interface Story {
  readonly status: DeliveryStatus;
  /** It ended, and then ended differently or went on. */
  readonly endedTwice: boolean;
  /** The mail was passed on as it came: nothing was ever sealed. */
  readonly passedOn: boolean;
}

const letterAt = (index: number): string => String.fromCharCode(0x41 + index);

const told = (Object.keys(eventTypes) as EventType[]).filter((type) => {
  const { status }: { status?: DeliveryStatus } = eventTypes[type];
  return status !== undefined || changing.includes(type);
});

const byLetter = new Map<string, ToldEvent>(
  told.map((type, index) => [letterAt(index), { type, details: {} }]),
);

/** JSON, type → letter. A reminder that comes back changes nothing, nor does a lock of a receipt's codes, and so they have none: `letterSql` asks for it. */
export const letters = JSON.stringify(Object.fromEntries(told.map((type, index) => [type, letterAt(index)])));

/** SQL over `events e`: the event's letter, or ''; `$index` is `letters`. */
export const letterSql = (index: number): string =>
  `case when e.type = 'delivery.notice_failed' and e.details -> 'reminder' = 'true'
      or e.type = 'delivery.locked' and e.details ->> 'for' = 'receipt' then ''
    else coalesce($${index}::jsonb ->> e.type, '') end`;

const known = new Map<string, Story>();

export function readStory(text: string): Story {
  const found = known.get(text);
  if (found) return found;
  const events = [...text].map((letter) => byLetter.get(letter)!);
  const statuses = statusesAfter(events);
  const story = {
    status: statuses.at(-1) ?? 'sent',
    endedTwice: statuses.some((status, index) => index > 0 && isTurn(statuses[index - 1]!, status)),
    passedOn: events[0]?.type === 'delivery.exempted',
  };
  if (known.size < 50_000) known.set(text, story);
  return story;
}

/** What a recall can still reach, though it has ended: the seal is there. */
const recallable: readonly DeliveryStatus[] = ['acknowledged', 'declined', 'bounced'];
/** What can still be read, and so be locked by wrong codes. */
const answered: readonly DeliveryStatus[] = ['acknowledged', 'declined'];

const isTurn = (before: DeliveryStatus, after: DeliveryStatus): boolean =>
  !isLive(before) &&
  after !== before &&
  after !== 'erased' &&
  !(after === 'recalled' && recallable.includes(before)) &&
  !(after === 'locked' && answered.includes(before));
