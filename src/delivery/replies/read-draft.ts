import type { Context } from '../context.ts';
import { type Draft, findDraft } from './draft.ts';
import { type DraftFile, filesOf } from './draft-files.ts';
import { openReply } from './open-reply.ts';

export interface KeptDraft {
  readonly text: string;
  readonly files: readonly DraftFile[];
}

/** What was kept of an answer that was not sent yet. */
export async function readDraft(ctx: Context, delivery: string): Promise<KeptDraft | undefined> {
  const draft = await findDraft(ctx, delivery);
  if (!draft) return undefined;
  const [text, files] = await Promise.all([textOf(ctx, draft), filesOf(ctx.db, draft)]);
  return { text, files };
}

/** A file may have been chosen before a word was written. */
async function textOf(ctx: Context, { id, key }: Draft): Promise<string> {
  const { rows } = await ctx.db.query('select from reply_parts where reply_id = $1 and part = 0', [id]);
  if (rows.length === 0) return '';
  return (await openReply(ctx, { id, jwe: key.jwe })).text ?? '';
}
