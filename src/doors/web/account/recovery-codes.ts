import type { RequestHandler } from 'express';
import { makeRecoveryCodes } from '../../../desk/account/recovery-codes.ts';
import { Refusal } from '../../../message/refusals.ts';
import { personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { accountPath } from './account.ts';
import { freshly } from './freshly.ts';

/** Makes new codes and shows them, this once. */
export const postRecoveryCodes = (options: WebOptions): RequestHandler =>
  freshly(options, async (request, response, staff) => {
    const { ctx } = options;
    try {
      const codes = await makeRecoveryCodes(ctx, staff);
      const model = { person: personOf(staff), codes };
      sendPage(ctx, request, response, 'desk-recovery-codes', model, { path: accountPath });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'second_factor_needed') throw error;
      response.redirect(303, accountPath);
    }
  });
