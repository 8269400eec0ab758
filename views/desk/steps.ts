import type { EventType } from '../../src/message/event-types.ts';
import type { Texts } from '../languages/index.ts';
import type { DeliveryEvent, DeliveryView } from '../models/desk.ts';

export interface Step {
  readonly state: 'done' | 'failed' | 'waiting';
  readonly title: string;
  readonly at: string | null;
  readonly note: string | null;
}

/**
 * The three steps a sender looks for, from the delivery's events alone. Handed over is not received: only a
 * confirmation event makes the second step say so.
 */
export function stepsOf(t: Texts, delivery: DeliveryView): readonly Step[] {
  const newest = (type: EventType) => delivery.events.findLast((event) => event.type === type);
  return [sentStep(t, newest), noticeStep(t, newest), openedStep(t, delivery)];
}

type Newest = (type: EventType) => DeliveryEvent | undefined;

/** Content is sealed for a held delivery too, yet nothing leaves before it is let go. */
function sentStep(t: Texts, newest: Newest): Step {
  const refused = newest('delivery.refused');
  if (refused) return { state: 'failed', title: t.statuses.refused.name, at: refused.at, note: null };
  const held = newest('delivery.held');
  const released = newest('delivery.released');
  if (held && !released) return { ...waiting(t, t.statuses.held.name), at: held.at };
  const sent = released ?? newest('delivery.available');
  return sent ? done(t.delivery.steps.sent, sent) : waiting(t, t.delivery.steps.sent);
}

function noticeStep(t: Texts, newest: Newest): Step {
  const { steps } = t.delivery;
  const confirmed = newest('delivery.notice_confirmed');
  if (confirmed) {
    const server = confirmed.facts.server;
    return done(steps.received, confirmed, server ? steps.receivedBy(server) : null);
  }
  const failed = newest('delivery.notice_failed');
  const notified = newest('delivery.notified');
  if (failed && !(notified && notified.at > failed.at)) {
    return { state: 'failed', title: steps.bounced, at: failed.at, note: failed.facts.reply ?? null };
  }
  if (!notified) return waiting(t, steps.handedOver);
  const server = notified.facts.server;
  return done(server ? steps.handedOverTo(server) : steps.handedOver, notified, steps.receivedHint);
}

function openedStep(t: Texts, { events }: DeliveryView): Step {
  const first = events.find((event) => event.type === 'delivery.opened');
  return first ? done(t.delivery.steps.opened, first) : waiting(t, t.delivery.steps.opened);
}

const done = (title: string, { at }: DeliveryEvent, note: string | null = null): Step => ({
  state: 'done',
  title,
  at,
  note,
});

const waiting = (t: Texts, title: string): Step => ({
  state: 'waiting',
  title,
  at: null,
  note: t.delivery.steps.notYet,
});
