import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import { spend } from '../budgets.ts';
import type { Context } from '../context.ts';
import { safeContentType, safeFilename } from '../stage-message.ts';
import { type Draft, draftOf, newDraft } from './draft.ts';
import { bytesOf, type DraftFile, type FileHeader, filesOf } from './draft-files.ts';
import { replyLimits } from './reply-limits.ts';
import { letGo, type Sealed, sealPart } from './seal-part.ts';

/** A file that came with a form. */
export interface StagedFile extends Sealed {
  readonly id: string;
  readonly part: number;
  readonly header: FileHeader;
}

/**
 * Seals the files of a form while they come, for the draft that it goes on with. `saveDraft` and `sendReply` take them over;
 * `discard` undoes it. What a crash leaves is swept.
 */
export class ReplyStaging {
  readonly draft: Draft;
  /** Those that the draft had before. */
  readonly kept: readonly DraftFile[];
  readonly files: StagedFile[] = [];
  readonly #ctx: Context;

  constructor(ctx: Context, draft: Draft, kept: readonly DraftFile[]) {
    this.#ctx = ctx;
    this.draft = draft;
    this.kept = kept;
  }

  /** One after the other. Refuses too_large, too_many_attachments. */
  async add(
    { filename, contentType }: { readonly filename: string; readonly contentType: string },
    source: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const all = [...this.kept, ...this.files];
    if (all.length >= replyLimits.files) throw tooMany();
    const part = 1 + Math.max(0, ...all.map((file) => file.part));
    const room = replyLimits.bytes - bytesOf(all);
    const place = { file: this.draft.id, part, dataKey: this.draft.key.dataKey };
    const sealed = await sealPart(this.#ctx, place, within(source, room));
    const header = {
      filename: safeFilename(filename),
      contentType: safeContentType(contentType),
      sha256: sealed.sha256,
    };
    this.files.push({ ...sealed, id: randomUUID(), part, header });
  }

  discard(): Promise<void> {
    return letGo(this.#ctx, this.files.splice(0));
  }
}

/** For the draft of the delivery, or, where `own`, for a reply that has nothing to do with it. */
export async function stageReply(ctx: Context, delivery: string, own: boolean): Promise<ReplyStaging> {
  const draft = own ? await newDraft(ctx) : await draftOf(ctx, delivery);
  return new ReplyStaging(ctx, draft, draft.isNew ? [] : await filesOf(ctx.db, draft));
}

/** The same for a form that comes with files. Refuses budget_spent. */
export async function stageFiles(ctx: Context, delivery: string, own: boolean): Promise<ReplyStaging> {
  await ctx.db.transaction((tx) => spendUpload(tx, delivery));
  return stageReply(ctx, delivery, own);
}

export const spendUpload = (tx: Queryable, delivery: string): Promise<void> =>
  spend(tx, [
    {
      scope: 'reply-uploads/delivery',
      subject: delivery,
      limit: replyLimits.uploadsADay,
      windowMinutes: 24 * 60,
    },
  ]);

export const tooLarge = (): Refusal =>
  new Refusal('too_large', 'The files of one answer may hold 1 GB together.', { limit: replyLimits.bytes });

export const tooMany = (): Refusal =>
  new Refusal('too_many_attachments', `An answer takes at most ${replyLimits.files} files.`, {
    limit: replyLimits.files,
  });

async function* within(source: AsyncIterable<Uint8Array>, room: number): AsyncGenerator<Uint8Array> {
  let left = room;
  for await (const chunk of source) {
    left -= chunk.length;
    if (left < 0) throw tooLarge();
    yield chunk;
  }
}
