import type { Request, RequestHandler, Response } from 'express';
import type { SignedIn } from '../../../../views/models/desk.ts';
import type { Actor, Viewer } from '../../../delivery/message-access.ts';
import { pendingStaffOf, staffOf } from '../../../desk/account/sessions.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { type Duty, duties, hasDuty, hasDutySomewhere } from '../../../message/rights.ts';
import { leadingTo, ownPath } from '../account/own-path.ts';
import { clearStaffSession, staffSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';

export type StaffHandler = (request: Request, response: Response, staff: StaffMember) => Promise<void>;

/**
 * Runs a handler for whoever is signed in. Anybody else gets the way to sign in; whoever has begun to, the way to end it.
 */
export const signedIn =
  ({ ctx, identity }: WebOptions, handler: StaffHandler): RequestHandler =>
  async (request, response) => {
    const secret = await staffSession(ctx, request);
    const staff = secret && (await staffOf(ctx, secret));
    if (staff) return handler(request, response, staff);
    if (!secret && request.method === 'GET') return response.redirect(303, '/desk/sign-in');
    if (secret && request.method === 'GET' && (await pendingStaffOf(ctx, secret))) {
      return response.redirect(303, leadingTo('/desk/second-factor', ownPath(request.originalUrl)));
    }
    if (secret) clearStaffSession(response);
    const error = secret ? 'session_ended' : null;
    sendPage(
      ctx,
      request,
      response,
      'desk-sign-in',
      { email: '', error, link: null, identity: identity !== undefined },
      { status: 401, path: '/desk/sign-in' },
    );
  };

/**
 * The same for those who have a duty somewhere. Whoever would have it with a second factor is led to where they prove or
 * set up one.
 */
export const onDuty = (options: WebOptions, duty: Duty, handler: StaffHandler): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    if (hasDutySomewhere(staff.grants, duty)) return handler(request, response, staff);
    if (!hasDutySomewhere(staff.held, duty)) throw new Refusal('forbidden');
    if (request.method !== 'GET') throw new Refusal('second_factor_needed');
    response.redirect(303, `/desk/second-factor?next=${encodeURIComponent(request.originalUrl)}`);
  });

/**
 * Whoever sends a request, as they stand once its body is there: that may have taken its time, and their rights have gone
 * meanwhile. Refuses: unauthenticated, forbidden.
 */
export async function stillOnDuty({ ctx }: WebOptions, request: Request, duty: Duty): Promise<StaffMember> {
  const secret = await staffSession(ctx, request);
  const staff = secret && (await staffOf(ctx, secret));
  if (!staff) throw new Refusal('unauthenticated');
  if (!hasDutySomewhere(staff.grants, duty)) throw new Refusal('forbidden');
  return staff;
}

/** Minutes for which a proof counts before something dangerous is begun, and before it is done. */
const freshMinutes = { GET: 10, POST: 30 } as const;

/** Whether that is so, where only what a form holds makes it dangerous. */
export const isProven = ({ session }: StaffMember, method: keyof typeof freshMinutes): boolean =>
  session.provenSecondsAgo < 60 * freshMinutes[method];

/**
 * The same for what is dangerous: somebody must have proved within the last minutes that it is them. A form may take
 * longer than the page on which it begins. `next` is where they go on; where they were unless told.
 */
export const proven = (
  options: WebOptions,
  duty: Duty,
  handler: StaffHandler,
  next = (request: Request): string => request.originalUrl,
): RequestHandler =>
  onDuty(options, duty, async (request, response, staff) => {
    const isPost = request.method === 'POST';
    if (isProven(staff, isPost ? 'POST' : 'GET')) return handler(request, response, staff);
    if (isPost) throw new Refusal('proof_too_old');
    response.redirect(303, `/desk/step-up?next=${encodeURIComponent(next(request))}`);
  });

export const viewerOf = ({ id, grants }: StaffMember): Viewer => ({ kind: 'person', id, grants });

/** Somebody at the desk, as evidence names them where they manage something. */
export const staffActor = ({ id }: StaffMember): Actor => ({ kind: 'staff', id });

export const personOf = ({ name, unitName, held, unread }: StaffMember): SignedIn => ({
  name,
  unit: unitName,
  unread,
  // The policy belongs to no unit.
  duties: duties.filter((duty) =>
    duty === 'policy' ? hasDuty(held, duty, null) : hasDutySomewhere(held, duty),
  ),
});
