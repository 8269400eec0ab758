import type { RequestHandler } from 'express';
import { Refusal } from '../../../message/refusals.ts';
import { signedIn, type StaffHandler } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { accountPath } from './account.ts';
import { leadingTo } from './own-path.ts';

/** Runs a handler; whoever would change factors on an old proof is led to where they prove again that it is them. */
export const freshly = (options: WebOptions, handler: StaffHandler): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    try {
      await handler(request, response, staff);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'proof_too_old') throw error;
      response.redirect(303, leadingTo('/desk/step-up', accountPath));
    }
  });
