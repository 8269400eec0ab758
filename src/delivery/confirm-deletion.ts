import { recordEvent } from '../evidence/record-event.ts';
import type { PassedOn } from '../message/misdeliveries.ts';
import { Refusal } from '../message/refusals.ts';
import { recipient } from './actors.ts';
import { checkCode, useCode } from './check-code.ts';
import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { deletionState } from './deletion-state.ts';
import type { LinkedDelivery } from './find-delivery.ts';
import { raiseAlarm } from './raise-alarm.ts';

/**
 * Takes the word of somebody who had opened a recalled message, and proves with a code that it is they, that it is deleted,
 * and whether it was passed on. Who has answered already changes nothing by answering again. Refuses: not_asked, and what
 * `checkCode` refuses; `gone` where no tries are left.
 */
export async function confirmDeletion(
  ctx: Context,
  delivery: LinkedDelivery,
  { code, passedOn }: { code: string; passedOn: PassedOn },
  client: Client,
): Promise<void> {
  const state = await deletionState(ctx.db, delivery.id);
  if (state === 'confirmed') return;
  if (state === undefined) throw new Refusal('not_asked');
  if (state === 'exhausted') throw new Refusal('gone');
  const right = await checkCode(ctx, delivery, 'deletion', code, client);
  await ctx.db.transaction(async (tx) => {
    await useCode(tx, delivery.id, right);
    await recordEvent(tx, delivery.id, {
      type: 'delivery.deletion_confirmed',
      actor: recipient(delivery.id),
      details: { passedOn, code: right.id },
      personal: { ...client },
    });
    if (passedOn !== 'no')
      await raiseAlarm(tx, {
        about: 'passed_on',
        subject: delivery.message,
        facts: { reason: passedOn },
      });
  });
  ctx.wake();
}
