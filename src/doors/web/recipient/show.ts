import { besideText } from '../../../delivery/mail-pictures.ts';
import type { RequestHandler, Response } from 'express';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { findSigning } from '../../../delivery/acknowledgements/find-signing.ts';
import { followLink } from '../../../delivery/follow-link.ts';
import { otherRecipients } from '../../../delivery/other-recipients.ts';
import { type OpenMessage, readMessage } from '../../../delivery/read-message.ts';
import { recordSent } from '../../../delivery/record-sent.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param, sendPage } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';
import { showSigning, signingPart } from './signing-part.ts';
import { holdUnderLease } from './under-lease.ts';

/** `GET /m/<token>`: with an open session the message, or what is to be signed before it; else the landing page. */
export const showDelivery =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const session = await recipientSession(ctx, request);
    const message = session && (await readMessage(ctx, param(request, 'token'), session, clientOf(request)));
    if (message) {
      const base = basePath(request);
      holdUnderLease(response, options.leases, message.delivery);
      if (message.first) response.once('close', () => recordEnd(options, response, message));
      const asked = message.terms.moment
        ? await findSigning(ctx, param(request, 'token'), session)
        : undefined;
      const signing = asked ? await signingPart(options, request, response, asked) : null;
      const others =
        message.terms.showsRecipients && message.parted !== 'reader'
          ? await otherRecipients(ctx.db, message.message, message.delivery)
          : [];
      const page = { language: message.language, path: base };
      sendPage(ctx, request, response, 'message', { ...modelOf(base, message), signing, others }, page);
      return;
    }
    const awaited = session && (await findSigning(ctx, param(request, 'token'), session));
    if (awaited) return showSigning(options, request, response, awaited);
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    await followLink(ctx, delivery, clientOf(request));
    await showLanding(ctx, request, response, delivery);
  };

/** The first opening says how it ended; the page stands already, so a failure here is for the log alone. */
function recordEnd({ ctx, log }: WebOptions, response: Response, { delivery }: OpenMessage): void {
  const complete = response.writableFinished;
  const bytes = complete ? Number(response.getHeader('Content-Length') ?? 0) : 0;
  recordSent(ctx, delivery, { part: 0, from: 0, bytes, complete }).catch((error) =>
    log.failure({ reference: 'content_sent', route: '/m/:token', error }),
  );
}

function modelOf(base: string, { content, ...message }: OpenMessage) {
  const { unit, reference, sentAt, openedAt, expiresAt } = message;
  // Members of a mailbox, and whom a recipient let in, have shown no number that the sender gave.
  const comesBack = message.comesBack && message.member === null && message.parted === null;
  return {
    base,
    unit,
    reference,
    sentAt,
    expiresAt,
    openedAt,
    senderName: message.senderName ?? unit,
    senderAddress: message.sender,
    subject: content.subject,
    text: content.html ? null : (content.text ?? null),
    hasHtml: content.html !== undefined,
    asReader: message.parted === 'reader',
    attachments: besideText(content).map(({ id, filename, size }) => ({
      href: `${base}/attachments/${id}`,
      filename,
      size,
    })),
    next: {
      reply: message.terms.replies && message.parted !== 'reader',
      reader: message.terms.readers && message.parted !== 'reader',
      pass: message.terms.passing && message.member !== null && message.parted !== 'reader',
      passkey: comesBack,
      my: comesBack,
    },
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
