import { recordEvent } from '../../evidence/record-event.ts';
import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { recordFailure } from '../record-failure.ts';
import { endSigning } from './end-signing.ts';
import { planExpiry } from './expire-answered.ts';
import type { Signing } from './find-signing.ts';
import { lockUnanswered } from './lock-unanswered.ts';

/** Characters of a recipient's reason at most. */
export const declineWordsLength = 1_000;

/**
 * The recipient will not sign, and says why if they like; the sender is told. What was to be read after signing alone stays
 * closed. Refuses: already_signed, already_declined, gone, not_asked (it is to be read first), invalid (more words than fit).
 */
export async function declineAcknowledgement(
  ctx: Context,
  { delivery, moment, opened, session, member }: Signing,
  words: string,
  client: Client,
): Promise<void> {
  const reason = words.replaceAll('\r\n', '\n').trim();
  if ([...reason].length > declineWordsLength) {
    throw new Refusal('invalid', `Say in at most ${declineWordsLength} characters why.`, { field: 'reason' });
  }
  await ctx.db.transaction(async (tx) => {
    await lockUnanswered(tx, delivery);
    if (moment === 'after' && !opened) throw new Refusal('not_asked', 'Read the message first.');
    await recordEvent(tx, delivery, {
      type: 'delivery.declined',
      actor: recipient(delivery),
      details: { moment, session, ...(member ? { member } : {}) },
      personal: { ...client, ...(reason ? { words: reason } : {}) },
    });
    await endSigning(tx, [delivery]);
    await planExpiry(tx, delivery);
    await recordFailure(tx, delivery, 'declined');
  });
  ctx.wake();
}
