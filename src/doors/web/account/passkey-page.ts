import type { Request, RequestHandler, Response } from 'express';
import type { PasskeyPage } from '../../../../views/models/passkeys.ts';
import { renamePasskey } from '../../../desk/account/passkey-names.ts';
import { removePasskey } from '../../../desk/account/passkey-removal.ts';
import { listPasskeys } from '../../../desk/account/passkeys.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal, refusalCodes } from '../../../message/refusals.ts';
import { personOf, signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';
import { accountAfter } from './account.ts';
import { leadingTo } from './own-path.ts';

const pathOf = (id: string): string => `/desk/passkeys/${id}`;

export const showPasskey = (options: WebOptions): RequestHandler =>
  signedIn(options, (request, response, staff) => passkeyPage(options, request, response, staff));

export const postRenaming = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const typed = field(request, 'name');
    try {
      await renamePasskey(options.ctx, staff.id, param(request, 'id'), typed);
      response.redirect(303, accountAfter('passkey_renamed'));
    } catch (error) {
      await passkeyPage(options, request, response, staff, { typed, error });
    }
  });

export const postRemoval = (options: WebOptions): RequestHandler =>
  signedIn(options, async (request, response, staff) => {
    const id = param(request, 'id');
    try {
      await removePasskey(options.ctx, staff, id);
      response.redirect(303, accountAfter('passkey_removed'));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'proof_too_old') {
        return response.redirect(303, leadingTo('/desk/step-up', pathOf(id)));
      }
      await passkeyPage(options, request, response, staff, { error });
    }
  });

/** One of somebody's own passkeys, and what came of a form of it: a refusal is told there, and anything else thrown on. */
async function passkeyPage(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { typed, error }: { typed?: string; error?: unknown } = {},
): Promise<void> {
  if (error !== undefined && !(error instanceof Refusal)) throw error;
  const id = param(request, 'id');
  const passkey = (await listPasskeys(ctx.db, staff.id)).find((each) => each.id === id);
  if (!passkey) throw new Refusal('not_found');
  const model: PasskeyPage = {
    person: personOf(staff),
    passkey,
    typed: typed ?? passkey.name,
    error: error?.code ?? null,
  };
  const status = error ? refusalCodes[error.code].http : 200;
  sendPage(ctx, request, response, 'desk-passkey', model, { status, path: pathOf(id) });
}
