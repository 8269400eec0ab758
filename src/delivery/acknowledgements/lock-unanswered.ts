import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { type Before, lockStanding } from '../admit-recipient.ts';

/** Locks a delivery that is open to its recipient, who has answered nothing yet. Refuses gone, already_signed, already_declined. */
export async function lockUnanswered(tx: Queryable, delivery: string): Promise<Before> {
  const before = await lockStanding(tx, delivery);
  if (before.status === 'acknowledged') throw new Refusal('already_signed');
  if (before.status === 'declined') throw new Refusal('already_declined');
  return before;
}
