import express, { type Router } from 'express';
import type { WebOptions } from '../options.ts';
import { smallForm } from '../small-form.ts';
import { postDeletion, postRenaming, showMailbox } from './mailbox.ts';
import { postMailbox, showMailboxes, showNewMailbox } from './mailboxes.ts';
import { postInvitation, postInvitationEnd, postOwner } from './owners.ts';
import { postMember, postMemberChange, postMemberEnd } from './members.ts';

/** Shared mailboxes and their members, kept at the desk. */
export function mailboxRoutes(options: WebOptions): Router {
  const router = express.Router();
  const form = smallForm('16kb', 20);
  router.get('/mailboxes', showMailboxes(options));
  router.get('/mailboxes/new', showNewMailbox(options));
  router.post('/mailboxes', form, postMailbox(options));
  router.get('/mailboxes/:id', showMailbox(options));
  router.post('/mailboxes/:id', form, postRenaming(options));
  router.post('/mailboxes/:id/deletions', form, postDeletion(options));
  router.post('/mailboxes/:id/members', form, postMember(options));
  router.post('/mailboxes/:id/members/:member', form, postMemberChange(options));
  router.post('/mailboxes/:id/members/:member/ends', form, postMemberEnd(options));
  router.post('/mailboxes/:id/members/:member/owners', form, postOwner(options));
  router.post('/mailboxes/:id/invitations', form, postInvitation(options));
  router.post('/mailboxes/:id/invitations/ends', form, postInvitationEnd(options));
  return router;
}
