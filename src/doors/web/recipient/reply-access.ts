import type { Request, Response } from 'express';
import { endingOf } from '../../../delivery/find-delivery.ts';
import { findReplying, type Replying } from '../../../delivery/replies/find-replying.ts';
import { recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { param, sendPage } from '../page.ts';
import { basePath, linkedDelivery, showLanding } from './landing.ts';

/** Who may answer, by link and session. `undefined`: there is no open session, or nothing to answer any more. */
export async function replyingOf({ ctx }: WebOptions, request: Request): Promise<Replying | undefined> {
  const session = await recipientSession(ctx, request);
  return session ? findReplying(ctx, param(request, 'token'), session) : undefined;
}

/** Says why nobody can answer: what became of the delivery, or the way to a session, with the words that were written, so that they can be copied. */
export async function withoutReplying(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  written: () => Promise<string> = async () => '',
): Promise<void> {
  const delivery = await linkedDelivery(ctx, request, response);
  if (!delivery) return;
  if (endingOf(delivery)) return showLanding(ctx, request, response, delivery);
  const text = await written();
  const base = basePath(request);
  const page = { status: 401, language: delivery.language, path: base };
  if (text.trim()) sendPage(ctx, request, response, 'reply-signed-out', { base, text }, page);
  else sendPage(ctx, request, response, 'session-ended', { base }, page);
}
