import { randomBytes } from 'node:crypto';
import type { Queryable } from '../../evidence/ports.ts';
import { recordEvent } from '../../evidence/record-event.ts';
import type { Attachment } from '../../message/content.ts';
import { Refusal } from '../../message/refusals.ts';
import { recipient } from '../actors.ts';
import { lockStanding } from '../admit-recipient.ts';
import { spend } from '../budgets.ts';
import type { Client } from '../client.ts';
import type { Context } from '../context.ts';
import { lockSession } from '../lock-session.ts';
import { dropBlob } from '../sealed-file.ts';
import { changedMeanwhile, type Draft, sentWith } from './draft.ts';
import { bytesOf, type DraftFile, filesOf } from './draft-files.ts';
import type { Replying } from './find-replying.ts';
import { openReply } from './open-reply.ts';
import { replyLimits } from './reply-limits.ts';
import { wordsOf } from './reply-words.ts';
import { dropBody, type ReplyForm } from './save-draft.ts';
import { keepParts, letGo, type Sealed, sealPart, takeOver } from './seal-part.ts';
import type { ReplyStaging, StagedFile } from './stage-reply.ts';
import { tellOfReply } from './tell-of-reply.ts';

/**
 * Sends an answer: the words of a form with the files that came with it and those of its draft, which becomes the reply. A form
 * that was sent already with the same in it changes nothing. Whoever fails lets go of the staging. Gives the reply's id.
 * Refuses gone, empty_message, too_large, budget_spent, invalid where a file has not come whole, changed_meanwhile.
 */
export async function sendReply(
  ctx: Context,
  replying: Replying,
  { form, text }: ReplyForm,
  staging: ReplyStaging,
  client: Client,
): Promise<string> {
  const words = wordsOf(text);
  const before = await sentWith(ctx.db, replying.delivery, form);
  if (before && (await saysTheSame(ctx, before, words, staging.files))) {
    await staging.discard();
    return before.id;
  }
  const sending = await assemble(ctx, words, staging);
  try {
    // What was changed after going back is another answer.
    const gone = await ctx.db.transaction((tx) => send(tx, replying, before ? null : form, sending, client));
    for (const blob of gone) await dropBlob(ctx, blob);
  } catch (error) {
    await letGo(ctx, [sending.body]);
    // The same form was posted twice at once, and the other was first.
    const first = await sentWith(ctx.db, replying.delivery, form);
    if (before || !first || !isLate(error)) throw error;
    if (!(await saysTheSame(ctx, first, words, staging.files))) throw error;
    await staging.discard();
    return first.id;
  }
  ctx.wake();
  return staging.draft.id;
}

const isLate = (error: unknown): boolean => error instanceof Refusal && error.code === 'changed_meanwhile';

/** Files that the draft had are not in the form: they count as the same. */
async function saysTheSame(
  ctx: Context,
  sent: { readonly id: string; readonly jwe: string },
  words: string,
  files: readonly StagedFile[],
): Promise<boolean> {
  const content = await openReply(ctx, sent);
  const digests = new Set(content.attachments.map(({ sha256 }) => sha256));
  return content.text === words && files.every(({ sha256 }) => digests.has(sha256));
}

interface Sending {
  readonly draft: Draft;
  /** Part 0, sealed. */
  readonly body: Sealed;
  readonly kept: readonly DraftFile[];
  readonly files: readonly StagedFile[];
}

async function assemble(ctx: Context, text: string, { draft, kept, files }: ReplyStaging): Promise<Sending> {
  if (kept.some(({ whole }) => !whole)) {
    throw new Refusal('invalid', 'A file has not come whole yet.', { field: 'files' });
  }
  const all = [...kept, ...files];
  if (text.trim() === '' && all.length === 0) throw new Refusal('empty_message', 'The answer is empty.');
  const attachments = all.map(({ id, part, size, header }): Attachment => {
    const { filename, contentType, sha256 } = header;
    return { id, part, filename, contentType, size, sha256: sha256! };
  });
  // The salt keeps the digest, which evidence commits to, from being guessed for a short text.
  const salt = randomBytes(16).toString('base64url');
  const content = Buffer.from(JSON.stringify({ subject: '', text, attachments, salt }));
  const body = await sealPart(ctx, { file: draft.id, part: 0, dataKey: draft.key.dataKey }, [content]);
  return { draft, body, kept, files };
}

