import type { Request, RequestHandler, Response } from 'express';
import type { TotpPage } from '../../../../views/models/account.ts';
import { beginTotp, confirmTotp, removeTotp, waitingTotp } from '../../../desk/account/enrol-totp.ts';
import { totpAddress } from '../../../desk/account/totp.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { staffSession } from '../cookies.ts';
import { personOf, signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, sendPage } from '../page.ts';
import { accountAfter, accountPath, sendAccount } from './account.ts';
import { freshly } from './freshly.ts';
import { qrOf } from './qr.ts';

const totpPath = '/desk/account/totp';

export const postTotp = (options: WebOptions): RequestHandler =>
  freshly(options, async (_request, response, staff) => {
    try {
      await beginTotp(options.ctx, staff);
      response.redirect(303, totpPath);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'already_exists') throw error;
      response.redirect(303, accountPath);
    }
  });

export const showTotp = (options: WebOptions): RequestHandler =>
  signedIn(options, (request, response, staff) => totp(options, request, response, staff, null));

export const postTotpConfirmation = (options: WebOptions): RequestHandler =>
  freshly(options, async (request, response, staff) => {
    const { ctx } = options;
    const secret = (await staffSession(ctx, request))!;
    try {
      await confirmTotp(ctx, staff, secret, field(request, 'code'), clientOf(request));
      response.redirect(303, accountAfter('totp_on'));
    } catch (error) {
      const problem = error instanceof Refusal ? problems.find((each) => each === error.code) : undefined;
      if (problem) return totp(options, request, response, staff, problem);
      if (!(error instanceof Refusal) || error.code !== 'gone') throw error;
      response.redirect(303, accountPath);
    }
  });

const problems = ['wrong_code', 'clock_off', 'budget_spent'] as const;

async function totp(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  error: TotpPage['error'],
): Promise<void> {
  const secret = await waitingTotp(ctx, staff.id);
  if (secret === undefined) return response.redirect(303, accountPath);
  const model: TotpPage = {
    person: personOf(staff),
    qr: qrOf(totpAddress(secret, ctx.settings.organisation, staff.email)),
    secret: secret.match(/.{1,4}/g)!.join(' '),
    error,
  };
  const status = error === null ? 200 : error === 'budget_spent' ? 429 : 422;
  sendPage(ctx, request, response, 'desk-totp', model, { status, path: totpPath });
}

export const postTotpRemoval = (options: WebOptions): RequestHandler =>
  freshly(options, async (request, response, staff) => {
    try {
      await removeTotp(options.ctx, staff);
      response.redirect(303, accountAfter('totp_off'));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'not_found') return response.redirect(303, accountPath);
      if (error.code !== 'second_factor_needed') throw error;
      await sendAccount(options, request, response, staff, 'last_factor');
    }
  });
