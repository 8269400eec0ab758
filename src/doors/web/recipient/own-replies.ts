import type { RequestHandler } from 'express';
import { openReplyPart } from '../../../delivery/replies/open-reply.ts';
import { readOwnReply } from '../../../delivery/replies/read-own-reply.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { rangeOf, sendFile } from '../send-file.ts';
import { basePath } from './landing.ts';
import { replyingOf, withoutReplying } from './reply-access.ts';
import { holdUnderLease } from './under-lease.ts';

/** `GET /m/<token>/replies/<id>`: the recipient's own copy of what they answered. */
export const getOwnReply =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx, leases } = options;
    const replying = await replyingOf(options, request);
    if (!replying) return withoutReplying(options, request, response);
    const id = param(request, 'id');
    const reply = await readOwnReply(ctx, replying, id);
    if (!reply) throw new Refusal('not_found');
    const { unit, reference, sentAt, language } = replying;
    const base = basePath(request);
    const path = `${base}/replies/${id}`;
    const model = {
      base,
      unit,
      reference,
      sentAt,
      repliedAt: reply.sentAt,
      readAt: reply.readAt,
      mailedAt: reply.mailedAt,
      text: reply.content.text ?? '',
      attachments: reply.content.attachments.map((each) => ({
        href: `${path}/attachments/${each.id}`,
        filename: each.filename,
        size: each.size,
      })),
    };
    holdUnderLease(response, leases, replying.delivery);
    sendPage(ctx, request, response, 'own-reply', model, { language, path });
  };

/** `GET /m/<token>/replies/<id>/attachments/<attachment>`, whole or a range of bytes. */
export const getOwnFile =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx, leases } = options;
    const replying = await replyingOf(options, request);
    if (!replying) return withoutReplying(options, request, response);
    const reply = await readOwnReply(ctx, replying, param(request, 'id'));
    const attachment = reply?.content.attachments.find(({ id }) => id === param(request, 'attachment'));
    if (!reply || !attachment) throw new Refusal('not_found');
    const lease = leases.hold(replying.delivery);
    try {
      const range = rangeOf(request, response, attachment);
      if (!range) return;
      const bytes = await openReplyPart(ctx, reply, attachment.part, range);
      await sendFile(response, { attachment, range, bytes, lease });
    } finally {
      lease.release();
    }
  };
