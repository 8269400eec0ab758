import type { RequestHandler } from 'express';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { followLink } from '../../../delivery/follow-link.ts';
import { type OpenMessage, readMessage } from '../../../delivery/read-message.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param, sendPage } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** `GET /m/<token>`: with an open session the message, else the landing page. */
export const showDelivery =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const session = await recipientSession(ctx, request);
    const message = session && (await readMessage(ctx, param(request, 'token'), session, clientOf(request)));
    if (message) {
      const base = basePath(request);
      sendPage(ctx, request, response, 'message', modelOf(base, message), {
        language: message.language,
        path: base,
      });
      return;
    }
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    await followLink(ctx, delivery, clientOf(request));
    await showLanding(ctx, request, response, delivery);
  };

function modelOf(base: string, { content, ...message }: OpenMessage) {
  const { unit, reference, sentAt, expiresAt } = message;
  return {
    base,
    unit,
    reference,
    sentAt,
    expiresAt,
    openedAt: new Date().toISOString(),
    senderName: message.senderName ?? unit,
    senderAddress: message.sender,
    subject: content.subject,
    text: content.html ? null : (content.text ?? null),
    hasHtml: content.html !== undefined,
    attachments: content.attachments.map(({ id, filename, contentType, size }) => ({
      href: `${base}/attachments/${id}`,
      filename,
      contentType,
      size,
    })),
  };
}

/** `HEAD` opens nothing and records nothing: it says whether the link is known and still leads to something. */
export const headDelivery =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    response
      .status(endingOf(delivery) ? 410 : 200)
      .set('Cache-Control', 'no-store')
      .type('html')
      .end();
  };
