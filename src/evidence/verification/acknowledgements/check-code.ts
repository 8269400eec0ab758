import type { MethodReport } from '../../../message/verification.ts';
import type { LoggedEvent } from '../../bundle/logged-event.ts';
import { Wrong } from './wrong.ts';

/**
 * `events`: those of the delivery. No signature of the person exists: the events say that this code was sent for signing, and which code was given. One of
 * which nobody knew at first whether it had arrived may be told after it was used. Throws `Wrong`.
 */
export function checkCode(
  code: string,
  { details: given }: LoggedEvent,
  events: readonly LoggedEvent[],
): MethodReport {
  const sent = events.find(
    ({ type, details }) =>
      details.code === code &&
      (type === 'delivery.code_sent' || (type === 'delivery.code_failed' && details.outcome === 'unknown')),
  );
  if (sent?.details.for !== 'acknowledgement' || given.code !== code) throw new Wrong('code_unsent');
  const { via } = sent.details;
  return { method: 'code', via: via === 'sms' || via === 'call' ? via : null };
}
