import { isUuid } from '../message/ids.ts';
import { isRecallReason, type RecallReason } from '../message/recalls.ts';
import { Refusal } from '../message/refusals.ts';
import { again } from './again.ts';
import type { Context } from './context.ts';
import { oneLine } from './look-at-message.ts';
import { actorOf, lockDeliveries, type Viewer } from './message-access.ts';
import { nameOf } from './name-of.ts';
import { verdictsOf, type Verdict } from './read-verdicts.ts';
import { familyOf } from './readers/family.ts';
import { recallDeliveries } from './recall-deliveries.ts';

/** Characters of the words at most. */
export const recallWordsLength = 1_000;

export interface RecallDraft {
  readonly message: string;
  /** Ids of deliveries; absent: all of the message. */
  readonly deliveries?: readonly string[] | undefined;
  readonly reason: RecallReason;
  /** In one's own words, for the evidence; the recipient does not see them, and an erasure takes them along. */
  readonly words?: string | undefined;
}

export interface Recalled {
  readonly message: string;
  /** In the order of the message's recipients. */
  readonly deliveries: readonly Verdict[];
}

/**
 * Takes a message back: links, codes, sessions, seals and everything unsent end in one transaction with the evidence, and
 * a running download within a second. What was recalled before keeps that recall, so that asking again gives the same
 * answer; what has ended otherwise stays as it is, and is told. The sender's own copy stays. Whomever the recipients let read
 * it, or passed it on to, is among the answers.
 * Refuses: not_found, reason_needed, invalid (with the `field` to blame), delivery_final (there is nothing to recall).
 */
export async function recallMessage(ctx: Context, viewer: Viewer, draft: RecallDraft): Promise<Recalled> {
  const { message, deliveries } = draft;
  const grounds = readRecallGrounds(draft);
  if (!isUuid(message)) throw new Refusal('not_found');
  await again(() =>
    ctx.db.transaction(async (tx) => {
      // One after the other with whatever adds a recipient: a redirect to somebody else, or this comes first.
      await tx.query('select from messages where id = $1 for share', [message]);
      const locked = await lockDeliveries(tx, viewer, message, deliveries);
      const actor = actorOf(viewer, locked[0]!.own);
      const name = await nameOf(tx, viewer.id);
      const { recalled, before } = await recallDeliveries(ctx, tx, message, locked, {
        actor,
        name,
        ...grounds,
      });
      if (recalled.size === 0 && before.size === 0) {
        throw new Refusal(
          'delivery_final',
          'Every delivery has ended otherwise: there is nothing to recall.',
        );
      }
    }),
  );
  ctx.wake();
  const reached = deliveries && (await familyOf(ctx.db, message, deliveries));
  return { message, deliveries: await verdictsOf(ctx, viewer, message, reached) };
}

/** Refuses invalid. */
export function readRecallGrounds(given: { readonly reason: string; readonly words?: string | undefined }): {
  readonly reason: RecallReason;
  /** On one line; '' where none were given. */
  readonly words: string;
} {
  const { reason } = given;
  if (!isRecallReason(reason))
    throw new Refusal('invalid', 'Choose what the reason is.', { field: 'reason' });
  const words = oneLine(given.words ?? '');
  if ([...words].length > recallWordsLength) {
    throw new Refusal('invalid', `Say in at most ${recallWordsLength} characters why.`, { field: 'words' });
  }
  return { reason, words };
}
