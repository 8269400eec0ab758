import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postOwnMember, postOwnMemberChange, postOwnMemberEnd } from './own-members.ts';
import { postOwnerCode, postOwnerSession, postOwnerSignOut, showInvitation } from './invitation.ts';

/** Everything below `/mailbox/<token>`: whoever was invited to keep the members of a shared mailbox does it here. */
export function ownerRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 20);
  router.get('/:token', showInvitation(options));
  router.post('/:token/codes', form, postOwnerCode(options));
  router.post('/:token/sessions', form, postOwnerSession(options));
  router.post('/:token/sign-out', form, postOwnerSignOut(options));
  router.post('/:token/members', form, postOwnMember(options));
  router.post('/:token/members/:member', form, postOwnMemberChange(options));
  router.post('/:token/members/:member/ends', form, postOwnMemberEnd(options));
  return router;
}