/** Gives the blobs that nothing needs any more. */
async function send(
  tx: Queryable,
  replying: Replying,
  form: string | null,
  { draft, body, kept, files }: Sending,
  client: Client,
): Promise<readonly string[]> {
  const { delivery, message, member } = replying;
  await lockStanding(tx, delivery);
  // Its files may have been on their way for an hour.
  await lockSession(tx, replying);
  await spend(tx, [
    {
      scope: 'reply/delivery',
      subject: delivery,
      limit: replyLimits.repliesADay,
      windowMinutes: 24 * 60,
    },
  ]);
  const gone = await becomeReply(tx, replying, form, draft, kept);
  await takeOver(tx, [body, ...files]);
  await keepParts(tx, draft.id, [{ part: 0, ...body }, ...files]);
  const { rows } = await tx.query<{ kept: number }>(
    `select sum(p.size)::bigint as kept from replies r join reply_parts p on p.reply_id = r.id
      where r.delivery_id = $1 and r.sent_at is not null`,
    [delivery],
  );
  if (rows[0]!.kept > replyLimits.keptBytes) throw new Refusal('too_large', undefined, { field: 'kept' });
  const parts = [
    { part: 0, size: body.size, sha256: body.sha256 },
    ...[...kept, ...files].map(({ part, size, header }) => ({ part, size, sha256: header.sha256! })),
  ];
  await recordEvent(tx, delivery, {
    type: 'delivery.replied',
    actor: recipient(delivery),
    details: {
      reply: draft.id,
      attachments: parts.length - 1,
      bytes: bytesOf(parts),
      ...(member ? { member } : {}),
    },
    personal: { content: parts, ...client },
  });
  await tellOfReply(tx, { id: draft.id, delivery, message });
  return gone;
}

/** The draft is a reply from now on: as it was when its files were read, or not at all. */
async function becomeReply(
  tx: Queryable,
  { delivery, message, member }: Replying,
  form: string | null,
  draft: Draft,
  kept: readonly DraftFile[],
): Promise<readonly string[]> {
  if (await sentWith(tx, delivery, form)) throw changedMeanwhile();
  if (draft.isNew) {
    if (form !== null) await dropWords(tx, delivery);
    await tx.query(
      `insert into replies (id, message_id, delivery_id, sent_at, member_id, form_id, kid, jwe)
        values ($1, $2, $3, clock_timestamp(), $4, $5, $6, $7)`,
      [draft.id, message, delivery, member, form, draft.key.kid, draft.key.jwe],
    );
    return [];
  }
  const { rows } = await tx.query(
    `update replies set sent_at = clock_timestamp(), member_id = $3, form_id = $4
      where id = $1 and delivery_id = $2 and sent_at is null returning id`,
    [draft.id, delivery, member, form],
  );
  if (rows.length === 0) throw changedMeanwhile();
  const now = await filesOf(tx, draft);
  const same = now.length === kept.length && now.every(({ id, whole }, at) => whole && id === kept[at]!.id);
  if (!same) throw changedMeanwhile();
  await tx.query('delete from reply_uploads where reply_id = $1', [draft.id]);
  const blob = await dropBody(tx, draft.id);
  return blob ? [blob] : [];
}

/** Words that were saved by themselves while the form was on its way are the form's own. Files are not. */
async function dropWords(tx: Queryable, delivery: string): Promise<void> {
  const { rows } = await tx.query<{ id: string; files: boolean }>(
    `select id, exists (select from reply_uploads u where u.reply_id = r.id) as files
      from replies r where delivery_id = $1 and sent_at is null`,
    [delivery],
  );
  if (!rows[0]) return;
  if (rows[0].files) throw changedMeanwhile();
  await dropBody(tx, rows[0].id);
  await tx.query('delete from replies where id = $1', [rows[0].id]);
}
