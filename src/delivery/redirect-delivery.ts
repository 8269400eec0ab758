import { v7 as uuidv7 } from 'uuid';
import { unwrapDataKey, type Wrap, wrapDataKey } from '../envelope/index.ts';
import { isUuid } from '../message/ids.ts';
import { Refusal } from '../message/refusals.ts';
import { addDelivery, type AddedDelivery } from './add-delivery.ts';
import { again } from './again.ts';
import type { Context } from './context.ts';
import { checkStrength } from './draft-terms.ts';
import {
  actorOf,
  lockDeliveries,
  reachOf,
  reachSize,
  reachSql,
  refusalFor,
  type Viewer,
} from './message-access.ts';
import { nameOf } from './name-of.ts';
import { newWays, storeWays, withCodes } from './new-ways.ts';
import { type Verdict, verdictsOf } from './read-verdicts.ts';
import { recallDeliveries } from './recall-deliveries.ts';
import { readRecallGrounds } from './recall-message.ts';
import { checkRoom } from './readers/check-room.ts';
import { judgeRecipient } from './readers/judge-recipient.ts';
import type { RecipientDraft } from './recipients.ts';
import { termsOf } from './terms.ts';

export interface RedirectDraft {
  readonly message: string;
  /** The delivery that went to the wrong address. */
  readonly delivery: string;
  readonly to: RecipientDraft;
  /** As for a recall, whose reason is `wrong_recipient`. */
  readonly words?: string | undefined;
}

export interface Redirected {
  /** On the wrong delivery. */
  readonly recalled: Verdict;
  /** With its access code, where one was asked for: it is told this once. */
  readonly delivery: AddedDelivery & { readonly accessCode?: string };
}

/**
 * Recalls a delivery and sends the same message to the right person, in one transaction. A wrong delivery that was recalled
 * before, has expired or was refused stays as it is, and the right one is added. The recipient is judged as for a new
 * message: without a phone number the delivery is held.
 * Refuses: not_found, reason_needed, invalid, same_address, already_exists (the message went to that address), email_invalid,
 * phone_invalid, blocked_address, too_many_recipients, delivery_final (erased, or never sealed), gone (the message is erased).
 */
export async function redirectDelivery(
  ctx: Context,
  viewer: Viewer,
  draft: RedirectDraft,
): Promise<Redirected> {
  const { message, delivery, to, words } = draft;
  if (!isUuid(message) || !isUuid(delivery)) throw new Refusal('not_found');
  const grounds = readRecallGrounds({ reason: 'wrong_recipient', words });
  const { unit, jwe } = await find(ctx, viewer, message, delivery);
  const recipient = await judgeRecipient(ctx, unit, to);
  const id = uuidv7();
  checkStrength(ctx, await termsOf(ctx.db, message), [recipient]);
  const ways = await newWays(ctx, [{ ...recipient, id }]);
  const wrap = await wrapFor(ctx, message, jwe, id);
  const added = await again(() =>
    ctx.db.transaction(async (tx) => {
      // One at a time with whatever else adds a recipient, and with an erasure.
      await tx.query('select from messages where id = $1 for no key update', [message]);
      const [wrong] = await lockDeliveries(tx, viewer, message, [delivery]);
      const { email, status, own, expiresAt } = wrong!;
      if (status === 'erased') {
        throw new Refusal(
          'delivery_final',
          'What was kept about this recipient is erased. Send a new message.',
        );
      }
      if (isSame(email, recipient.email)) throw new Refusal('same_address');
      const actor = actorOf(viewer, own);
      const { unsealed } = await recallDeliveries(ctx, tx, message, [wrong!], {
        actor,
        name: await nameOf(tx, viewer.id),
        ...grounds,
        details: { redirectedTo: id },
      });
      if (unsealed.size > 0) {
        throw new Refusal('delivery_final', 'This mail was passed on as it came. Send a new message.');
      }
      await checkRoom(tx, message, recipient.email);
      const details = { redirectedFrom: delivery };
      const made = await addDelivery(ctx, tx, { id, message, recipient, wrap, actor, details, expiresAt });
      await storeWays(tx, actor, ways);
      return made;
    }),
  );
  ctx.wake();
  const [recalled] = await verdictsOf(ctx, viewer, message, [delivery]);
  return { recalled: recalled!, delivery: withCodes([added], ways)[0]! };
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

async function find(
  { db }: Context,
  viewer: Viewer,
  message: string,
  delivery: string,
): Promise<{ unit: string; jwe: string }> {
  const { rows } = await db.query<{ unit: string; jwe: string | null; isThere: boolean }>(
    `select m.unit_id as unit, w.jwe,
        exists (select from deliveries d where d.id = $${2 + reachSize} and d.message_id = m.id) as "isThere"
      from messages m left join wraps w on w.message_id = m.id and w.delivery_id is null
      where m.id = $1 and ${reachSql(2)}`,
    [message, ...reachOf(viewer, 'act'), delivery],
  );
  const [row] = rows;
  if (!row) throw await refusalFor(db, viewer, 'act', message);
  if (!row.isThere) throw new Refusal('not_found');
  if (row.jwe === null) throw new Refusal('gone', 'What this message said has been erased.');
  return { unit: row.unit, jwe: row.jwe };
}

/** The data key goes from the sender's seal into the new one, and is forgotten. */
async function wrapFor(ctx: Context, message: string, jwe: string, delivery: string): Promise<Wrap> {
  const dataKey = await unwrapDataKey(ctx.keys, jwe, { message, delivery: null });
  try {
    return await wrapDataKey(ctx.keys, dataKey, { message, delivery });
  } finally {
    dataKey.fill(0);
  }
}
