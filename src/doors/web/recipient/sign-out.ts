import type { RequestHandler } from 'express';
import { signOut } from '../../../delivery/sign-out.ts';
import { clearRecipientSession, recipientSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { basePath } from './landing.ts';

/** `POST /m/<token>/sign-out`: ends the session on this device. */
export const postSignOut =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const session = await recipientSession(ctx, request);
    if (session) await signOut(ctx, session);
    clearRecipientSession(response);
    const base = basePath(request);
    sendPage(ctx, request, response, 'signed-out', { base }, { path: base });
  };
