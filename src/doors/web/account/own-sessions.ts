import type { RequestHandler } from 'express';
import { endOtherSessions, endOwnSession } from '../../../desk/account/end-sessions.ts';
import { clearStaffSession } from '../cookies.ts';
import { signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { param } from '../page.ts';
import { accountAfter } from './account.ts';

/** Ends one of somebody's own sessions. One that is gone already is as it should be. */
export const postSessionEnd = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const id = param(request, 'id');
    await options.ctx.db.transaction((tx) => endOwnSession(tx, staff, id));
    if (id !== staff.session.id) return response.redirect(303, accountAfter('signed_out'));
    clearStaffSession(response);
    response.redirect(303, '/desk/sign-in');
  });

/** Ends all of somebody's sessions but this one. */
export const postOtherSessionsEnd = (options: WebOptions): RequestHandler =>
  signedIn(options, async (_request, response, staff) => {
    await options.ctx.db.transaction((tx) => endOtherSessions(tx, staff));
    response.redirect(303, accountAfter('signed_out_elsewhere'));
  });
