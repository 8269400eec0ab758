import { lockStanding } from '../admit-recipient.ts';
import type { Context } from '../context.ts';
import { forgetDrafts } from './forget-replies.ts';

/** Throws away what was begun and not sent. Refuses gone. */
export const discardDraft = (ctx: Context, delivery: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await lockStanding(tx, delivery);
    await forgetDrafts(tx, [delivery]);
  });
