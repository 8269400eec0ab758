import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { ReplyError, ReplyPage } from '../../../../views/models/replies.ts';
import type { Replying } from '../../../delivery/replies/find-replying.ts';
import { listReplies } from '../../../delivery/replies/list-replies.ts';
import { readDraft } from '../../../delivery/replies/read-draft.ts';
import { replyLimits } from '../../../delivery/replies/reply-limits.ts';
import { Refusal, refusalCodes } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { basePath } from './landing.ts';
import type { PostedReply } from './reply-form.ts';
import { holdUnderLease } from './under-lease.ts';

interface Shown {
  readonly done?: ReplyPage['done'];
  /** A form that came back, and why. */
  readonly posted?: Pick<PostedReply, 'form' | 'text' | 'files'>;
  readonly refused?: Refusal;
}

/** The earlier answers of a delivery, and the form of another one: what was kept of it, or what was just posted. */
export async function showReplies(
  { ctx, leases }: WebOptions,
  request: Request,
  response: Response,
  replying: Replying,
  { done = null, posted, refused }: Shown = {},
): Promise<void> {
  const { delivery, unit, reference, sentAt, expiresAt, language } = replying;
  const [draft, sent] = await Promise.all([readDraft(ctx, delivery), listReplies(ctx.db, delivery)]);
  const base = basePath(request);
  const model: ReplyPage = {
    base,
    unit,
    reference,
    sentAt,
    expiresAt,
    sent: sent.map(({ id, ...line }) => ({ ...line, href: `${base}/replies/${id}` })),
    form: posted?.form ?? randomUUID(),
    text: posted?.text ?? draft?.text ?? '',
    files: (draft?.files ?? []).map(({ id, size, received, whole, header }) => ({
      id,
      size,
      received,
      whole,
      filename: header.filename,
      modified: header.modified ?? null,
    })),
    isKept: draft !== undefined,
    filesLost: (posted?.files ?? 0) > 0,
    limits: { bytes: replyLimits.bytes, files: replyLimits.files, piece: replyLimits.pieceBytes },
    done,
    error: refused ? errorOf(refused) : null,
  };
  holdUnderLease(response, leases, delivery);
  const status = refused ? statusOf(refused) : 200;
  sendPage(ctx, request, response, 'reply', model, { status, language, path: `${base}/replies` });
}

/** Whether a form comes back with this, and not an error page. */
export const comesBack = (error: unknown): error is Refusal =>
  error instanceof Refusal && Object.hasOwn(problems, error.code);

const problems = {
  empty_message: 'empty',
  too_large: 'too_large',
  too_many_attachments: 'too_many',
  changed_meanwhile: 'changed',
  invalid: 'unfinished',
  budget_spent: 'budget',
} as const;

function errorOf({ code, facts }: Refusal): ReplyError {
  const kind = problems[code as keyof typeof problems];
  if (kind === 'budget') return { kind, minutes: Number(facts.minutes ?? 60) };
  if (kind === 'too_large' && facts.field === 'text') return { kind: 'too_long' };
  if (kind === 'too_large' && facts.field === 'kept') return { kind: 'full' };
  return { kind };
}

const statusOf = ({ code }: Refusal): number => refusalCodes[code].http;
