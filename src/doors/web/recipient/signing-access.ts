import type { Request, RequestHandler, Response } from 'express';
import { findSigning, type Signing } from '../../../delivery/acknowledgements/find-signing.ts';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { followLink } from '../../../delivery/follow-link.ts';
import { findReceipt } from '../../../delivery/make-receipt.ts';
import { recipientSession } from '../cookies.ts';
import { Refusal } from '../../../message/refusals.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, param, sendPage } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

type Handle = (request: Request, response: Response, signing: Signing) => Promise<void>;

/** Handles a request of whoever is asked to sign, in an open session. Without one nothing is signed, and the page says why. */
export const whereAsked =
  (options: WebOptions, handle: Handle): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const session = await recipientSession(ctx, request);
    const signing = session && (await findSigning(ctx, param(request, 'token'), session));
    if (signing) return handle(request, response, signing);
    const delivery = await linkedDelivery(ctx, request, response);
    if (!delivery) return;
    if (endingOf(delivery)) {
      // Somebody tried after the end: that is evidence too.
      await followLink(ctx, delivery, clientOf(request));
      return showLanding(ctx, request, response, delivery);
    }
    const isOpen = session && (await findReceipt(ctx, param(request, 'token'), session));
    if (isOpen) throw new Refusal('not_asked');
    const base = basePath(request);
    const page = { status: 401, language: delivery.language, path: base };
    sendPage(ctx, request, response, 'session-ended', { base }, page);
  };
