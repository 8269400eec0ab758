import type { Request, RequestHandler, Response } from 'express';
import type { ownerDone } from '../../../../views/models/mailboxes.ts';
import { addMember } from '../../../desk/mailboxes/add-member.ts';
import { changeMember } from '../../../desk/mailboxes/change-member.ts';
import { endMember } from '../../../desk/mailboxes/end-member.ts';
import type { FoundInvitation } from '../../../desk/mailboxes/owners/find-invitation.ts';
import { ownerOf, type SignedInOwner } from '../../../desk/mailboxes/owners/owner-session.ts';
import { Refusal } from '../../../message/refusals.ts';
import { mailboxSession } from '../cookies.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import { linked } from './invitation.ts';
import { memberIn } from './members.ts';
import { ownerBase, sendOwnerPage } from './owner-page.ts';

export const postOwnMember = (options: WebOptions): RequestHandler =>
  asOwner(options, async (request, { mailbox, keeper }) => {
    await addMember(options.ctx, keeper, mailbox, memberIn(request));
    return 'member_added';
  });

export const postOwnMemberChange = (options: WebOptions): RequestHandler =>
  asOwner(options, async (request, { keeper }) => {
    const member = param(request, 'member');
    await changeMember(options.ctx, keeper, member, memberIn(request), versionIn(request));
    return 'member_changed';
  });

export const postOwnMemberEnd = (options: WebOptions): RequestHandler =>
  asOwner(options, async (request, { keeper }) => {
    await endMember(options.ctx, keeper, param(request, 'member'), versionIn(request));
    return 'member_ended';
  });

/** Of the page that was looked at; none of ours is 0. */
const versionIn = (request: Request): number => {
  const version = Number(field(request, 'version'));
  return Number.isSafeInteger(version) ? version : 0;
};

type Work = (request: Request, owner: SignedInOwner) => Promise<(typeof ownerDone)[number]>;

/** Lets an owner do something; whoever is signed in no more comes to where they sign in, and what was refused is told. */
function asOwner(options: WebOptions, work: Work): RequestHandler {
  const { ctx } = options;
  return async (request, response) => {
    const invitation = await linked(options, request, response);
    if (!invitation) return;
    const base = ownerBase(request);
    const owner = await ownerOf(ctx, param(request, 'token'), await mailboxSession(ctx, request));
    if (!owner) return response.redirect(303, base);
    try {
      const done = await work(request, owner);
      response.redirect(303, `${base}?done=${done}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'unauthenticated') return response.redirect(303, base);
      await refuse(options, request, response, invitation, owner, error);
    }
  };
}

async function refuse(
  options: WebOptions,
  request: Request,
  response: Response,
  invitation: FoundInvitation,
  owner: SignedInOwner,
  { code }: Refusal,
): Promise<void> {
  const about = param(request, 'member') || 'new';
  // A conflict shows what stands there now.
  const typed =
    code === 'changed_meanwhile' || request.path.endsWith('/ends') ? {} : { member: memberIn(request) };
  await sendOwnerPage(options, request, response, invitation, owner, { about, error: code, ...typed });
}
