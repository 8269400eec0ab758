import { recordEvent } from '../evidence/record-event.ts';
import { parsePhoneNumber } from '../guard/phone-number.ts';
import { Refusal } from '../message/refusals.ts';
import type { PhoneVerification } from '../message/phone-verifications.ts';
import { isLive } from '../message/statuses.ts';
import type { Context } from './context.ts';
import { endSessions } from './end-sessions.ts';
import { liftReport } from './lift-report.ts';
import { limits } from './limits.ts';
import { actorOf, lockDelivery, type Viewer } from './message-access.ts';
import { planToTellOldPhone } from './phones/tell-old-phone.ts';
import { endReaders } from './readers/end-readers.ts';
import { forgetDrafts } from './replies/forget-replies.ts';
import { addressesOf, forgetPasskeys } from './returning/forget-passkeys.ts';
import { sendNotice } from './send-notice.ts';
import { statusBefore } from './status-before.ts';

/** How the sender knows that the number is the recipient's, for the evidence. */
export interface Verification {
  readonly how: PhoneVerification;
  /** In one's own words; needed where `how` is `other`. At most 500 characters. */
  readonly words?: string | undefined;
}

const mostWords = 500;

/**
 * Gives a delivery another phone number. Codes on their way to the old one die, and so does what was opened with its codes or
 * passkeys, what its holder began to answer, and the reading of whom they named as a reader; it is told by SMS that it is not the number any more. A delivery that was held for want of a
 * number is let go; a locked one is unlocked, which counts as one of its two unlocks; a report that it is not for whoever has
 * the link is lifted, since it is another phone that opens it now.
 * Refuses: not_found, phone_invalid, invalid (words are missing, or too long), delivery_final, unlocks_exhausted.
 */
export async function correctPhone(
  ctx: Context,
  viewer: Viewer,
  id: string,
  given: string,
  { how, words = '' }: Verification = { how: 'unknown' },
): Promise<void> {
  const phone = parsePhoneNumber(given, ctx.settings.country);
  if (!phone) {
    throw new Refusal(
      'phone_invalid',
      'That is no phone number. Give it with its country code, as +4520123456.',
    );
  }
  const said = words.trim();
  if ((how === 'other' && said === '') || [...said].length > mostWords) {
    throw new Refusal(
      'invalid',
      `Say in at most ${mostWords} characters how you know that the number is theirs.`,
      { field: 'words' },
    );
  }
  await ctx.db.transaction(async (tx) => {
    const delivery = await lockDelivery(tx, viewer, id);
    if (!isLive(delivery.status) || delivery.expired) throw new Refusal('delivery_final');
    const locked = delivery.status === 'locked';
    if (locked && delivery.unlocks >= limits.unlocks) {
      throw new Refusal(
        'unlocks_exhausted',
        'This delivery was unlocked twice. Send the message again instead.',
      );
    }
    await tx.query('update deliveries set phone = $2, unlocks = unlocks + $3 where id = $1', [
      id,
      phone,
      locked ? 1 : 0,
    ]);
    await tx.query(
      'update codes set used_at = now(), sealed = null where delivery_id = $1 and used_at is null',
      [id],
    );
    const actor = actorOf(viewer, delivery.own);
    const old = delivery.phone === phone ? null : delivery.phone;
    if (old) await endSessions(tx, id, ['code', 'passkey']);
    if (old) await forgetPasskeys(tx, await addressesOf(tx, [id]));
    if (old) await forgetDrafts(tx, [id]);
    if (old) await endReaders(ctx, tx, { delivery: id, message: delivery.message }, actor);
    const told = old !== null && (await planToTellOldPhone(ctx, tx, id, old));
    await recordEvent(tx, id, {
      type: 'delivery.corrected',
      actor,
      details: { verified: how, told },
      personal: { phone, before: delivery.phone, ...(said ? { words: said } : {}) },
    });
    if (locked) {
      await recordEvent(tx, id, {
        type: 'delivery.unlocked',
        actor,
        status: await statusBefore(tx, id),
      });
    }
    if (delivery.status === 'reported') await liftReport(tx, id, actor, delivery.opened);
    if (delivery.status === 'held') {
      await recordEvent(tx, id, { type: 'delivery.released', actor });
      await sendNotice(ctx, tx, id, false);
    }
  });
  ctx.wake();
}
