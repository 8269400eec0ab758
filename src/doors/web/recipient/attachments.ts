import type { RequestHandler, Response } from 'express';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { findAttachment, readAttachment } from '../../../delivery/read-attachment.ts';
import { sessionBody } from '../../../delivery/session-body.ts';
import { Refusal } from '../../../message/refusals.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param, sendPage } from '../page.ts';
import { rangeOf, sendFile } from '../send-file.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** `GET /m/<token>/attachments/<id>`, whole or a range of bytes; without a session, the way to one. */
export const getAttachment =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx, leases } = options;
    const token = param(request, 'token');
    const session = await recipientSession(ctx, request);
    const found = session && (await findAttachment(ctx, token, session, param(request, 'id')));
    if (!session || !found) return withoutSession(options, session, request, response);

    const range = rangeOf(request, response, found.attachment);
    if (!range) return;
    const opened = await readAttachment(ctx, token, session, found, range, clientOf(request));
    if (!opened) return withoutSession(options, session, request, response);
    const lease = leases.hold(opened.delivery);
    await sendFile(response, { ...opened, range, lease });
  };

/** Says why no byte comes: the delivery has ended, the session has, or there is no such attachment. */
async function withoutSession(
  { ctx }: WebOptions,
  session: string | undefined,
  request: Parameters<RequestHandler>[0],
  response: Response,
): Promise<void> {
  const delivery = await linkedDelivery(ctx, request, response);
  if (!delivery) return;
  if (endingOf(delivery)) return showLanding(ctx, request, response, delivery);
  if (session && (await sessionBody(ctx, param(request, 'token'), session))) throw new Refusal('not_found');
  sendPage(
    ctx,
    request,
    response,
    'session-ended',
    { base: basePath(request) },
    { status: 401, language: delivery.language },
  );
}
