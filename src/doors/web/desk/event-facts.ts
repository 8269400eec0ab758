import type { DeliveryEvent, DeliveryView, EventFacts } from '../../../../views/models/desk.ts';
import type { TimelineEvent } from '../../../delivery/show-message.ts';
import { isStrength } from '../../../message/acknowledgements.ts';
import type { EventType } from '../../../message/event-types.ts';
import { isLadderWord } from '../../../message/ladder.ts';
import type { LadderStepKind } from '../../../message/policy.ts';
import { isPhoneVerification } from '../../../message/phone-verifications.ts';
import { adviceFor, phoneFailureOf, shownCode } from '../../../message/phone-failures.ts';

/**
 * What a page tells of each event, oldest first, and the last code that failed, unless something came after it that
 * makes it an old story: it alone says what to do. `filenames`: of the message's attachments, by part. `nameOf`: of whom
 * another delivery of the message is for, where it is known.
 */
export function tell(
  timeline: readonly TimelineEvent[],
  filenames: ReadonlyMap<number, string>,
  actionable: boolean,
  nameOf: (delivery: string) => string | undefined,
): Pick<DeliveryView, 'events' | 'setback'> {
  const events: DeliveryEvent[] = timeline.map((event) => ({
    type: event.type,
    at: event.at,
    facts: factsOf(event, filenames, nameOf),
  }));
  const at = events.findLastIndex(({ type }) => type === 'delivery.code_failed' || mended.has(type));
  const { failure, via } = events[at]?.facts ?? {};
  if (!actionable || !failure || !via) return { events, setback: null };
  const { facts, ...last } = events[at]!;
  const setback = { ...last, facts: { ...facts, advice: adviceFor(failure, via) } };
  return { events: events.with(at, setback), setback };
}

const mended: ReadonlySet<EventType> = new Set([
  'delivery.code_sent',
  'delivery.code_delivered',
  'delivery.code_verified',
  'delivery.corrected',
  'delivery.locked',
  'delivery.opened',
]);

const aboutLadder: ReadonlySet<EventType> = new Set(['delivery.escalated', 'delivery.task_done']);

function factsOf(
  { type, details, server, reply, provider, member, words }: TimelineEvent,
  filenames: ReadonlyMap<number, string>,
  nameOf: (delivery: string) => string | undefined,
): EventFacts {
  const { method, verified } = details;
  const person = personIn(type, details, nameOf);
  const { via, reason, count, expiresAt, part, outcome, step, skipped } = details;
  const came = skipped ?? outcome;
  const filename = typeof part === 'number' ? filenames.get(part) : undefined;
  const byPhone = via === 'sms' || via === 'call';
  return {
    ...(server ? { server } : {}),
    ...(member ? { member } : {}),
    // What a server says when it takes a notice is its own affair.
    ...(reply && type !== 'delivery.notified' ? { reply } : {}),
    ...(byPhone ? { via } : {}),
    ...(byPhone && type === 'delivery.code_failed'
      ? failureFacts(via, outcome === 'unknown' ? 'unknown' : 'failed', provider)
      : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(type === 'delivery.escalated' ? { step: step as LadderStepKind } : {}),
    ...(aboutLadder.has(type) && isLadderWord(came) ? { came } : {}),
    ...(typeof count === 'number' ? { count } : {}),
    ...(typeof expiresAt === 'string' ? { expiresAt } : {}),
    ...(filename ? { filename } : {}),
    ...(isStrength(method) || method === 'access_code' ? { method } : {}),
    ...(type === 'delivery.corrected' && isPhoneVerification(verified) ? { verified } : {}),
    ...(person ? { person } : {}),
    ...(words ? { words } : {}),
  };
}

/** The events that made somebody a reader, or a colleague, name the delivery that they got. */
const parting: Partial<Record<EventType, 'reader' | 'to'>> = {
  'delivery.reader_named': 'reader',
  'delivery.reader_ended': 'reader',
  'delivery.readdressed': 'to',
};

function personIn(
  type: EventType,
  details: TimelineEvent['details'],
  nameOf: (delivery: string) => string | undefined,
): string | undefined {
  const id = parting[type] && details[parting[type]];
  return typeof id === 'string' ? nameOf(id) : undefined;
}

/** The code is named where there are no words for it, and where somebody else must look into it. */
function failureFacts(
  via: 'sms' | 'call',
  outcome: 'failed' | 'unknown',
  provider: string | null,
): Pick<EventFacts, 'failure' | 'provider'> {
  const failure = phoneFailureOf(via, outcome, provider);
  const code = failure === 'other' || failure === 'account' ? shownCode(provider) : undefined;
  return { failure, ...(code ? { provider: code } : {}) };
}
