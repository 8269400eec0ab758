import type { Request, RequestHandler, Response } from 'express';
import type { ProofError } from '../../../../views/models/account.ts';
import { factorsOf, hasFactor } from '../../../desk/account/factors.ts';
import { pendingStaffOf, staffOf } from '../../../desk/account/sessions.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { clearStaffSession, rememberDevice, staffSession } from '../cookies.ts';
import { personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { claimantOf, filledIn, problemOf, proveByForm, waysOf } from './claimant.ts';
import { leadingTo, ownPath } from './own-path.ts';

/** Somebody whose second factor is asked for: on the way in, or signed in without having proved one. */
interface Asked {
  readonly secret: string;
  readonly person: string;
  readonly email: string;
  /** Null: on the way in, and nobody yet. */
  readonly staff: StaffMember | null;
}

async function askedOf({ ctx }: WebOptions, request: Request): Promise<Asked | undefined> {
  const secret = await staffSession(ctx, request);
  if (!secret) return undefined;
  const pending = await pendingStaffOf(ctx, secret);
  if (pending) return { secret, ...pending, staff: null };
  const staff = await staffOf(ctx, secret);
  return staff && { secret, person: staff.id, email: staff.email, staff };
}

/** Asks for the second factor; where there is none, says how to set one up. */
export const showSecondFactor =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const next = ownPath(request.query.next);
    const asked = await askedOf(options, request);
    if (!asked) return tooLate(options, request, response);
    if (asked.staff?.session.secondFactor) return response.redirect(303, next);
    await secondFactor(options, request, response, asked, next, null);
  };

export const postSecondFactor =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const next = ownPath(field(request, 'next'));
    const asked = await askedOf(options, request);
    if (!asked) return tooLate(options, request, response);
    try {
      await proveByForm(ctx, request, await claimantOf(ctx, request, asked.secret, asked.person));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'unauthenticated') return tooLate(options, request, response);
      const problem = problemOf(error.code);
      if (!problem) throw error;
      const told = { field: filledIn(request), problem };
      return secondFactor(options, request, response, asked, next, told);
    }
    await rememberDevice(ctx, request, response, asked.person);
    response.redirect(303, next);
  };

async function secondFactor(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  { person, email, staff }: Asked,
  next: string,
  error: ProofError | null,
): Promise<void> {
  const factors = await factorsOf(ctx.db, person);
  const ways = await waysOf(ctx, person, factors);
  const model = {
    person: staff && personOf(staff),
    email,
    next,
    // A password is no second factor.
    ways: { ...ways, password: false },
    none: !hasFactor(factors),
    error,
  };
  const status = error === null ? 200 : error.problem === 'budget_spent' ? 429 : 422;
  const path = leadingTo('/desk/second-factor', next);
  sendPage(ctx, request, response, 'desk-second-factor', model, { status, path });
}

/** The session that waited is over, or there never was one. */
async function tooLate({ ctx, identity }: WebOptions, request: Request, response: Response): Promise<void> {
  if (!(await staffSession(ctx, request))) return response.redirect(303, '/desk/sign-in');
  clearStaffSession(response);
  const model = { email: '', error: 'session_ended' as const, link: null, identity: identity !== undefined };
  sendPage(ctx, request, response, 'desk-sign-in', model, { status: 401, path: '/desk/sign-in' });
}
