import { eventTypes } from '../../message/event-types.ts';

const etsi = (name: string): string => `http://uri.etsi.org/19522/Event/${name}`;

/** What a delivery had come to when an event happened. */
export interface Standing {
  readonly opened: boolean;
  /** Its recipient was asked to sign before it is handed over, and has neither signed nor declined. */
  readonly awaitsConsent: boolean;
}

/**
 * The URI under which an event is exported (EN 319 522-3, Table 2, or one of our own). C.3 to C.5 mean consent before the
 * handover; a signature after reading is ours. An end before anybody opened is E.2; after an opening, content was handed
 * over, and it is only what our own name says.
 */
export function erdsEventId(type: string, moment: unknown, { opened, awaitsConsent }: Standing): string {
  if (type === 'delivery.acknowledged' && moment === 'before') return etsi('ConsignmentAcceptance');
  if (type === 'delivery.declined' && moment === 'before') return etsi('ConsignmentRejection');
  if (type === 'delivery.expired' && awaitsConsent) return etsi('AcceptanceRejectionExpiry');
  if (!opened && (type === 'delivery.recalled' || type === 'delivery.expired')) {
    return etsi('ContentHandoverFailure');
  }
  return Object.hasOwn(eventTypes, type)
    ? eventTypes[type as keyof typeof eventTypes].uri
    : `urn:segl:event:${type}`;
}

/** Why, where the event itself gives no code: every negative event has a reason. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['message.refused', 'refused'],
  ['message.erased', 'erased'],
  ['delivery.refused', 'refused'],
  ['delivery.held', 'held'],
  ['delivery.notice_failed', 'undeliverable'],
  ['delivery.relay_failed', 'undeliverable'],
  ['delivery.code_failed', 'failed'],
  ['delivery.locked', 'locked'],
  ['delivery.open_refused', 'ended'],
  ['delivery.declined', 'declined'],
  ['delivery.signature_missed', 'not_signed_in_time'],
  ['delivery.recalled', 'recalled'],
  ['delivery.expired', 'expired'],
  ['delivery.misdelivery_reported', 'reported'],
  ['delivery.erased', 'erased'],
]);

/** The code of an event's reason: what its details say, else what its type says; `undefined`: it needs none. */
export function reasonCode(type: string, given: unknown): string | undefined {
  const code = typeof given === 'string' && given !== '' ? given : reasons.get(type);
  return code === undefined ? undefined : `urn:segl:reason:${code}`;
}
