import type { RequestHandler } from 'express';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { readMessage } from '../../../delivery/read-message.ts';
import { recordSent } from '../../../delivery/record-sent.ts';
import { recipientSession } from '../cookies.ts';
import { sendFile, wantsFile } from '../evidence/send-proof.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';
import { holdUnderLease } from './under-lease.ts';

/**
 * `GET /m/<token>/content.json`: the exact bytes of the text with the list of files, whose digest the evidence has. It is a
 * reading of the message as its page is. Without an open session, or before what is to be signed first, the way there.
 */
export const getContentFile =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx, leases, log } = options;
    const session = await recipientSession(ctx, request);
    const message = session && (await readMessage(ctx, param(request, 'token'), session, clientOf(request)));
    if (!message) {
      const delivery = await linkedDelivery(ctx, request, response);
      if (!delivery) return;
      const ended = endingOf(delivery);
      if (!ended && !wantsFile(request)) return response.redirect(303, basePath(request));
      return showLanding(ctx, request, response, delivery, { status: ended ? 410 : 401 });
    }
    const { delivery, reference, bytes } = message;
    holdUnderLease(response, leases, delivery);
    response.once('close', () => {
      const complete = response.writableFinished;
      recordSent(ctx, delivery, { part: 0, from: 0, bytes: complete ? bytes.length : 0, complete }).catch(
        (error) => log.failure({ reference: 'content_sent', route: '/m/:token/content.json', error }),
      );
    });
    await sendFile(response, { name: `${reference}.json`, type: 'application/json', bytes: [bytes] });
  };
