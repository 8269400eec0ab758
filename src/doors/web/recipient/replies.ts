import type { Request, RequestHandler, Response } from 'express';
import { discardDraft } from '../../../delivery/replies/discard-draft.ts';
import type { Replying } from '../../../delivery/replies/find-replying.ts';
import { inSlot } from '../../../delivery/replies/form-slots.ts';
import { removeUpload } from '../../../delivery/replies/remove-upload.ts';
import { saveDraft } from '../../../delivery/replies/save-draft.ts';
import { sendReply } from '../../../delivery/replies/send-reply.ts';
import { stageFiles, stageReply } from '../../../delivery/replies/stage-reply.ts';
import { Refusal } from '../../../message/refusals.ts';
import { receive } from '../../http/receive.ts';
import type { WebOptions } from '../options.ts';
import { clientOf } from '../page.ts';
import { basePath } from './landing.ts';
import { replyingOf, withoutReplying } from './reply-access.ts';
import { type PostedReply, readReplyForm } from './reply-form.ts';
import { comesBack, showReplies } from './reply-page.ts';
import { takenUnderLease } from './under-lease.ts';

const outcomes = ['sent', 'saved', 'discarded'] as const;

/** `GET /m/<token>/replies`: earlier answers, and the form of another one. */
export const getReplies =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const replying = await replyingOf(options, request);
    if (!replying) return withoutReplying(options, request, response);
    const done = outcomes.find((each) => each === request.query.done) ?? null;
    await showReplies(options, request, response, replying, { done });
  };

/**
 * `POST /m/<token>/replies` with `text` and files: 303 once the answer is sent. With `do=save` or `do=discard` it is kept or thrown
 * away instead, with `remove` a file is taken out of what is kept. What is refused comes back with its words.
 */
export const postReply =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const replying = await replyingOf(options, request);
    if (!replying) return withoutReplying(options, request, response, () => writtenIn(request));
    try {
      await inSlot(replying.delivery, () => take(options, request, response, replying));
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'gone')) throw error;
      await withoutReplying(options, request, response);
    }
  };

async function take(
  options: WebOptions,
  request: Request,
  response: Response,
  replying: Replying,
): Promise<void> {
  const { ctx } = options;
  const lease = options.leases.hold(replying.delivery);
  const source = takenUnderLease(receive(request), lease);
  const posted = await readReplyForm(request, source, (form) =>
    stageFiles(ctx, replying.delivery, form === null),
  ).finally(() => lease.release());
  const { refused } = posted;
  if (refused && !comesBack(refused)) throw refused;
  if (refused) return showReplies(options, request, response, replying, { posted, refused });
  try {
    const done = await act(options, request, replying, posted);
    response.redirect(303, `${basePath(request)}/replies${done ? `?done=${done}` : ''}`);
  } catch (error) {
    await posted.staging?.discard();
    if (error instanceof Refusal && error.code === 'gone') {
      return withoutReplying(options, request, response, async () => posted.text);
    }
    if (!comesBack(error)) throw error;
    await showReplies(options, request, response, replying, { posted, refused: error });
  }
}

async function act(
  { ctx }: WebOptions,
  request: Request,
  replying: Replying,
  posted: PostedReply,
): Promise<(typeof outcomes)[number] | undefined> {
  const { delivery } = replying;
  if (posted.does === 'discard') {
    await posted.staging?.discard();
    await discardDraft(ctx, delivery);
    return 'discarded';
  }
  const staging = posted.staging ?? (await stageReply(ctx, delivery, posted.form === null));
  if (posted.does === 'send') {
    await sendReply(ctx, replying, posted, staging, clientOf(request));
    return 'sent';
  }
  await saveDraft(ctx, replying, posted, staging);
  if (posted.does === 'save') return 'saved';
  await removeUpload(ctx, replying, posted.remove).catch(unlessGone);
  return undefined;
}

/** What another window took out already is out. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
}

/** The words of a form that nobody may send. */
async function writtenIn(request: Request): Promise<string> {
  try {
    return (await readReplyForm(request, receive(request))).text;
  } catch (error) {
    if (error instanceof Refusal) return '';
    throw error;
  }
}
