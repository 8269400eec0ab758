import type { AcceptedMessage } from '../../delivery/accept-message.ts';

/** The text of the 250: what became of each recipient, for whoever reads the log of the sending server. */
export function acceptedSentence({ id, deliveries }: AcceptedMessage): string {
  const count = (status: string, reason?: string) =>
    deliveries.filter(
      (each) => each.status === status && (each.reason === 'not_secured') === (reason === 'not_secured'),
    ).length;
  const facts = [
    [count('sent'), 'to be notified'],
    [count('held'), 'held for want of a phone number'],
    [count('refused'), 'refused'],
    [count('sent', 'not_secured'), 'passed on unsealed by rule'],
  ] as const;
  const told = facts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `2.6.0 Taken as ${id}: ${told.join(', ')}`;
}
