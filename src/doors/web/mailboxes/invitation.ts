import type { Request, RequestHandler, Response } from 'express';
import { type InvitationError, ownerDone } from '../../../../views/models/mailboxes.ts';
import { admitOwner } from '../../../desk/mailboxes/owners/admit-owner.ts';
import { findInvitation, type FoundInvitation } from '../../../desk/mailboxes/owners/find-invitation.ts';
import { ownerOf, signOutOwner } from '../../../desk/mailboxes/owners/owner-session.ts';
import { requestOwnerCode } from '../../../desk/mailboxes/owners/request-owner-code.ts';
import { Refusal } from '../../../message/refusals.ts';
import { clearMailboxSession, mailboxSession, setMailboxSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { clientOf, field, param, sendPage } from '../page.ts';
import { codeProblem } from '../recipient/code-problem.ts';
import { ownerBase, sendOwnerPage } from './owner-page.ts';

/** `GET /mailbox/<token>`: the members to whoever is signed in, the way there to anybody else. */
export const showInvitation =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const invitation = await linked(options, request, response);
    if (!invitation) return;
    const owner = await ownerOf(ctx, param(request, 'token'), await mailboxSession(ctx, request));
    if (!owner) return sendInvitation(options, request, response, invitation, null);
    const done = ownerDone.find((each) => each === request.query.done) ?? null;
    await sendOwnerPage(options, request, response, invitation, owner, { done });
  };

/** `POST /mailbox/<token>/codes` with `member` and `via`. */
export const postOwnerCode =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const invitation = await linked(options, request, response);
    if (!invitation) return;
    const via = field(request, 'via') || 'sms';
    if (via !== 'sms' && via !== 'call') throw new Refusal('invalid', 'A code goes by sms or call.');
    try {
      await requestOwnerCode(options.ctx, invitation, field(request, 'member'), via, clientOf(request));
    } catch (error) {
      return sendProblem(options, request, response, error);
    }
    response.redirect(303, ownerBase(request));
  };

/** `POST /mailbox/<token>/sessions` with `code`: right, on to the members; wrong, 422 with the tries left. */
export const postOwnerSession =
  (options: WebOptions): RequestHandler =>
  async (request, response) => {
    const { ctx } = options;
    const invitation = await linked(options, request, response);
    if (!invitation) return;
    let secret: string;
    try {
      secret = await admitOwner(ctx, invitation, field(request, 'code'), clientOf(request));
    } catch (error) {
      return sendProblem(options, request, response, error);
    }
    await setMailboxSession(ctx, response, secret);
    response.redirect(303, ownerBase(request));
  };

export const postOwnerSignOut =
  ({ ctx }: WebOptions): RequestHandler =>
  async (request, response) => {
    const secret = await mailboxSession(ctx, request);
    if (secret) await signOutOwner(ctx, secret);
    clearMailboxSession(response);
    response.redirect(303, ownerBase(request));
  };

/** What a link leads to, or the answer that it leads nowhere. */
export async function linked(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
): Promise<FoundInvitation | undefined> {
  const invitation = await findInvitation(ctx.db, param(request, 'token'));
  if (!invitation) sendPage(ctx, request, response, 'mailbox-gone', {}, { status: 404, path: '/' });
  return invitation;
}

/** What went wrong, with the link as it is now: it may have ended with that. */
async function sendProblem(
  options: WebOptions,
  request: Request,
  response: Response,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Refusal)) throw error;
  const problem = error.code === 'not_found' ? ({ kind: 'member' } as const) : codeProblem(error);
  if (!problem && error.code !== 'gone') throw error;
  const now = await linked(options, request, response);
  if (now) sendInvitation(options, request, response, now, problem ?? null);
}

function sendInvitation(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  { unit, address, name, owners, code }: FoundInvitation,
  error: InvitationError | null,
): void {
  const to = owners.find(({ id }) => id === code?.member);
  const base = ownerBase(request);
  const model = {
    base,
    unit: unit ?? ctx.settings.organisation,
    address,
    name,
    owners: owners.map(({ id, initials, maskedPhone }) => ({ id, initials, maskedPhone })),
    code: code && to ? { ...code, maskedPhone: to.maskedPhone } : null,
    smsPossible: to ? !to.landline : owners.some(({ landline }) => !landline),
    error,
  };
  if (error?.kind === 'budget') response.set('Retry-After', String(error.minutes * 60));
  const status = error ? (error.kind === 'budget' ? 429 : 422) : 200;
  sendPage(ctx, request, response, 'mailbox-invitation', model, { status, path: base });
}
