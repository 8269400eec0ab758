import type { RequestHandler } from 'express';
import { readHtml } from '../../../delivery/read-html.ts';
import { recipientSession } from '../cookies.ts';
import { sendMailHtml } from '../mail-page.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, languageOf, param } from '../page.ts';
import { linkedDelivery, showLanding } from './landing.ts';
import { holdUnderLease } from './under-lease.ts';

/** `GET /m/<token>/content`: the mail's own HTML, for the sandboxed frame of the message page. */
export const getHtml =
  ({ ctx, leases }: WebOptions): RequestHandler =>
  async (request, response) => {
    const session = await recipientSession(ctx, request);
    const body = session && (await readHtml(ctx, param(request, 'token'), session, clientOf(request)));
    if (!body) {
      const delivery = await linkedDelivery(ctx, request, response);
      if (delivery) await showLanding(ctx, request, response, delivery, { status: 404 });
      return;
    }
    await sendMailHtml(response, languageOf(ctx, request, response), body, () =>
      holdUnderLease(response, leases, body.delivery),
    );
  };
