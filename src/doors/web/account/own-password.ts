import type { RequestHandler } from 'express';
import { changePassword } from '../../../desk/account/change-password.ts';
import { Refusal } from '../../../message/refusals.ts';
import { staffSession } from '../cookies.ts';
import { signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field } from '../page.ts';
import { accountAfter, sendAccount } from './account.ts';

export const postPassword = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const { ctx } = options;
    const [current = '', chosen = '', again] = ['current', 'password', 'again'].map((name) =>
      field(request, name),
    );
    if (chosen !== again) return sendAccount(options, request, response, staff, 'differs');
    try {
      await changePassword(ctx, staff, (await staffSession(ctx, request))!, { current, chosen });
      response.redirect(303, accountAfter('password'));
    } catch (error) {
      const problem = error instanceof Refusal ? problems[error.code] : undefined;
      if (!problem) throw error;
      await sendAccount(options, request, response, staff, problem);
    }
  });

const problems: Partial<Record<Refusal['code'], 'wrong_password' | 'password_weak' | 'budget_spent'>> = {
  invalid: 'wrong_password',
  password_weak: 'password_weak',
  budget_spent: 'budget_spent',
};
