import type { Request, RequestHandler, Response } from 'express';
import { type AccountDone, type AccountPage, accountDone } from '../../../../views/models/account.ts';
import { factorsOf, hasFactor, needsFactor } from '../../../desk/account/factors.ts';
import { listSessions, namedGrants, waysInOf } from '../../../desk/account/own-account.ts';
import { listPasskeys } from '../../../desk/account/passkeys.ts';
import { wantsMail } from '../../../desk/conversations/choose-mailbox.ts';
import { shortestPassword } from '../../../desk/account/password.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { personOf, signedIn } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { deviceOf } from './device-name.ts';

export const accountPath = '/desk/account';

/** What somebody manages of their own account. */
export const showAccount = (options: WebOptions): RequestHandler =>
  signedIn(options, (request, response, staff) => sendAccount(options, request, response, staff, null));

/** The account as it stands, with what went wrong. */
export async function sendAccount(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  error: AccountPage['error'],
): Promise<void> {
  const { db } = ctx;
  const [factors, ways, roles, passkeys, sessions, repliesByMail] = await Promise.all([
    factorsOf(db, staff.id),
    waysInOf(db, staff.id),
    namedGrants(db, staff.id),
    listPasskeys(db, staff.id),
    listSessions(db, staff.id),
    wantsMail(db, staff.id),
  ]);
  const model: AccountPage = {
    person: personOf(staff),
    email: staff.email,
    unit: staff.unitName,
    roles,
    withheld: needsFactor(staff.held) && !staff.session.secondFactor,
    password: ways.password ? 'own' : ways.provider ? 'provider' : 'none',
    minLength: shortestPassword,
    totp: factors.totp,
    hasFactor: hasFactor(factors),
    recoveryCodes: factors.recoveryCodes,
    passkeys,
    repliesByMail,
    sessions: sessions.map(({ userAgent, ...session }) => ({
      ...session,
      ...deviceOf(userAgent ?? ''),
      isThis: session.id === staff.session.id,
    })),
    done: error === null && request.method === 'GET' ? doneOf(request.query.done) : null,
    error,
  };
  const status = error === null ? 200 : error === 'budget_spent' ? 429 : 422;
  sendPage(ctx, request, response, 'desk-account', model, { status, path: accountPath });
}

const doneOf = (said: unknown): AccountDone | null => accountDone.find((each) => each === said) ?? null;

/** Back to the account, which says what was done. */
export const accountAfter = (done: AccountDone): string => `${accountPath}?done=${done}`;
