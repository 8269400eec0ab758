import type { EventType } from '../../src/message/event-types.ts';
import type { DeliveryStatus } from '../../src/message/statuses.ts';
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
 * confirmation event makes the second step say so. A mail that was passed on by rule has one step, for nobody reports
 * more of it.
 */
export function stepsOf(t: Texts, delivery: DeliveryView): readonly Step[] {
  const newest = (type: EventType) => delivery.events.findLast((event) => event.type === type);
  if (newest('delivery.exempted')) return [relayedStep(t, newest)];
  return [sentStep(t, newest), noticeStep(t, newest, delivery.status), openedStep(t, delivery)];
}

type Newest = (type: EventType) => DeliveryEvent | undefined;

function relayedStep(t: Texts, newest: Newest): Step {
  const relayed = newest('delivery.relayed');
  const failed = newest('delivery.relay_failed');
  if (relayed) return done(t.statuses.relayed.name, relayed, t.statuses.relayed.means);
  return failed ? failedWith(t.statuses.bounced.name, failed) : waiting(t, t.statuses.relayed.name);
}

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

function noticeStep(t: Texts, newest: Newest, status: DeliveryStatus): Step {
  const { steps } = t.delivery;
  const notified = newest('delivery.notified');
  const failed = newest('delivery.notice_failed');
  // A reminder that comes back leaves the delivery as it was. A report may be faster than our own record of the hand-over.
  const bounced = failed && (status === 'bounced' || !notified) ? failed : undefined;
  const confirmed = newest('delivery.notice_confirmed');
  if (confirmed && !(bounced && bounced.at > confirmed.at)) {
    const { server } = confirmed.facts;
    return done(steps.received, confirmed, server ? steps.receivedBy(server) : null);
  }
  if (bounced) return failedWith(steps.bounced, bounced);
  if (!notified) return waiting(t, steps.handedOver);
  const relayed = newest('delivery.notice_relayed');
  const taken = relayed && relayed.at > notified.at ? relayed : notified;
  const { server } = taken.facts;
  const delayed = newest('delivery.notice_delayed');
  const note = delayed && delayed.at > taken.at ? t.events['delivery.notice_delayed'] : steps.receivedHint;
  return done(server ? steps.handedOverTo(server) : steps.handedOver, taken, note);
}

/** Where nobody can open it any more, nothing says that somebody may yet. A bounce does not end a link that was handed on. */
function openedStep(t: Texts, { events, status }: DeliveryView): Step {
  const { steps } = t.delivery;
  const first = events.find((event) => event.type === 'delivery.opened');
  if (first) return done(steps.opened, first);
  const isOver = status === 'erased' || status === 'expired' || status === 'recalled';
  return isOver ? { ...waiting(t, steps.opened), note: steps.never } : waiting(t, steps.opened);
}

const done = (title: string, { at }: DeliveryEvent, note: string | null = null): Step => ({
  state: 'done',
  title,
  at,
  note,
});

const failedWith = (title: string, { at, facts }: DeliveryEvent): Step => ({
  state: 'failed',
  title,
  at,
  note: facts.reply ?? null,
});

const waiting = (t: Texts, title: string): Step => ({
  state: 'waiting',
  title,
  at: null,
  note: t.delivery.steps.notYet,
});
