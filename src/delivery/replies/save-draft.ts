import type { Queryable } from '../../evidence/ports.ts';
import { lockStanding } from '../admit-recipient.ts';
import { spend } from '../budgets.ts';
import type { Context } from '../context.ts';
import { dropBlob } from '../sealed-file.ts';
import { changedMeanwhile, keepDraft, wasSent } from './draft.ts';
import { sealHeader } from './draft-files.ts';
import type { Replying } from './find-replying.ts';
import { replyLimits } from './reply-limits.ts';
import { wordsOf } from './reply-words.ts';
import { giveUp, keepParts, letGo, sealPart, takeOver } from './seal-part.ts';
import type { ReplyStaging } from './stage-reply.ts';

/** What stands in the form of an answer. */
export interface ReplyForm {
  /** A UUID that names the form, so that it is not sent twice; null: it has none. */
  readonly form: string | null;
  readonly text: string;
}

/**
 * Keeps an answer to go on with later: its words, in place of those that were kept before, and the files that came with it. Whoever
 * fails lets go of the staging. Refuses too_large, budget_spent, gone, and changed_meanwhile where the form was sent.
 */
export async function saveDraft(
  ctx: Context,
  replying: Replying,
  { form, text }: ReplyForm,
  staging: ReplyStaging,
): Promise<void> {
  const { draft, files } = staging;
  const words = wordsOf(text);
  if (draft.isNew && words === '' && files.length === 0) return;
  const content = Buffer.from(JSON.stringify({ subject: '', text: words, attachments: [] }));
  const body = await sealPart(ctx, { file: draft.id, part: 0, dataKey: draft.key.dataKey }, [content]);
  try {
    const gone = await ctx.db.transaction(async (tx) => {
      await lockStanding(tx, replying.delivery);
      if (await wasSent(tx, replying.delivery, form)) throw changedMeanwhile();
      await spend(tx, [
        {
          scope: 'reply-saves/delivery',
          subject: replying.delivery,
          limit: replyLimits.savesADay,
          windowMinutes: 24 * 60,
        },
      ]);
      await keepDraft(tx, replying, draft);
      const before = await dropBody(tx, draft.id);
      await takeOver(tx, [body, ...files]);
      await keepParts(tx, draft.id, [{ part: 0, ...body }, ...files]);
      for (const { id, part, size, header } of files) {
        await tx.query(
          `insert into reply_uploads (id, reply_id, part, size, received, whole, header)
            values ($1, $2, $3, $4, $4, true, $5)`,
          [id, draft.id, part, size, sealHeader(draft, id, header)],
        );
      }
      return before;
    });
    if (gone) await dropBlob(ctx, gone);
  } catch (error) {
    await letGo(ctx, [body]);
    throw error;
  }
}

/** Deletes the words that a draft had; gives their blob, which is listed to be deleted. */
export async function dropBody(tx: Queryable, draft: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ blob: string | null }>(
    'delete from reply_parts where reply_id = $1 and part = 0 returning blob',
    [draft],
  );
  const blob = rows[0]?.blob ?? undefined;
  if (blob) await giveUp(tx, [blob]);
  return blob;
}
