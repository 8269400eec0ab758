import type { Request, RequestHandler, Response } from 'express';
import type { ProofError } from '../../../../views/models/account.ts';
import { factorsOf } from '../../../desk/account/factors.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { staffSession } from '../cookies.ts';
import { personOf, signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, sendPage } from '../page.ts';
import { claimantOf, filledIn, problemOf, proveByForm, waysOf } from './claimant.ts';
import { leadingTo, ownPath } from './own-path.ts';

/** Asks whoever is signed in to show again that it is them, before something dangerous. */
export const showStepUp = (options: WebOptions): RequestHandler =>
  signedIn(options, (request, response, staff) =>
    stepUp(options, request, response, staff, ownPath(request.query.next), null),
  );

export const postStepUp = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const next = ownPath(field(request, 'next'));
    const secret = (await staffSession(ctx, request))!;
    try {
      await proveByForm(ctx, request, await claimantOf(ctx, request, secret, staff.id));
    } catch (error) {
      const problem = error instanceof Refusal ? problemOf(error.code) : undefined;
      if (!problem) throw error;
      return stepUp(options, request, response, staff, next, { field: filledIn(request), problem });
    }
    response.redirect(303, next);
  });

async function stepUp(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  next: string,
  error: ProofError | null,
): Promise<void> {
  const ways = await waysOf(ctx, staff.id, await factorsOf(ctx.db, staff.id));
  const model = { person: personOf(staff), next, ways, error };
  const status = error === null ? 200 : error.problem === 'budget_spent' ? 429 : 422;
  const path = leadingTo('/desk/step-up', next);
  sendPage(ctx, request, response, 'desk-step-up', model, { status, path });
}
