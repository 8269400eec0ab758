import { randomUUID } from 'node:crypto';
import { Refusal } from '../../message/refusals.ts';
import { lockStanding } from '../admit-recipient.ts';
import type { Context } from '../context.ts';
import { safeContentType, safeFilename } from '../stage-message.ts';
import { changedMeanwhile, draftOf, keepDraft, wasSent } from './draft.ts';
import { bytesOf, filesOf, sealHeader } from './draft-files.ts';
import type { Replying } from './find-replying.ts';
import { replyLimits } from './reply-limits.ts';
import { spendUpload, tooLarge, tooMany } from './stage-reply.ts';

export interface NewUpload {
  /** The form on whose behalf it comes. */
  readonly form: string | null;
  readonly filename: string;
  readonly contentType: string;
  /** In bytes, all of which are to come. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified?: number | undefined;
}

/** Tries to add it to the draft, which another window may begin at the same moment. */
const tries = 3;

/**
 * Begins a file of a draft, whose bytes come afterwards in pieces. Gives its id. Refuses too_large and too_many_attachments,
 * before anything of it is sent, invalid, budget_spent, changed_meanwhile, gone.
 */
export async function beginUpload(ctx: Context, replying: Replying, upload: NewUpload): Promise<string> {
  if (!Number.isSafeInteger(upload.size) || upload.size < 0)
    throw new Refusal('invalid', 'The size of the file is missing.', { field: 'size' });
  if (upload.size > replyLimits.bytes) throw tooLarge();
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await begin(ctx, replying, upload);
    } catch (error) {
      const isLate = error instanceof Refusal && error.code === 'changed_meanwhile';
      if (!isLate || left === 0 || (await wasSent(ctx.db, replying.delivery, upload.form))) throw error;
    }
  }
}

async function begin(
  ctx: Context,
  replying: Replying,
  { form, filename, contentType, size, modified }: NewUpload,
): Promise<string> {
  const draft = await draftOf(ctx, replying.delivery);
  const id = randomUUID();
  const header = sealHeader(draft, id, {
    filename: safeFilename(filename),
    contentType: safeContentType(contentType),
    ...(modified === undefined ? {} : { modified }),
  });
  await ctx.db.transaction(async (tx) => {
    await lockStanding(tx, replying.delivery);
    if (await wasSent(tx, replying.delivery, form)) throw changedMeanwhile();
    await keepDraft(tx, replying, draft);
    const files = await filesOf(tx, draft);
    if (files.length >= replyLimits.files) throw tooMany();
    if (bytesOf(files) + size > replyLimits.bytes) throw tooLarge();
    await spendUpload(tx, replying.delivery);
    await tx.query(
      `insert into reply_uploads (id, reply_id, part, size, header)
        select $1, $2, coalesce(max(part), 0) + 1, $3, $4 from reply_uploads where reply_id = $2`,
      [id, draft.id, size, header],
    );
  });
  return id;
}
